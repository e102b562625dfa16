/// What a registry tells of its own collectors: the `metrics_collector_*` families.
enum SelfMetrics {
    private static let success = GaugeDescriptor(
        "metrics_collector_success", help: "Whether the collector's samples are in this scrape, and are not left from before a failure.",
        labels: "collector")
    private static let duration = GaugeDescriptor(
        "metrics_collector_duration_seconds", help: "How long the collector's last run took.", unit: .seconds, labels: "collector")
    private static let total = CounterDescriptor(
        "metrics_collector_run_seconds_total", help: "How long all runs of the collector took.", unit: .seconds, labels: "collector")
    private static let runs = CounterDescriptor(
        "metrics_collector_runs_total", help: "Gathers by how they ended for the collector.", labels: "collector", "outcome")
    private static let orphans = GaugeDescriptor(
        "metrics_collector_orphans", help: "Runs that missed their deadline and have not ended.", labels: "collector")
    private static let dropped = CounterDescriptor(
        "metrics_collector_dropped_samples_total", help: "Samples that were written and not exposed, by reason.",
        labels: "collector", "reason")
    private static let cacheAge = GaugeDescriptor(
        "metrics_collector_cache_age_seconds", help: "How old the collector's samples in this scrape are, where it has a cache.",
        unit: .seconds, labels: "collector")
    private static let circuitOpen = GaugeDescriptor(
        "metrics_collector_circuit_open", help: "Whether the collector is left alone because it failed too often.", labels: "collector")

    static let families = [success, orphans, duration, cacheAge, circuitOpen].map(\.family) + [total, runs, dropped].map(\.family)

    /// Writes the families of one gather.
    static func write(_ entries: [CollectorEntry], _ results: [RunResult], to sink: inout SampleSink) {
        let statistics = entries.map(\.statistics)
        sink.family(success) { family in
            for (entry, result) in zip(entries, results) where result.outcome.isVerdict {
                family.sample(entry.name, value: result.outcome == .success ? 1 : 0)
            }
        }
        sink.family(duration) { family in
            for (entry, statistics) in zip(entries, statistics) {
                if let last = statistics.lastDuration { family.sample(entry.name, value: last.seconds) }
            }
        }
        sink.family(total) { family in
            for (entry, statistics) in zip(entries, statistics) {
                family.sample(entry.name, value: statistics.totalDuration.seconds)
            }
        }
        sink.family(runs) { family in
            for (entry, statistics) in zip(entries, statistics) {
                for outcome in CollectorOutcome.allCases where outcome == .success || statistics[outcome] > 0 {
                    family.sample(entry.name, outcome.rawValue, value: Double(statistics[outcome]))
                }
            }
        }
        sink.family(orphans) { family in
            for (entry, statistics) in zip(entries, statistics) { family.sample(entry.name, value: Double(statistics.orphans)) }
        }
        sink.family(dropped) { family in
            for (entry, statistics) in zip(entries, statistics) {
                for reason in DropReason.allCases where statistics.dropped[reason] > 0 {
                    family.sample(entry.name, reason.rawValue, value: Double(statistics.dropped[reason]))
                }
            }
        }
        if entries.contains(where: { $0.policy.cache != nil }) { writeCacheAges(entries, results, to: &sink) }
        if entries.contains(where: { $0.policy.breaker != nil }) {
            sink.family(circuitOpen) { family in
                for entry in entries { if let isOpen = entry.isCircuitOpen { family.sample(entry.name, value: isOpen ? 1 : 0) } }
            }
        }
    }

    private static func writeCacheAges(_ entries: [CollectorEntry], _ results: [RunResult], to sink: inout SampleSink) {
        sink.family(cacheAge) { family in
            for (entry, result) in zip(entries, results) where entry.policy.cache != nil && result.buffer != nil {
                family.sample(entry.name, value: result.age?.seconds ?? 0)
            }
        }
    }
}
