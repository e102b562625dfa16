/// Looks for what is wrong with an exposition, from what no parser reads to what none complains of.
///
/// What an ``ExpositionParser`` refuses is thrown. The rest are findings: what `promtool check metrics` finds, and what parsers accept
/// and no scraper is well served with: series that are there twice, families in pieces, buckets that make no histogram, exemplars
/// outside their buckets, and so on: see ``Rule``. Takes the bytes in pieces, as the parser does, and remembers each series as a
/// fingerprint, within the parser's limits.
public struct ExpositionLint: Sendable {
    /// How many findings are kept at the most.
    public static let mostFindings = 1_000

    private var parser: ExpositionParser
    private var inspection: LintInspection

    /// A lint that has read nothing.
    public init(_ grammar: ExpositionParser.Grammar, limits: ExpositionParser.Limits = .init()) {
        parser = ExpositionParser(grammar, limits: limits, identifies: true)
        inspection = LintInspection(grammar, mostSeries: limits.series)
    }

    /// Goes on with the next bytes.
    ///
    /// - Throws: What makes the exposition invalid. Nothing is read after that.
    public mutating func push(_ bytes: Span<UInt8>) throws(InvalidExposition) { try parser.push(bytes, to: &inspection) }

    /// To be called after the last bytes; returns the findings in the order of their lines, the first thousand of them.
    ///
    /// - Throws: What makes the exposition invalid.
    public mutating func finish() throws(InvalidExposition) -> [Finding] {
        try parser.finish(&inspection)
        return inspection.findings.inOrderOfLines
    }

    /// The findings of a whole exposition.
    ///
    /// - Throws: What makes it invalid.
    public static func findings(in text: String, as grammar: ExpositionParser.Grammar) throws(InvalidExposition) -> [Finding] {
        var lint = ExpositionLint(grammar)
        try lint.push(text.utf8Span.span)
        return try lint.finish()
    }
}
