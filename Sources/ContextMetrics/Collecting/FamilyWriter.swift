/// Writes the samples of one family; handed to the closure of `SampleSink.family(_:_:)`.
///
/// Label values stand in the order of the descriptor's label names. A sample that can't be exposed (another number of label
/// values, a counter that is negative or not a number, a timestamp that is no number) is dropped and counted in
/// `metrics_collector_dropped_samples_total{reason}`; it never spoils the others.
///
/// A timestamp says when a value was measured, in seconds since 1970, for numbers that were not measured just now. Prometheus refuses one that
/// is older than its newest of the series, and doesn't notice when the series ends. Text format shows milliseconds; there a sample from
/// before 1970 is left out, since Prometheus would refuse the whole scrape.
public struct FamilyWriter<Kind: MetricKind>: ~Copyable {
    @usableFromInline let writing: FamilyWriting

    @inlinable init(_ writing: FamilyWriting) { self.writing = writing }
}

extension FamilyWriter where Kind: NumericKind {
    /// A sample of a family without labels.
    @inlinable
    public mutating func sample(value: Double) { writing.number(value) }
    /// A sample of a family with one label.
    @inlinable
    public mutating func sample(_ a: String, value: Double) { writing.number(value, a) }
    /// A sample of a family with two labels.
    @inlinable
    public mutating func sample(_ a: String, _ b: String, value: Double) { writing.number(value, a, b) }
    /// A sample of a family with three labels.
    @inlinable
    public mutating func sample(_ a: String, _ b: String, _ c: String, value: Double) { writing.number(value, a, b, c) }
    /// A sample of a family with any number of labels.
    @inlinable
    public mutating func sample(_ labels: [String], value: Double) { writing.number(value, labels) }
    /// A sample and when it was measured, in seconds since 1970.
    @inlinable
    public mutating func sample(_ labels: String..., value: Double, at timestamp: Double?) { sample(labels, value: value, at: timestamp) }
    /// The same for label values in an array.
    @inlinable
    public mutating func sample(_ labels: [String], value: Double, at timestamp: Double?) { writing.number(value, labels, at: timestamp) }
}

extension FamilyWriter where Kind == CounterKind {
    /// A counter and its exemplar, which OpenMetrics shows where the family's name ends in `_total`.
    @inlinable
    public mutating func sample(_ labels: String..., value: Double, exemplar: Exemplar?, at timestamp: Double? = nil) {
        sample(labels, value: value, exemplar: exemplar, at: timestamp)
    }

    /// The same for label values in an array.
    @inlinable
    public mutating func sample(_ labels: [String], value: Double, exemplar: Exemplar?, at timestamp: Double? = nil) {
        writing.number(value, labels, exemplar, at: timestamp)
    }
}

extension FamilyWriter where Kind == InfoKind {
    /// An info: what its labels say is so.
    @inlinable
    public mutating func sample(_ labels: String...) { sample(labels) }

    /// The same for label values in an array.
    @inlinable
    public mutating func sample(_ labels: [String]) {
        writing.number(1, labels)
    }
}

extension FamilyWriter where Kind == StateSetKind {
    /// A state set: every state, and whether it is on.
    @inlinable
    public mutating func sample(_ labels: String..., states: KeyValuePairs<String, Bool>, at timestamp: Double? = nil) {
        sample(labels, states: states.map { ($0.key, $0.value) }, at: timestamp)
    }

    /// The same for label values and states in arrays.
    @inlinable
    public mutating func sample(_ labels: [String], states: [(state: String, isOn: Bool)], at timestamp: Double? = nil) {
        writing.states(labels, states, at: timestamp)
    }
}

extension FamilyWriter where Kind == HistogramKind {
    /// A histogram.
    @inlinable
    public mutating func sample(_ labels: String..., histogram: HistogramValue, at timestamp: Double? = nil) {
        sample(labels, histogram: histogram, at: timestamp)
    }

    /// The same for label values in an array.
    @inlinable
    public mutating func sample(_ labels: [String], histogram: HistogramValue, at timestamp: Double? = nil) {
        writing.histogram(labels, histogram, at: timestamp)
    }

    /// A histogram and its exemplars, in any order: each is shown at the bucket that its value falls into.
    ///
    /// A bucket shows one. Of several the last is kept; the others, and those whose bucket is empty, are dropped and counted.
    /// Of a native histogram all are kept, and protobuf shows all that have a time.
    @inlinable
    public mutating func sample(_ labels: String..., histogram: HistogramValue, exemplars: [Exemplar], at timestamp: Double? = nil) {
        sample(labels, histogram: histogram, exemplars: exemplars, at: timestamp)
    }

    /// The same for label values in an array.
    @inlinable
    public mutating func sample(_ labels: [String], histogram: HistogramValue, exemplars: [Exemplar], at timestamp: Double? = nil) {
        writing.histogram(labels, histogram, exemplars, at: timestamp)
    }
}

extension FamilyWriter where Kind == SummaryKind {
    /// A summary.
    @inlinable
    public mutating func sample(_ labels: String..., summary: SummaryValue, at timestamp: Double? = nil) {
        sample(labels, summary: summary, at: timestamp)
    }

    /// The same for label values in an array.
    @inlinable
    public mutating func sample(_ labels: [String], summary: SummaryValue, at timestamp: Double? = nil) {
        writing.summary(labels, summary, at: timestamp)
    }
}
