@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// Everything at the same instant, over and over.
    @Suite struct Stress {
        private static let first = GaugeDescriptor("first", labels: "i")
        private static let second = GaugeDescriptor("second", labels: "i")

        /// Collectors that take up to `longest`, each in its own way.
        private func registry(_ dice: Dice, longest: Duration, partial: CollectorPolicy.Partial) throws -> ContextRegistry {
            let registry = ContextRegistry()
            let policy = CollectorPolicy(partial: partial)
            @Sendable func spin() {
                let end = MonotonicInstant.now.advanced(by: dice.duration(upTo: longest))
                while MonotonicInstant.now < end {}
            }
            try registry.register("sync", policy: policy) { sink in
                spin()
                sink.family(Stress.first) { $0.sample("0", value: 0) }
                sink.family(Stress.second) {
                    $0.sample("0", value: 0)
                    $0.sample("1", value: 1)
                }
            }
            try registry.register("async", policy: policy) { sink, _ in
                sink.family(Stress.first) { $0.sample("0", value: 0) }
                spin()
                sink.family(Stress.second) {
                    $0.sample("0", value: 0)
                    $0.sample("1", value: 1)
                }
            }
            try registry.register("sleeping", policy: policy) { sink, context in
                sink.family(Stress.first) { $0.sample("0", value: 0) }
                try await context.sleep(for: dice.duration(upTo: longest))
                sink.family(Stress.second) {
                    $0.sample("0", value: 0)
                    $0.sample("1", value: 1)
                }
            }
            return registry
        }

        /// What is wrong with a result, `nil` when it is as it can be.
        private func flaw(_ result: GatherResult, _ partial: CollectorPolicy.Partial) -> String? {
            for report in result.reports {
                let families = result.families(of: report.collector)
                let isWhole = families.allSatisfy { $0.values == ($0.name == "first" ? [0] : [0, 1]) }
                let count =
                    switch report.outcome {
                    case .success: 2...2
                    case .timeout, .cancelled: partial == .completedFamilies ? 0...2 : 0...0
                    default: 0...0
                    }
                if !isWhole || !count.contains(families.count) { return "\(report) \(result.ending) \(families)" }
            }
            return nil
        }

        @Test(arguments: [CollectorPolicy.Partial.wholeCollector, .completedFamilies])
        func `the deadline at the instant of completion, thousands of times`(partial: CollectorPolicy.Partial) async throws {
            let dice = Dice()
            let registry = try registry(dice, longest: .microseconds(50), partial: partial)
            let rounds = 3000
            let (complete, flaws) = await Task(executorPreference: registry.engine.executor) {
                // Deadlines are spread around what a gather takes on this machine now.
                var times: [Duration] = []
                for _ in 0..<51 {
                    let start = MonotonicInstant.now
                    _ = await registry.gather(within: .seconds(60))
                    times.append(start.duration(to: .now))
                }
                let typical = times.sorted()[25]
                var (complete, flaws) = (0, [String]())
                for _ in 0..<rounds {
                    let result = await registry.gather(within: dice.duration(upTo: typical * 2))
                    if result.ending == .complete { complete += 1 }
                    if let flaw = flaw(result, partial) { flaws.append(flaw) }
                }
                return (complete, flaws)
            }.value
            print("\(complete) of \(rounds) complete")
            #expect(flaws.isEmpty)
            #expect(complete > 0 && complete < rounds)
            #expect(await registry.settles())
            for entry in registry.contents.entries {
                let outcomes = CollectorOutcome.allCases.reduce(0) { $0 + entry.statistics[$1] }
                #expect(outcomes == rounds + 51, "one outcome for each gather")
                #expect(entry.statistics.orphans == 0)
            }
        }

        @Test func `16 callers join, leave and are cancelled at random`() async throws {
            let dice = Dice()
            let registry = try registry(dice, longest: .microseconds(500), partial: .wholeCollector)
            let (callers, rounds) = (16, 150)
            let flaws = await withTaskGroup(of: [String].self) { group in
                for caller in 0..<callers {
                    group.addTask {
                        var flaws: [String] = []
                        for round in 0..<rounds {
                            let isOnFront = caller.isMultiple(of: 2)
                            let scrape = Task(executorPreference: isOnFront ? registry.engine.executor : nil) {
                                await registry.gather(within: dice.duration(upTo: .milliseconds(2)))
                            }
                            if round % 5 == 0 { scrape.cancel() }
                            if let flaw = flaw(await scrape.value, .wholeCollector) { flaws.append(flaw) }
                        }
                        return flaws
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
            #expect(flaws.isEmpty)
            #expect(await registry.settles())
            for entry in registry.contents.entries {
                #expect(CollectorOutcome.allCases.reduce(0) { $0 + entry.statistics[$1] } == UInt64(callers * rounds))
                #expect(entry.statistics.orphans == 0)
            }
            #expect(registry.engine.blockedThreads == 0)
        }
    }
}
