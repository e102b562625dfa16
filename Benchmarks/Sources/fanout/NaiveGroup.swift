import ContextMetrics

/// What the task group asks.
protocol NaiveSource: Sendable {
    func read() async throws -> [Reading]
}

/// A sample, as somebody would write it who needs it for a scrape.
struct Reading: Sendable {
    let label: String
    let value: Double
}

/// What anybody would write first.
///
/// A child task for each source and one that sleeps until the deadline, and `cancelAll` when that wakes up. It can't be left
/// before all its children have ended.
struct NaiveGroup: Sendable {
    let sources: [any NaiveSource]

    func gather(within budget: Duration) async -> [[Reading]?] {
        await withTaskGroup(of: (Int, [Reading]?).self) { group in
            group.addTask {
                try? await Task.sleep(for: budget)
                return (-1, nil)
            }
            for (index, source) in sources.enumerated() {
                group.addTask {
                    let readings = try? await source.read()
                    return (index, readings)
                }
            }
            var results = [[Reading]?](repeating: nil, count: sources.count)
            var missing = sources.count
            while missing > 0, let (index, readings) = await group.next(), index >= 0 {
                results[index] = readings
                missing -= 1
            }
            group.cancelAll()
            return results
        }
    }
}
