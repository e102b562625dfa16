/// Reads an exposition as it comes, in pieces cut anywhere: Prometheus' text format 0.0.4 and 1.0.0, or OpenMetrics 1.0.
///
/// ```swift
/// var parser = ExpositionParser(.openMetrics)
/// for try await piece in body { try parser.push(piece.span, to: &visitor) }
/// try parser.finish(&visitor)
/// ```
///
/// Strict: what one of the formats' own parsers refuses is thrown, with line and column. Any bytes may come. In text format a line is read for
/// itself, beside the order of a family's metadata and samples; rules that Prometheus doesn't ask for are findings of ``ExpositionLint``.
/// In OpenMetrics the rules of each type are kept as well.
///
/// Time is linear in the bytes. A line that lies within one piece is read where it is. Remembered are a line that isn't over, the names
/// of families, and in OpenMetrics the metrics of the family that is read, as fingerprints: ``Limits`` bounds all three.
public struct ExpositionParser: Sendable {
    /// What an exposition is written in.
    public enum Grammar: Hashable, Sendable, CaseIterable {
        /// Text format 0.0.4, and 1.0.0 with its names in quotation marks.
        case text
        /// OpenMetrics 1.0.
        case openMetrics
    }

    /// How much is remembered at the most.
    public struct Limits: Hashable, Sendable {
        /// The bytes of a line, 1 MiB unless said otherwise.
        public var lineBytes: Int
        /// Families, a million unless said otherwise: some 100 bytes each.
        public var families: Int
        /// The metrics of one family, two millions unless said otherwise: up to 100 bytes each.
        public var series: Int

        /// What isn't said is as above; a limit is 1 at least.
        public init(lineBytes: Int = 1 << 20, families: Int = 1_000_000, series: Int = 2_000_000) {
            self.lineBytes = max(1, lineBytes)
            self.families = max(1, families)
            self.series = max(1, series)
        }
    }

    /// What it reads.
    public let grammar: Grammar
    /// What it remembers at the most.
    public let limits: Limits
    /// The lines that were read so far.
    public private(set) var lineCount = 0

    private var text: TextLineReader
    private var openMetrics: OpenMetricsLineReader
    /// The beginning of a line whose end hasn't come.
    private var begun: [UInt8] = []
    private var failure: InvalidExposition?

    private static var newline: UInt8 { UInt8(ascii: "\n") }

    /// A parser that has read nothing.
    public init(_ grammar: Grammar, limits: Limits = Limits()) { self.init(grammar, limits: limits, identifies: false) }

    init(_ grammar: Grammar, limits: Limits, identifies: Bool) {
        self.grammar = grammar
        self.limits = limits
        text = TextLineReader(limits, identifies: identifies)
        openMetrics = OpenMetricsLineReader(limits)
    }

    /// Goes on with the next bytes; tells the visitor of every line that is over.
    ///
    /// - Throws: What is wrong, where it shows. Nothing is read after that, and the same is thrown again.
    public mutating func push(_ bytes: Span<UInt8>, to visitor: inout some ExpositionVisitor) throws(InvalidExposition) {
        if let failure { throw failure }
        var start = 0
        if !begun.isEmpty {
            guard let end = bytes.firstIndex(of: ExpositionParser.newline, from: 0) else { return try begin(bytes) }
            try begin(bytes.extracting(..<end))
            try readBegun(&visitor)
            start = end + 1
        }
        while let end = bytes.firstIndex(of: ExpositionParser.newline, from: start) {
            try read(bytes.extracting(start..<end), &visitor)
            start = end &+ 1
        }
        try begin(bytes.extracting(start...))
    }

    /// The same for bytes in an array.
    public mutating func push(_ bytes: [UInt8], to visitor: inout some ExpositionVisitor) throws(InvalidExposition) {
        try push(bytes.span, to: &visitor)
    }

    /// To be called after the last bytes.
    ///
    /// - Throws: What is missing at the end.
    public mutating func finish(_ visitor: inout some ExpositionVisitor) throws(InvalidExposition) {
        if let failure { throw failure }
        if !begun.isEmpty {
            if grammar == .text { try failNext(LineProblem(begun.count, .newline)) }
            // The last line needs no end here.
            try readBegun(&visitor)
        }
        if grammar == .openMetrics {
            do throws(LineProblem) { try openMetrics.end() } catch { try failNext(error) }
        }
        visitor.visitEnd()
    }

    // MARK: Lines

    private mutating func begin(_ bytes: Span<UInt8>) throws(InvalidExposition) {
        if bytes.isEmpty { return }
        let room = limits.lineBytes - begun.count
        if bytes.count <= room { return begun.append(bytes) }
        begun.append(bytes.extracting(..<max(0, room)))
        try failNext(LineProblem(0, .shorterLine))
    }

    private mutating func readBegun(_ visitor: inout some ExpositionVisitor) throws(InvalidExposition) {
        var line: [UInt8] = []
        swap(&line, &begun)
        try read(line.span, &visitor)
        line.removeAll(keepingCapacity: true)
        swap(&line, &begun)
    }

    @inline(__always)
    private mutating func read(_ line: Span<UInt8>, _ visitor: inout some ExpositionVisitor) throws(InvalidExposition) {
        lineCount &+= 1
        do throws(LineProblem) {
            if line.count > limits.lineBytes { throw LineProblem(0, .shorterLine) }
            if !line.isASCII { try line.checkUTF8() }
            switch grammar {
            case .text: try readText(line, &visitor)
            case .openMetrics: try readOpenMetrics(line, &visitor)
            }
        } catch { try fail(error, line, line: lineCount) }
    }

    @inline(__always)
    private mutating func readText(_ line: Span<UInt8>, _ visitor: inout some ExpositionVisitor) throws(LineProblem) {
        var start = 0
        line.skipBlanks(&start)
        if start == line.count { return }
        if line[start] == UInt8(ascii: "#") {
            let metadata = try text.metadata(line, from: start)
            ReadMetadata.lend(line, metadata, family: text.familyNumber, number: lineCount, to: &visitor)
        } else {
            try text.readSample(line, from: start)
            text.lendSample(line, number: lineCount, to: &visitor)
        }
    }

    @inline(__always)
    private mutating func readOpenMetrics(_ line: Span<UInt8>, _ visitor: inout some ExpositionVisitor) throws(LineProblem) {
        if openMetrics.hasEnded { throw LineProblem(0, .nothingAfterEnd) }
        if line.isEmpty { throw LineProblem(0, .sampleOrMetadata) }
        if line[0] == UInt8(ascii: "#") {
            let metadata = try openMetrics.metadata(line, number: lineCount)
            if case .end = metadata.kind { return }
            ReadMetadata.lend(line, metadata, family: openMetrics.familyNumber, number: lineCount, to: &visitor)
        } else {
            try openMetrics.readSample(line, number: lineCount)
            openMetrics.lendSample(line, number: lineCount, to: &visitor)
        }
    }

    /// Fails in the line that has begun.
    private mutating func failNext(_ problem: LineProblem) throws(InvalidExposition) {
        let line = begun
        try fail(problem, line.span, line: lineCount + 1)
    }

    private mutating func fail(_ problem: LineProblem, _ line: Span<UInt8>, line number: Int) throws(InvalidExposition) {
        let error = InvalidExposition(problem, line: number, line)
        failure = error
        begun = []
        throw error
    }
}

extension Span<UInt8> {
    /// - Throws: Where it is no UTF-8.
    fileprivate func checkUTF8() throws(LineProblem) {
        do { _ = try UTF8Span(validating: self) } catch { throw LineProblem(error.byteOffsets.lowerBound, .utf8) }
    }
}
