import ContextMetrics
import Testing

/// A short exposition, and what a reader has to say of it.
///
/// In its text pictures stand for what can't be seen in one line: `⏎` for a line feed, and so on.
struct ReadingCase: CustomTestStringConvertible, Sendable {
    let grammar: ExpositionParser.Grammar
    let shorthand: String
    /// `nil` when it is valid.
    let expected: InvalidExposition.Expectation?

    var testDescription: String { "\(grammar): \(shorthand)" }
    var text: String { ReadingCase.text(shorthand) }

    static func text(_ shorthand: String) -> String {
        let pictures: [Unicode.Scalar: Unicode.Scalar] = [
            "⏎": "\n", "␍": "\r", "⇥": "\t", "␀": "\0", "␁": "\u{1}", "␡": "\u{7f}", "␃": "\u{feff}",
        ]
        var text = String.UnicodeScalarView()
        for scalar in shorthand.unicodeScalars { text.append(pictures[scalar] ?? scalar) }
        return String(text)
    }

    /// A case in each line.
    static func valid(_ grammar: ExpositionParser.Grammar, _ lines: String) -> [ReadingCase] { cases(grammar, lines, nil) }

    /// A case in each line, by what is expected.
    static func invalid(
        _ grammar: ExpositionParser.Grammar, _ groups: KeyValuePairs<InvalidExposition.Expectation, String>
    ) -> [ReadingCase] {
        groups.flatMap { cases(grammar, $1, $0) }
    }

    private static func cases(
        _ grammar: ExpositionParser.Grammar, _ lines: String, _ expected: InvalidExposition.Expectation?
    ) -> [ReadingCase] {
        lines.split(separator: "\n", omittingEmptySubsequences: false).map {
            ReadingCase(grammar: grammar, shorthand: String($0), expected: expected)
        }
    }
}

/// Lists what is read, as text.
struct Transcript: ExpositionVisitor {
    private(set) var lines: [String] = []
    private(set) var samples: [ExposedSample] = []
    private(set) var hasEnded = false

    mutating func visit(_ metadata: borrowing ReadMetadata) {
        lines.append("\(metadata.line) \(metadata.kind) \(metadata.family) \(metadata.text.debugDescription)")
    }

    mutating func visit(_ sample: borrowing ReadSample) {
        let labels = Dictionary(sample.labels.all.map { ($0.name.text, $0.value) }) { first, _ in first }
        samples.append(ExposedSample(sample.name, labels, sample.value, sample.exemplar.map(ExposedExemplar.init), at: sample.timestamp))
        var line = "\(sample.line) \(sample.type) \(sample.family) \(sample.name)\(sample.labels) \(sample.value)"
        if let timestamp = sample.timestamp { line += " @\(timestamp)" }
        if let exemplar = sample.exemplar {
            line += " # \(exemplar.labels) \(exemplar.value)"
            if let timestamp = exemplar.timestamp { line += " @\(timestamp)" }
        }
        lines.append(line)
    }

    mutating func visitEnd() { hasEnded = true }

    /// Reads bytes in pieces of so many.
    init(
        _ bytes: [UInt8], as grammar: ExpositionParser.Grammar, pieces: Int = .max, limits: ExpositionParser.Limits = .init()
    ) throws(InvalidExposition) {
        var parser = ExpositionParser(grammar, limits: limits)
        var rest = bytes[...]
        while !rest.isEmpty {
            try parser.push(Array(rest.prefix(pieces)), to: &self)
            rest = rest.dropFirst(pieces)
        }
        try parser.finish(&self)
    }

    init(_ text: String, as grammar: ExpositionParser.Grammar) throws(InvalidExposition) { try self.init(Array(text.utf8), as: grammar) }
}
