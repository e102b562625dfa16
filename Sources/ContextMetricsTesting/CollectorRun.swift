public import ContextMetrics

/// What one collector did in a gather of its own, as values.
///
/// ```swift
/// let run = try await QueueDepth(queue: fake).gathered()
/// #expect(run.outcome == .success)
/// #expect(run.value(of: "queue_depth", ["queue": "mail"]) == 3)
/// ```
public struct CollectorRun: Sendable {
    /// How it fared.
    public let outcome: CollectorOutcome
    /// What of it a scrape would have exposed, by name.
    public let families: [MetricFamily]
    /// The samples that it wrote and a scrape would not have exposed, by reason; empty when there are none.
    public let dropped: [DropReason: Int]
    /// What it threw.
    public let error: (any Error)?
    /// How long it took in real time, `nil` when it had not ended at the deadline.
    public let duration: Duration?

    /// The family of a name, `nil` when it was not exposed.
    public subscript(_ family: String) -> MetricFamily? { families[family] }

    /// The number that one series had, `nil` when it was not exposed or is no number.
    public func value(of family: String, _ labels: KeyValuePairs<String, String> = [:]) -> Double? {
        families.value(of: family, labels)
    }

    /// Reads the part of the only collector of a gather.
    init(_ result: GatherResult) {
        let all = result.exposedFamilies()
        let report = result.reports.first
        outcome = report?.outcome ?? .skipped
        error = report?.error
        duration = report?.duration
        families = all.withoutSelfMetrics
        var dropped: [DropReason: Int] = [:]
        for metric in all["metrics_collector_dropped_samples_total"]?.metrics ?? [] {
            guard let reason = metric.labels["reason"].flatMap(DropReason.init(rawValue:)), let count = metric.value.number else {
                continue
            }
            dropped[reason] = Int(exactly: count)
        }
        self.dropped = dropped
    }
}
