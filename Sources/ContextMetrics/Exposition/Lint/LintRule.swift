extension ExpositionLint {
    /// What a finding is about.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        // What `promtool check metrics` finds.
        /// A family has no help.
        case noHelp = "no-help"
        /// A counter's name doesn't end in `_total`.
        case counterWithoutTotal = "counter-without-total"
        /// A family that isn't a counter has a name that ends in `_total`.
        case totalWithoutCounter = "total-without-counter"
        /// A name has a unit that is not a base unit.
        case baseUnit = "base-unit"
        /// A name has a unit in its short form.
        case abbreviatedUnit = "abbreviated-unit"
        /// A name ends as samples of histograms and summaries do.
        case reservedSuffix = "reserved-suffix"
        /// A label that only buckets or quantiles have.
        case reservedLabel = "reserved-label"
        /// A name has the type in it.
        case typeInName = "type-in-name"
        /// A name has a colon, which is for recording rules.
        case colon
        /// A name is written in camel case.
        case camelCase = "camel-case"

        // What parsers accept.
        /// The same series twice.
        case duplicateSeries = "duplicate-series"
        /// A family goes on after another one.
        case interleavedFamily = "interleaved-family"
        /// Samples of two families have the same name.
        case nameCollision = "name-collision"
        /// Help after samples.
        case lateMetadata = "late-metadata"
        /// Buckets that make no histogram.
        case buckets
        /// A sample that its family's type doesn't have.
        case foreignSample = "foreign-sample"
        /// A value that its family's type can't have.
        case value
        /// An exemplar that its bucket doesn't count.
        case exemplarOutsideBucket = "exemplar-outside-bucket"
        /// A bound that is not in OpenMetrics' canonical form.
        case uncanonicalBound = "uncanonical-bound"
        /// A label whose name begins with an underscore.
        case underscoreLabel = "underscore-label"
        /// A timestamp that seems to be in milliseconds.
        case timestampUnit = "timestamp-unit"
        /// A time of creation before what was created.
        case createdFirst = "created-first"
        /// A backslash before a character that needs none.
        case escape
        /// There was no room to look on for duplicates.
        case limit

        // What no exposition shows: only a registry and a gather know of it.
        /// A name that stands for another one as well, or is reserved, as soon as it is escaped for a scraper that can't read it.
        case escapedCollision = "escaped-collision"
    }

    /// Something that readers accept and nobody wants.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// What it is about.
        public let rule: Rule
        /// The line, from 1 on; 0 for a family that no line shows.
        public let line: Int
        /// The byte within the line, from 1 on; 0 for a family that no line shows.
        public let column: Int
        /// The name of the family.
        public let family: String
        /// What it is, and what to do.
        public let message: String
        /// The names, of ``Rule/escapedCollision``.
        public internal(set) var collision: NameCollision?

        /// As in `3:1: jobs: has no help: say in a sentence what it counts (no-help)`.
        public var description: String { (line > 0 ? "\(line):\(column): " : "") + "\(family): \(message) (\(rule.rawValue))" }
    }
}

extension ExpositionLint.Finding {
    /// A name that an escaping can't give the form that it should have, in a family that is shown in this line or, with 0, in none.
    init(_ collision: NameCollision, _ escaping: NameEscaping, line: Int) {
        let subject = collision.label.map { "has the label \($0.text.debugDescription), which" } ?? "has a name that"
        let shown = collision.shown ?? "nothing of the family"
        self.init(
            rule: .escapedCollision, line: line, column: min(line, 1), family: collision.family.text,
            message: "\(subject) the escaping \(escaping.rawValue) can't show as \(collision.escaped), which is another's or reserved: "
                + "scrapers see \(shown), rename it", collision: collision)
    }
}

extension [ExpositionLint.Finding] {
    var inOrderOfLines: [ExpositionLint.Finding] {
        sorted { ($0.line, $0.column, $0.rule.rawValue) < ($1.line, $1.column, $1.rule.rawValue) }
    }
}
