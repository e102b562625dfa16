@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// Handlers of cancellation are the users' code, which runs wherever somebody cancels.
    @Suite struct CancellationHandlers {
        private func register(_ name: String, blockingAt gate: Gate, in registry: ContextRegistry) throws {
            try registry.register(name) { _, context in
                await withTaskCancellationHandler {
                    try? await context.sleep(for: .seconds(3600))
                } onCancel: {
                    gate.block()
                }
            }
        }

        @Test func `a handler that blocks delays neither the answer nor the cancellation of others`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            let unwound = Tally()
            try register("handler", blockingAt: gate, in: registry)
            try registry.register("sibling") { _, context in
                do { try await context.sleep(for: .seconds(3600)) } catch { unwound.add() }
            }
            try registry.registerQuick(1)
            try registry.registerQuickContext(1)
            let answer = await registry.answer(within: .milliseconds(200))
            answer.expectOnTime()
            #expect(answer.result.outcome(of: "handler") == .timeout)
            #expect(answer.count(.success) >= 2)
            #expect(await eventually { unwound.count == 1 }, "the sibling is cancelled by another thread")
            #expect(!gate.isOpen)
            gate.open()
            #expect(await registry.settles())
        }

        @Test(arguments: [true, false])
        func `handlers that block in 20 registries at once delay no answer`(sharesEngine: Bool) async throws {
            let gate = Gate()
            let engine = GatherEngine()
            let registries = try (0..<20).map { _ in
                let registry = ContextRegistry(engine: sharesEngine ? engine : GatherEngine())
                try register("handler", blockingAt: gate, in: registry)
                try registry.registerQuickContext(1)
                return registry
            }
            let answers = await withTaskGroup(of: Answer.self) { group in
                for registry in registries { group.addTask { await registry.answer(within: .milliseconds(500)) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(!gate.isOpen)
            #expect(answers.allSatisfy { $0.outcomes == [.timeout, .success] })
            let worst = answers.map(\.overshoot).max() ?? .zero
            print("20 registries, worst: \(worst) past the deadline")
            #expect(worst < Answer.patience)
            gate.open()
            for registry in registries { #expect(await registry.settles()) }
        }

        @Test func `a handler that starts another gather gets its answer`() async throws {
            let inner = ContextRegistry()
            try inner.registerQuick(1)
            let registry = ContextRegistry()
            let answers = Tally()
            try registry.register("outer") { _, context in
                try await withTaskCancellationHandler {
                    try await context.sleep(for: .seconds(3600))
                } onCancel: {
                    Task { if await inner.gather(within: .seconds(60)).ending == .complete { answers.add() } }
                }
            }
            let answer = await registry.answer(within: .milliseconds(200))
            answer.expectOnTime()
            #expect(answer.count(.success) == 0)
            #expect(await registry.settles())
            #expect(await eventually { answers.count == 1 })
            #expect(await inner.settles())
        }
    }
}
