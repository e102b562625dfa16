import ContextMetricsTesting
import Testing

@testable import ContextMetrics

extension GatherResult {
    /// The samples of one family, a line each: label values and number.
    func samples(_ family: String) -> [String] {
        families.first { $0.name.text == family }?.metrics.map { metric in
            "\(metric.labels.all.map(\.value).joined(separator: ",")) \(metric.value.number ?? .nan)"
        } ?? []
    }

    /// Collectors whose samples of the tests' family are there, with their number.
    var collectors: [String: Int] {
        var counts: [String: Int] = [:]
        for metric in families.first(where: { $0.name.text == "test_value" })?.metrics ?? [] {
            counts[metric.labels["collector"] ?? "", default: 0] += 1
        }
        return counts
    }

    /// `metrics_collector_success` of a collector, nil where there is none.
    func success(_ collector: String) -> Double? {
        families.first { $0.name.text == "metrics_collector_success" }?.metrics.first { $0.labels["collector"] == collector }?.value.number
    }

    /// `metrics_collector_runs_total` of a collector, by outcome.
    func runs(_ collector: String) -> [String: Double] {
        var counts: [String: Double] = [:]
        for metric in families.first(where: { $0.name.text == "metrics_collector_runs_total" })?.metrics ?? []
        where metric.labels["collector"] == collector {
            counts[metric.labels["outcome"] ?? ""] = metric.value.number
        }
        return counts
    }
}

extension ContextRegistry {
    /// A registry on a timer of the test's.
    convenience init(on timer: ManualTimer, options: Options = Options()) {
        self.init(options: options, engine: GatherEngine(timer: timer))
    }

    /// Waits, without time passing, until so many gathers wait for runs of a collector.
    func waitUntilJoined(_ name: String, by waiters: Int) async throws {
        let entry = try #require(contents.entries.first { $0.name == name })
        while entry.waiting < waiters { await Task.yield() }
    }

    /// Waits, without time passing, until so many runs were left by everybody.
    func waitUntilOrphaned(_ count: Int) async {
        while orphans < count { await Task.yield() }
    }

    /// Waits, without time passing, until all that gathers have left behind has ended.
    func waitUntilIdle() async {
        while liveSessions > 0 { await Task.yield() }
    }
}

extension TestSamples {
    init(_ collector: String) { self.init(collector: collector, count: 4) }
}
