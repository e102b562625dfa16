public import ContextMetrics

extension Collection<MetricFamily> {
    /// The family of a name, `nil` when there is none.
    public subscript(_ name: String) -> MetricFamily? {
        first { $0.name.text.utf8.elementsEqual(name.utf8) }
    }

    /// The number that one series has, `nil` when there is no such series or it is no number.
    ///
    /// The order of the labels doesn't matter; all of them have to be given.
    public func value(of family: String, _ labels: KeyValuePairs<String, String> = [:]) -> Double? {
        guard let labels = try? Labels(labels) else { return nil }
        return self[family]?[labels]?.number
    }

    /// The program's own families: without what the library tells of itself, which is named `metrics_collector_...` and
    /// `metrics_handler_...`.
    public var withoutSelfMetrics: [MetricFamily] {
        filter { family in !["metrics_collector_", "metrics_handler_"].contains { family.name.text.utf8.starts(with: $0.utf8) } }
    }
}

extension GatherResult {
    /// The family of a name, `nil` when there is none.
    ///
    /// Merges the whole result each time, and counts its conflicts: to look at several, keep `families` and ask that.
    public subscript(_ family: String) -> MetricFamily? { families[family] }

    /// How every collector fared, by its name.
    public var outcomes: [String: CollectorOutcome] {
        Dictionary(reports.map { ($0.collector, $0.outcome) }) { first, _ in first }
    }
}
