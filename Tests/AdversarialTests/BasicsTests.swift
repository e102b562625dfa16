@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    @Suite struct Basics {
        @Test func `no collectors: the answer is there at once`() async {
            let answer = await ContextRegistry().answer(within: .seconds(60))
            #expect(answer.result.ending == .complete)
            #expect(answer.outcomes.isEmpty)
        }

        @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
        func `no budget left: nothing is started, and nothing is called failed`(budget: Duration) async throws {
            let registry = ContextRegistry()
            let runs = Tally()
            try registry.register("sync") { _ in runs.add() }
            try registry.register("async") { _, _ in runs.add() }
            let answer = await registry.answer(within: budget)
            #expect(answer.result.ending == .noBudget)
            #expect(answer.outcomes == [.skipped, .skipped])
            #expect(runs.count == 0)
            #expect(registry.engine.threadCount <= 1, "only the thread that asked")
        }

        @Test func `all is done long before the deadline: the answer doesn't wait for it`() async throws {
            let registry = ContextRegistry()
            try registry.registerQuick(3)
            try registry.registerQuickContext(3)
            try registry.register(SleepingCollector(for: .milliseconds(5), TestSamples(count: 2)), named: "sleep")
            let answer = await registry.answer(within: .seconds(3600))
            #expect(answer.result.ending == .complete)
            #expect(answer.count(.success) == 7)
            #expect(answer.families(of: "sleep").map(\.values) == [[0, 1]])
            #expect(await registry.settles())
        }

        @Test func `without a deadline the answer comes when all are done`() async throws {
            let registry = ContextRegistry()
            try registry.register(SleepingCollector(for: .milliseconds(20)), named: "sleep")
            try registry.registerQuick(1)
            let result = await registry.gather(GatherContext())
            #expect(result.ending == .complete)
            #expect(result.outcome(of: "sleep") == .success)
        }

        @Test func `a run of 100,000 families is read back whole`() async throws {
            let registry = ContextRegistry()
            let families = (0..<10).map { GaugeDescriptor("family_\($0)", labels: "place") }
            try registry.register("many") { sink in
                for i in 0..<100_000 { sink.family(families[i % 10]) { $0.sample("place-\(i)", value: Double(i)) } }
            }
            let answer = await registry.answer(within: .seconds(60))
            let found = answer.families(of: "many")
            #expect(answer.outcomes == [.success])
            #expect(found.count == 100_000)
            #expect(found.enumerated().allSatisfy { $1.name == "family_\($0 % 10)" && $1.values == [Double($0)] })
        }
    }
}
