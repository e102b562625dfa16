/// What of a scrape hasn't been told before: a pure value that a lock holds.
///
/// A collector that fails is told of when it begins to, when it fails otherwise, and when it succeeds again, not with each scrape in between; and
/// what was left out is told when it is first.
struct EventChanges {
    /// Of all who have failed in the last scrape that asked them.
    private var failures: [String: CollectorOutcome] = [:]
    private var dropping: Set<String> = []
    private var conflicts: Set<String> = []
    private var collisions: Set<String> = []
    /// Names that come and go would fill the memory: beyond it everything is forgotten, and told once more.
    private static let most = 10_000

    mutating func collectors(_ reports: [GatherResult.Report]) -> [ScrapeEvent.Kind] {
        if failures.count > EventChanges.most { failures = [:] }
        return reports.compactMap { report in
            if report.outcome == .success {
                return failures.removeValue(forKey: report.collector) == nil ? nil : .collectorRecovered(name: report.collector)
            }
            if failures.updateValue(report.outcome, forKey: report.collector) == report.outcome { return nil }
            return .collectorFailed(name: report.collector, outcome: report.outcome, error: report.error)
        }
    }

    mutating func dropped(_ all: [(name: String, item: (collector: String, samples: DroppedSamples))]) -> [ScrapeEvent.Kind] {
        EventChanges.new(all, &dropping).map { .samplesDropped(name: $0.collector, $0.samples) }
    }

    mutating func conflicts(_ all: [(name: String, item: GatherResult.Conflict)]) -> [ScrapeEvent.Kind] {
        EventChanges.new(all, &conflicts).map { .conflict($0) }
    }

    /// Scrapers differ in what collides for them, so that what isn't there isn't forgotten.
    mutating func collisions(_ all: [(name: String, item: NameCollision)]) -> [ScrapeEvent.Kind] {
        if collisions.count > EventChanges.most { collisions = [] }
        return all.filter { collisions.insert($0.name).inserted }.map { .nameCollision($0.item) }
    }

    /// Those that weren't there in the last scrape.
    private static func new<Item>(_ items: [(name: String, item: Item)], _ known: inout Set<String>) -> [Item] {
        if items.isEmpty, known.isEmpty { return [] }
        let before = known
        known = Set(items.map { $0.name })
        return items.filter { !before.contains($0.name) }.map { $0.item }
    }
}
