/// A family with its samples, as a value: what a gather gives to tests and to code that looks at metrics.
public struct MetricFamily: Hashable, Sendable {
    /// One series with its value at the time of the gather.
    public struct Metric: Hashable, Sendable {
        /// The labels that tell this series from the others of its family, and those that all of them have.
        public let labels: Labels
        /// What it was.
        public let value: MetricValue
        /// Of a counter one at most, of a histogram one a bucket, in the order of the buckets; of a native one up to ten.
        public let exemplars: [Exemplar]
        /// When the series began, in seconds since 1970; `nil` unless the registry keeps that, see
        /// ``ContextRegistry/Options/includesCreated``.
        public let created: Double?

        /// When the value was measured, in seconds since 1970; `nil` unless its collector said so.
        public let timestamp: Double?

        /// A series, for a ``GatherResult`` of your own: what doesn't fit its family is left out there, and counted.
        public init(
            labels: Labels = .none, value: MetricValue, exemplars: [Exemplar] = [], created: Double? = nil, timestamp: Double? = nil
        ) {
            self.labels = labels
            self.value = value
            self.exemplars = exemplars
            self.created = created
            self.timestamp = timestamp
        }
    }

    /// The name under which text format shows it: a counter's ends in `_total`.
    public let name: MetricName
    /// What it measures.
    public let type: MetricType
    /// What it measures, in a sentence; empty where nobody said.
    public let help: String
    /// The unit of its values, `nil` for a plain number.
    public let unit: MetricUnit?
    /// In the order in which they are exposed.
    public let metrics: [Metric]

    /// A family, for a ``GatherResult`` of your own: what can't be exposed is left out there, and counted.
    public init(name: MetricName, type: MetricType, help: String = "", unit: MetricUnit? = nil, metrics: [Metric]) {
        self.name = name
        self.type = type
        self.help = help
        self.unit = unit
        self.metrics = metrics
    }

    /// The value of the series with these labels, `nil` where there is none.
    public subscript(_ labels: Labels) -> MetricValue? {
        metrics.first { $0.labels == labels }?.value
    }
}

/// The value of one series.
public enum MetricValue: Hashable, Sendable {
    /// Of counters, gauges, untyped families and infos, where it is always 1.
    case number(Double)
    case histogram(HistogramValue)
    case summary(SummaryValue)
    /// One state of a state set, and whether it is on.
    case state(String, Bool)

    /// The number, `nil` for the other cases.
    public var number: Double? {
        if case .number(let value) = self { value } else { nil }
    }
}
