@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// More that block than there may be threads.
    @Suite struct Bounds {
        private func engine(threads: Int) -> GatherEngine {
            var options = GatherEngine.Options()
            options.collectorThreads = threads
            options.contextCollectorThreads = threads
            return GatherEngine(options: options)
        }

        @Test func `threads stay bounded, the rest is rejected, proven quick ones are served, all recover`() async throws {
            let registry = ContextRegistry(engine: engine(threads: 4))
            try registry.registerQuick(20)
            // Once is enough to be known as quick; a thread that was descheduled meanwhile looks slow for a few runs.
            for _ in 0..<20 { _ = await registry.answer(within: .seconds(10)) }
            let gate = Gate()
            for i in 0..<12 { try registry.register("blocker-\(i)") { _ in gate.block() } }

            let first = await registry.answer(within: .seconds(1))
            first.expectOnTime()
            #expect(first.outcomes.suffix(12).count { $0 == .timeout } == 4)
            #expect(first.outcomes.suffix(12).count { $0 == .rejected } == 8)

            for _ in 0..<10 {
                let quick = registry.contents.entries.filter(\.pace.isQuick).map(\.name)
                let next = await registry.answer(within: .milliseconds(500))
                for name in quick { #expect(next.result.outcome(of: name) == .success) }
                let blockers = next.outcomes.suffix(12)
                #expect(blockers.count { $0 == .stillRunning } == 4, "they run; that others can't start is another matter")
                #expect(blockers.count { $0 == .rejected } == 8)
            }
            #expect(gate.arrived == 4)
            #expect(registry.engine.collectors.threadCount <= 6)

            gate.open()
            #expect(await registry.settles())
            #expect(await registry.answer(within: .seconds(60)).count(.success) == 32)
        }

        @Test func `those that block in one gather count in the next, so that quick ones keep their threads`() async throws {
            let registry = ContextRegistry(engine: engine(threads: 4))
            let gate = Gate()
            for i in 0..<3 { try registry.register("blocker-\(i)") { _ in gate.block() } }
            #expect(await registry.answer(within: .milliseconds(500)).count(.timeout) == 3)
            for i in 3..<12 { try registry.register("blocker-\(i)") { _ in gate.block() } }
            let next = await registry.answer(within: .milliseconds(500))
            #expect(next.count(.stillRunning) == 3)
            #expect(next.count(.timeout) == 1)
            #expect(next.count(.rejected) == 8)
            #expect(gate.arrived == 4)
            gate.open()
            #expect(await registry.settles())
        }

        @Test func `samples that are kept are shown though no thread is left, and replaced when there is one again`() async throws {
            let registry = ContextRegistry(engine: engine(threads: 1))
            let gate = Gate()
            let runs = Tally()
            let cache = CollectorCache(freshFor: .nanoseconds(1), staleFor: .seconds(3600))
            try registry.register("kept", policy: CollectorPolicy(cache: cache)) { sink in
                runs.add()
                // Long enough not to be one of the quick.
                blockThread(for: .milliseconds(5))
                sink.sample(value, value: 1)
            }
            #expect(await registry.answer(within: .seconds(60)).count(.success) == 1)
            try registry.register("blocker") { _ in gate.block() }
            #expect(await registry.answer(within: .milliseconds(300)).count(.timeout) == 1)
            #expect(await eventually { registry.engine.blockedThreads == 1 && registry.contents.entries[0].isInFlight == false })
            let before = runs.count
            for _ in 0..<5 {
                let answer = await registry.answer(within: .seconds(60))
                #expect(answer.result.outcome(of: "kept") == .success)
                #expect(answer.result.outcome(of: "blocker") == .stillRunning)
            }
            #expect(runs.count == before, "there is no thread for another")
            gate.open()
            #expect(await registry.settles())
            _ = await registry.answer(within: .seconds(60))
            #expect(await eventually { runs.count > before }, "what couldn't be replaced is asked for again")
            #expect(await registry.settles())
        }

        @Test func `a collector's own limit ends its part, whatever ran before it on the same thread`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.registerQuick(3)
            try registry.register("stuck", policy: CollectorPolicy(timeout: .milliseconds(100))) { _ in gate.block() }
            let answer = await registry.answer(within: .seconds(3600))
            #expect(!gate.isOpen)
            #expect(answer.result.ending == .complete)
            #expect(answer.result.outcome(of: "stuck") == .timeout)
            #expect(answer.count(.success) == 3)
            gate.open()
            #expect(await registry.settles())
        }

        @Test func `runs that end at the instant of their own limit have one outcome each`() async throws {
            let registry = ContextRegistry()
            for i in 0..<8 {
                try registry.register("punctual-\(i)", policy: CollectorPolicy(timeout: .milliseconds(2))) { sink in
                    sink.sample(value, value: Double(i))
                    while let context = CollectionContext.current, context.remaining > .zero {}
                }
            }
            for _ in 0..<(isSanitized ? 20 : 100) {
                let answer = await registry.answer(within: .seconds(60))
                #expect(answer.result.ending == .complete)
                #expect(answer.count(.success) + answer.count(.timeout) + answer.count(.stillRunning) == 8)
                #expect(answer.result.families.reduce(0) { $0 + $1.metrics.count } > 0)
            }
            #expect(await registry.settles())
            #expect(registry.engine.blockedThreads == 0)
        }

        @Test func `asynchronous ones that block hold no more threads than there may be`() async throws {
            let registry = ContextRegistry(engine: engine(threads: 4))
            try registry.registerQuick(5)
            let gate = Gate()
            for i in 0..<12 { try registry.register("blocker-\(i)") { _, _ in gate.block() } }
            for _ in 0..<3 {
                let answer = await registry.answer(within: .milliseconds(200))
                answer.expectOnTime()
                #expect(answer.outcomes.prefix(5).allSatisfy { $0 == .success })
                #expect(answer.outcomes.suffix(12).allSatisfy { $0 != .success })
            }
            #expect(!gate.isOpen)
            #expect(registry.engine.contextCollectors.threadCount <= 6)
            gate.open()
            #expect(await registry.settles())
            #expect(await registry.answer(within: .seconds(60)).count(.success) == 17)
        }

        @Test func `registries that share an engine share its bound`() async throws {
            let engine = engine(threads: 4)
            let gate = Gate()
            let registries = try (0..<3).map { _ in
                let registry = ContextRegistry(engine: engine)
                for i in 0..<4 { try registry.register("blocker-\(i)") { _ in gate.block() } }
                return registry
            }
            let answers = await withTaskGroup(of: Answer.self) { group in
                for registry in registries { group.addTask { await registry.answer(within: .milliseconds(300)) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for answer in answers { answer.expectOnTime() }
            #expect(answers.reduce(0) { $0 + $1.count(.success) } == 0)
            #expect(engine.collectors.threadCount <= 6)
            gate.open()
            for registry in registries { #expect(await registry.settles()) }
            for registry in registries { #expect(await registry.answer(within: .seconds(60)).count(.success) == 4) }
        }
    }
}
