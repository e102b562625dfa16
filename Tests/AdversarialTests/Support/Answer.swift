@testable import ContextMetrics
import Testing

/// A gather as the one who scrapes sees it.
struct Answer: Sendable {
    let result: GatherResult
    /// How much later than its deadline it came, negative when it came before.
    let overshoot: Duration

    /// Far less than what a bad collector would have cost, far more than what a busy machine does.
    static let patience = Duration.seconds(5)

    var outcomes: [CollectorOutcome] { result.results.map(\.outcome) }

    func count(_ outcome: CollectorOutcome) -> Int { outcomes.count { $0 == outcome } }

    /// Names of the families that a collector has in the result, in the order in which it wrote them, with their values.
    func families(of collector: String) -> [(name: String, values: [Double])] { result.families(of: collector) }

    /// The answer didn't wait for anything that hangs.
    ///
    /// Prints by how much it missed the deadline.
    func expectOnTime(_ location: SourceLocation = #_sourceLocation) {
        print("\(Test.current?.displayName ?? Test.current?.name ?? ""): \(overshoot) past the deadline")
        #expect(overshoot < Answer.patience, sourceLocation: location)
    }
}

extension GatherResult {
    func families(of collector: String) -> [(name: String, values: [Double])] {
        guard let index = reports.firstIndex(where: { $0.collector == collector }) else { return [] }
        guard let buffer = results[index].buffer else { return [] }
        return buffer.families(upTo: results[index].watermark).map { family in
            var values: [Double] = []
            family.forEachSample { values.append($0.number) }
            return (family.descriptor.name.text, values)
        }
    }
}

extension ContextRegistry {
    /// Gathers as a server does: on the engine's executor.
    func answer(within budget: Duration) async -> Answer {
        await Task(executorPreference: engine.executor) {
            let start = MonotonicInstant.now
            let result = await self.gather(within: budget)
            return Answer(result: result, overshoot: start.duration(to: .now) - budget)
        }.value
    }

    /// Waits until nothing of all that was ever started runs any more.
    func settles() async -> Bool { await eventually { self.orphans == 0 && self.liveSessions == 0 } }
}

/// Waits for a condition, generously.
///
/// - Returns: False when it never held.
func eventually(within limit: Duration = .seconds(30), _ condition: () -> Bool) async -> Bool {
    let end = MonotonicInstant.now.advanced(by: limit)
    while !condition() {
        if MonotonicInstant.now >= end { return condition() }
        try? await Task.sleep(for: .milliseconds(1))
    }
    return true
}
