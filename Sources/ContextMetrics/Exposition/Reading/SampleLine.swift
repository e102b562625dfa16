/// The parts of a sample's line, as places in it.
///
/// Used again for the next line: no memory is asked for once there is enough.
struct SampleLine: Sendable {
    /// A name or a value, without its quotation marks.
    struct Text: Sendable {
        var start = 0
        var end = 0
        /// Holds backslashes.
        var isEscaped = false
    }

    struct Label: Sendable {
        var name = Text()
        var isNameQuoted = false
        var value = Text()
    }

    /// What a pair of braces holds.
    struct Braces: Sendable {
        /// The metric's name, where it stands here.
        var name: Text?
        var labels: [Label] = []
    }

    var name = Text()
    var braces = Braces()
    var value = 0.0
    var valueText = Text()
    /// In seconds.
    var timestamp: Double?
    var timestampStart = 0

    var hasExemplar = false
    var exemplarStart = 0
    var exemplar = Braces()
    var exemplarValue = 0.0
    var exemplarTimestamp: Double?

    var labels: [Label] { braces.labels }

    /// What the rules of a family ask of a sample: numbers only, so that a copy costs nothing.
    struct Facts {
        let nameEnd, valueStart, valueEnd: Int
        let value: Double
        let timestamp: Double?
        let timestampStart: Int
        let hasExemplar: Bool
        let exemplarStart: Int
    }

    var facts: Facts {
        @inline(__always) get {
            Facts(
                nameEnd: name.end, valueStart: valueText.start, valueEnd: valueText.end, value: value, timestamp: timestamp,
                timestampStart: timestampStart, hasExemplar: hasExemplar, exemplarStart: exemplarStart)
        }
    }
}

extension SampleLine.Text {
    /// Has `body` look at what the text means, without its backslashes.
    @inline(__always)
    func withBytes<Result, Failure>(
        of line: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if !isEscaped { return try body(line.extracting(start..<end)) }
        let bytes = unescaped(line)
        return try body(bytes.span)
    }

    /// A backslash before any other byte stands for itself: OpenMetrics has it so, and text format doesn't get here with one.
    private func unescaped(_ line: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end - start)
        var index = start
        while index < end {
            let byte = line[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < end else {
                bytes.append(byte)
                continue
            }
            switch line[index] {
            case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes.append(line[index])
            default:
                bytes.append(byte)
                bytes.append(line[index])
            }
            index += 1
        }
        return bytes
    }

    func string(of line: Span<UInt8>) -> String { withBytes(of: line) { $0.string } }
}
