/// The parts of a line that begins with a number sign, as places in it.
struct MetadataLine: Sendable {
    enum Kind: Sendable {
        case help, unit, comment
        case type(ReadFamilyType)
        /// `# EOF`
        case end
    }

    var kind: Kind
    var name = SampleLine.Text()
    var isNameQuoted = false
    /// The help, the unit or the comment.
    var text = SampleLine.Text()
}

extension MetadataLine {
    // MARK: OpenMetrics

    /// Source: OpenMetrics 1.0, "ABNF".
    init(openMetrics line: Span<UInt8>) throws(LineProblem) {
        if line.spells("# EOF") {
            self.init(kind: .end)
            return
        }
        let isType = line.has("# TYPE ", at: 0)
        let isUnit = line.has("# UNIT ", at: 0)
        guard isType || isUnit || line.has("# HELP ", at: 0) else { throw LineProblem(0, .keyword) }
        self.init(kind: isUnit ? .unit : .help)
        var at = 7
        try readName(line, &at, .openMetrics)
        guard at < line.count, line[at] == UInt8(ascii: " ") else {
            throw LineProblem(at, isType ? .familyType : isUnit ? .unit : .help)
        }
        text = SampleLine.Text(start: at + 1, end: line.count, isEscaped: line.firstIndex(of: UInt8(ascii: "\\"), from: at) != nil)
        if isType {
            guard let type = ReadFamilyType(line.extracting(text.start..<text.end), .openMetrics) else {
                throw LineProblem(text.start, .familyType)
            }
            kind = .type(type)
        }
    }

    // MARK: Text format

    /// Reads a line whose number sign stands at `start`.
    init(text line: Span<UInt8>, from start: Int) throws(LineProblem) {
        var at = start + 1
        line.skipBlanks(&at)
        let keyword = line.extracting(at..<line.endOfWord(from: at))
        let isType = keyword.spells("TYPE")
        guard isType || keyword.spells("HELP") else {
            self.init(kind: .comment)
            text = SampleLine.Text(start: start + 1, end: line.count)
            return
        }
        self.init(kind: .help)
        at += 4
        line.skipBlanks(&at)
        try readName(line, &at, .text)
        if at < line.count, line[at] != UInt8(ascii: " "), line[at] != UInt8(ascii: "\t") { throw LineProblem(at, .blank) }
        line.skipBlanks(&at)
        text = SampleLine.Text(start: at, end: line.count)
        if isType {
            let end = line.endOfWord(from: at)
            guard let type = ReadFamilyType(line.extracting(at..<end), .text) else { throw LineProblem(at, .familyType) }
            kind = .type(type)
            text.end = end
            at = end
            line.skipBlanks(&at)
            if at < line.count { throw LineProblem(at, .endOfLine) }
        } else {
            try checkHelp(line)
        }
    }

    /// Text format's help has no other escapes than these.
    private mutating func checkHelp(_ line: Span<UInt8>) throws(LineProblem) {
        var from = text.start
        while let found = line.firstIndex(of: UInt8(ascii: "\\"), from: from) {
            text.isEscaped = true
            guard found + 1 < line.count, line[found + 1] == UInt8(ascii: "\\") || line[found + 1] == UInt8(ascii: "n") else {
                throw LineProblem(found, .escape)
            }
            from = found + 2
        }
    }

    private mutating func readName(_ line: Span<UInt8>, _ at: inout Int, _ grammar: ExpositionParser.Grammar) throws(LineProblem) {
        let start = at
        if at < line.count, line[at] == UInt8(ascii: "\"") {
            name = try line.quoted(&at, as: grammar)
            isNameQuoted = true
        } else {
            at = NameBytes.endOfMetric(line, from: start)
            name = SampleLine.Text(start: start, end: at)
        }
        if name.start == name.end { throw LineProblem(start, .metricName) }
    }
}
