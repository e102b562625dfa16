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
