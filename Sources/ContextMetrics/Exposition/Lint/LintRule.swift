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
    }

    /// Something that readers accept and nobody wants.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// What it is about.
        public let rule: Rule
        /// The line, from 1 on.
        public let line: Int
        /// The byte within the line, from 1 on.
        public let column: Int
        /// The name of the family.
        public let family: String
        /// What it is, and what to do.
        public let message: String

        /// As in `3:1: jobs: has no help: say in a sentence what it counts (no-help)`.
        public var description: String { "\(line):\(column): \(family): \(message) (\(rule.rawValue))" }
    }
}
