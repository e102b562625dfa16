import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `A gather inside a gather` {
    let timer = ManualTimer()

    @Test func `G20: a collector that gathers its own registry gets an answer at once`() async throws {
        let registry = ContextRegistry(on: timer)
        let inner = Locked<GatherResult?>(nil)
        try registry.register("nested") { _, _ in
            let result = await registry.gather(GatherContext())
            inner.withLock { $0 = result }
        }
        let result = await registry.gather(within: .seconds(1))
        #expect(result.outcome(of: "nested") == .success)
        let nested = try #require(inner.withLock { $0 })
        #expect(nested.ending == .nested)
        // G10: what was not started has not failed.
        #expect(nested.outcome(of: "nested") == .skipped)
        #expect(result.runs("nested") == ["success": 1, "skipped": 1])
        registry.unregister(named: "nested")
    }

    @Test func `G20: the same through another registry`() async throws {
        let (outer, inner) = (ContextRegistry(on: timer), ContextRegistry(on: timer))
        let endings = Locked<[GatherResult.Ending]>([])
        try inner.register("back") { _, _ in
            let result = await outer.gather(GatherContext())
            endings.withLock { $0.append(result.ending) }
        }
        try outer.register("through") { _, _ in
            let result = await inner.gather(GatherContext())
            endings.withLock { $0.append(result.ending) }
        }
        #expect(await outer.gather(within: .seconds(1)).ending == .complete)
        #expect(endings.withLock { $0 } == [.nested, .complete])
        inner.unregister(named: "back")
    }

    @Test func `G2: a gather of another registry inherits the deadline`() async throws {
        let (outer, inner) = (ContextRegistry(on: timer), ContextRegistry(on: timer))
        let gated = GatedCollector()
        try inner.register(gated, named: "gated")
        try outer.register("through") { _, _ in _ = await inner.gather(GatherContext()) }
        async let gather = outer.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        _ = await gather
        // The inner one has let go as well.
        while inner.orphans == 0 { await Task.yield() }
        gated.open()
        await inner.waitUntilIdle()
        await outer.waitUntilIdle()
    }

    @Test func `G2: it inherits the limit that the collector has of its own`() async throws {
        let (outer, inner) = (ContextRegistry(on: timer), ContextRegistry(on: timer))
        let seen = Locked<MonotonicInstant?>(nil)
        try inner.register("inner") { _, context in seen.withLock { $0 = context.deadline } }
        let policy = CollectorPolicy(timeout: .milliseconds(200))
        try outer.register("through", policy: policy) { _, _ in _ = await inner.gather(GatherContext()) }
        let start = timer.now()
        _ = await outer.gather(within: .seconds(1))
        #expect(seen.withLock { $0 } == start.advanced(by: .milliseconds(200)))
        await outer.waitUntilIdle()
    }

    @Test func `G20: a task that outlives the gather may gather again, also after its deadline`() async throws {
        let registry = ContextRegistry(on: timer)
        let gate = AsyncStream.makeStream(of: Void.self)
        let leaked = Locked<Task<[GatherResult.Ending], Never>?>(nil)
        try registry.register("leaking") { _, _ in
            leaked.withLock { leaked in
                if leaked != nil { return }
                leaked = Task {
                    for await _ in gate.stream {}
                    return [await registry.gather(GatherContext()).ending]
                }
            }
        }
        #expect(await registry.gather(within: .seconds(1)).ending == .complete)
        await registry.waitUntilIdle()
        timer.advance(by: .seconds(2))
        gate.continuation.finish()
        #expect(await leaked.withLock { $0 }?.value == [.complete])
        registry.unregister(named: "leaking")
    }
}
