@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// The application blocks every thread of Swift's cooperative pool.
    @Suite struct StarvedPool {
        /// Runs `body` on the engine's executor while nothing else in the program gets on.
        ///
        /// The pool is free again when it ends.
        private func starving<Result: Sendable>(
            _ registry: ContextRegistry, _ body: @escaping @Sendable (Gate) async -> Result
        ) async -> Result {
            let gate = Gate()
            // More than there will be threads: libdispatch starts some more when it sees that they sleep.
            for _ in 0..<256 { Task.detached { gate.block() } }
            return await Task(executorPreference: registry.engine.executor) {
                while gate.arrived < SystemThread.processors, !gate.isOpen { blockThread(for: .milliseconds(1)) }
                defer { gate.open() }
                return await body(gate)
            }.value
        }

        @Test func `a caller on the engine's executor is answered on time, and sleeps of collectors end on time`() async throws {
            let registry = ContextRegistry()
            try registry.register(SleepingCollector(for: .milliseconds(20)), named: "short")
            try registry.registerSleeper()
            try registry.register("needs the pool") { _, _ in try await Task.sleep(for: .milliseconds(20)) }
            try registry.registerQuick(1)
            try registry.registerQuickContext(1)
            let (answer, isStarved) = await starving(registry) { gate in
                let answer = await registry.answer(within: .milliseconds(500))
                return (answer, !gate.isOpen)
            }
            #expect(isStarved)
            answer.expectOnTime()
            for name in ["short", "sync-0", "async-0"] { #expect(answer.result.outcome(of: name) == .success) }
            #expect(answer.result.outcome(of: "sleeper") != .success)
            // What waits on the pool is late or not, as the system deals out processors: it costs nobody else.
            print("what needs the pool:", answer.result.outcome(of: "needs the pool") ?? .skipped)
            #expect(await registry.settles())
        }

        @Test func `a caller who leaves is let go, and shutdown comes back`() async throws {
            let registry = ContextRegistry()
            try registry.registerSleeper()
            let (ending, isStarved) = await starving(registry) { gate in
                let scrape = Task(executorPreference: registry.engine.executor) { await registry.gather(within: .seconds(3600)) }
                while registry.liveSessions == 0 { try? await CollectionContext.pause(registry) }
                scrape.cancel()
                let ending = await scrape.value.ending
                await registry.shutdown(within: .milliseconds(100))
                return (ending, !gate.isOpen)
            }
            #expect(isStarved)
            #expect(ending == .callerCancelled)
            #expect(await registry.settles())
        }
    }
}

extension CollectionContext {
    /// Sleeps off the cooperative pool.
    fileprivate static func pause(_ registry: ContextRegistry) async throws {
        let engine = registry.engine
        try await CollectionContext(deadline: .distantFuture, timer: engine.sleepTimer).sleep(for: .milliseconds(1))
    }
}
