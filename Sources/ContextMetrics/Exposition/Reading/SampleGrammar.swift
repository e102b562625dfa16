/// The grammar of a sample's line.
///
/// Text format allows blanks nearly everywhere, OpenMetrics exactly one where one has to be.
///
/// Sources: Prometheus, "Exposition formats", "Grammar"; OpenMetrics 1.0, "ABNF".
extension SampleLine {
    /// Reads a line from `start` on, where its first byte that isn't a blank stands.
    @inline(__always)
    mutating func read(_ line: Span<UInt8>, from start: Int, as grammar: ExpositionParser.Grammar) throws(LineProblem) {
        hasExemplar = false
        timestamp = nil
        var at = NameBytes.endOfMetric(line, from: start)
        name = Text(start: start, end: at)
        let isNamed = at > start
        if grammar == .text { line.skipBlanks(&at) }
        if at < line.count, line[at] == UInt8(ascii: "{") {
            let brace = at
            at += 1
            try braces.read(line, &at, as: grammar, holdsName: !isNamed)
            if !isNamed {
                guard let quoted = braces.name else { throw LineProblem(brace + 1, .metricName) }
                name = quoted
            }
            if grammar == .openMetrics { try line.skipBlank(&at) }
        } else {
            if !isNamed { throw LineProblem(start, .metricName) }
            braces.labels.removeAll(keepingCapacity: true)
            if grammar == .openMetrics { try line.skipBlank(&at) } else if at == name.end { throw LineProblem(at, .blank) }
        }
        if grammar == .text { line.skipBlanks(&at) }
        valueText.start = at
        value = try line.number(&at, .value)
        valueText.end = at
        if at == line.count { return }
        if grammar == .text { try readIntegerTimestamp(line, &at) } else { try readTimestampAndExemplar(line, &at) }
    }

    private mutating func readIntegerTimestamp(_ line: Span<UInt8>, _ at: inout Int) throws(LineProblem) {
        line.skipBlanks(&at)
        if at == line.count { return }
        timestampStart = at
        let end = line.endOfWord(from: at)
        guard let milliseconds = Int64(line.extracting(at..<end).string) else { throw LineProblem(at, .integerTimestamp) }
        timestamp = Double(milliseconds) / 1_000
        at = end
        line.skipBlanks(&at)
        if at < line.count { throw LineProblem(at, .endOfLine) }
    }

    private mutating func readTimestampAndExemplar(_ line: Span<UInt8>, _ at: inout Int) throws(LineProblem) {
        try line.skipBlank(&at)
        if at < line.count, line[at] != UInt8(ascii: "#") {
            timestampStart = at
            timestamp = try line.timestamp(&at)
            if at == line.count { return }
            try line.skipBlank(&at)
        }
        exemplarStart = at
        guard line.has("# {", at: at) else { throw LineProblem(at, at == line.count ? .timestamp : .exemplar) }
        at += 3
        try exemplar.read(line, &at, as: .openMetrics, holdsName: false)
        if exemplar.characters(of: line) > Braces.mostCharacters { throw LineProblem(exemplarStart, .shorterExemplar) }
        try line.skipBlank(&at)
        exemplarValue = try line.number(&at, .value)
        exemplarTimestamp = nil
        hasExemplar = true
        if at == line.count { return }
        try line.skipBlank(&at)
        exemplarTimestamp = try line.timestamp(&at)
        if at < line.count { throw LineProblem(at, .endOfLine) }
    }
}

extension SampleLine.Braces {
    /// Source: OpenMetrics 1.0, "Exemplars".
    fileprivate static let mostCharacters = 128

    /// Reads up to behind the closing brace; the first thing may be the metric's name where these hold it.
    @inline(__always)
    fileprivate mutating func read(
        _ line: Span<UInt8>, _ at: inout Int, as grammar: ExpositionParser.Grammar, holdsName: Bool
    ) throws(LineProblem) {
        name = nil
        labels.removeAll(keepingCapacity: true)
        var isFirst = true
        var hasEscapes = false
        while true {
            if grammar == .text { line.skipBlanks(&at) }
            if at < line.count, line[at] == UInt8(ascii: "}"), isFirst || grammar == .text { break }
            if let label = try label(line, &at, as: grammar, mayBeName: isFirst && holdsName) {
                if label.name.isEscaped { hasEscapes = true }
                labels.append(label)
            }
            isFirst = false
            if grammar == .text { line.skipBlanks(&at) }
            guard at < line.count else { throw LineProblem(at, .commaOrBrace) }
            if line[at] == UInt8(ascii: "}") { break }
            if line[at] != UInt8(ascii: ",") { throw LineProblem(at, .commaOrBrace) }
            at += 1
        }
        at += 1
        if labels.count > 1 { try checkNamesDiffer(line, hasEscapes: hasEscapes) }
    }

    /// The next label; `nil` when it was the name.
    @inline(__always)
    private mutating func label(
        _ line: Span<UInt8>, _ at: inout Int, as grammar: ExpositionParser.Grammar, mayBeName: Bool
    ) throws(LineProblem) -> SampleLine.Label? {
        var label = SampleLine.Label()
        let start = at
        if at < line.count, line[at] == UInt8(ascii: "\"") {
            label.name = try line.quoted(&at, as: grammar)
            label.isNameQuoted = true
            if grammar == .text { line.skipBlanks(&at) }
            if mayBeName, at == line.count || line[at] != UInt8(ascii: "=") {
                if label.name.start == label.name.end { throw LineProblem(start, .metricName) }
                name = label.name
                return nil
            }
        } else {
            at = NameBytes.endOfLabel(line, from: at)
            label.name = SampleLine.Text(start: start, end: at)
            if grammar == .text { line.skipBlanks(&at) }
        }
        if label.name.start == label.name.end { throw LineProblem(start, .labelName) }
        if line[label.name.start] == UInt8(ascii: "_"), isReserved(label.name, line, grammar) {
            throw LineProblem(start, .unreservedLabel)
        }
        guard at < line.count, line[at] == UInt8(ascii: "=") else { throw LineProblem(at, .equalsSign) }
        at += 1
        if grammar == .text { line.skipBlanks(&at) }
        guard at < line.count, line[at] == UInt8(ascii: "\"") else { throw LineProblem(at, .openingQuote) }
        label.value = try line.quoted(&at, as: grammar)
        return label
    }

    /// `__name__` is the metric's name; OpenMetrics keeps all that begin with two underscores.
    private func isReserved(_ name: SampleLine.Text, _ line: Span<UInt8>, _ grammar: ExpositionParser.Grammar) -> Bool {
        let name = line.extracting(name.start..<name.end)
        return grammar == .text ? name.spells("__name__") : name.has("__", at: 0)
    }

    /// Pairs are compared where there are few, so that many don't take forever.
    private func checkNamesDiffer(_ line: Span<UInt8>, hasEscapes: Bool) throws(LineProblem) {
        if labels.count > 16 || hasEscapes {
            var seen: Set<[UInt8]> = []
            for label in labels where !label.name.withBytes(of: line, { seen.insert($0.array).inserted }) {
                throw LineProblem(label.name.start, .otherLabel)
            }
            return
        }
        let labels = labels.span
        for index in labels.indices {
            let name = line.extracting(labels[index].name.start..<labels[index].name.end)
            for other in 0..<index where labels[other].name.end &- labels[other].name.start == name.count {
                if line.has(name, at: labels[other].name.start) { throw LineProblem(labels[index].name.start, .otherLabel) }
            }
        }
    }

    /// The characters of all names and values, as code points.
    fileprivate func characters(of line: Span<UInt8>) -> Int {
        func count(_ text: SampleLine.Text) -> Int {
            text.withBytes(of: line) { bytes in bytes.indices.reduce(0) { bytes[$1] & 0xc0 == 0x80 ? $0 : $0 + 1 } }
        }
        return labels.reduce(0) { $0 + count($1.name) + count($1.value) }
    }
}

extension Span<UInt8> {
    @inline(__always)
    func skipBlanks(_ at: inout Int) {
        while at < count, self[at] == UInt8(ascii: " ") || self[at] == UInt8(ascii: "\t") { at &+= 1 }
    }

    /// Goes past the one blank that has to be there.
    @inline(__always)
    fileprivate func skipBlank(_ at: inout Int) throws(LineProblem) {
        guard at < count, self[at] == UInt8(ascii: " ") else { throw LineProblem(at, .blank) }
        at &+= 1
    }

    /// Where the next blank is, or the end.
    @inline(__always)
    func endOfWord(from start: Int) -> Int {
        var end = start
        while end < count, self[end] != UInt8(ascii: " "), self[end] != UInt8(ascii: "\t") { end &+= 1 }
        return end
    }

    @inline(__always)
    fileprivate func number(_ at: inout Int, _ expected: InvalidExposition.Expectation) throws(LineProblem) -> Double {
        let end = endOfWord(from: at)
        guard let number = Double(decimal: self, from: at, to: end) else { throw LineProblem(at, expected) }
        at = end
        return number
    }

    fileprivate func timestamp(_ at: inout Int) throws(LineProblem) -> Double {
        let start = at
        let seconds = try number(&at, .timestamp)
        if !seconds.isFinite { throw LineProblem(start, .timestamp) }
        return seconds
    }

    /// The text within quotation marks, the first of which is here; goes behind the last.
    @inline(__always)
    func quoted(_ at: inout Int, as grammar: ExpositionParser.Grammar) throws(LineProblem) -> SampleLine.Text {
        var text = SampleLine.Text(start: at &+ 1)
        var from = text.start
        while true {
            guard let found = firstQuoteOrBackslash(from: from) else { throw LineProblem(count, .closingQuote) }
            if self[found] == UInt8(ascii: "\"") {
                text.end = found
                at = found &+ 1
                return text
            }
            text.isEscaped = true
            guard found + 1 < count else { throw LineProblem(count, .closingQuote) }
            if grammar == .text {
                switch self[found + 1] {
                case UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "\""): break
                default: throw LineProblem(found, .escape)
                }
            }
            from = found + 2
        }
    }
}
