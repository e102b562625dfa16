public import ContextMetrics

/// What the collectors of this module write: a gauge family with a series for each number, labelled with a collector's name.
///
/// ```text
/// test_value{collector="deaf",i="0"} 0
/// ```
public struct TestSamples: Sendable {
    /// Of the family.
    public let descriptor: GaugeDescriptor
    /// The label `collector` of all samples.
    public let collector: String
    /// How many samples there are; less than one is none.
    public let count: Int

    /// Samples with the values 0, 1, 2 and so on, which are also their label `i`.
    public init(family: String = "test_value", collector: String = "test", count: Int = 10) {
        descriptor = GaugeDescriptor(family, help: "Samples of a collector made for tests.", labels: "collector", "i")
        self.collector = collector
        self.count = count
    }

    /// Writes all samples, as one family.
    public func write(to sink: inout SampleSink) {
        sink.family(descriptor) { family in
            for i in 0..<max(0, count) { family.sample(collector, String(i), value: Double(i)) }
        }
    }
}
