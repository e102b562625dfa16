import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `Shutting a registry down` {
    let timer = ManualTimer()

    @Test func `G21: gathers under way end at once and say why, and nothing is admitted after`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(SleepingCollector(for: .seconds(60)), named: "sleeping")
        async let gather = registry.gather(within: .seconds(30))
        await timer.waitUntilArmed(count: 2)
        #expect(await registry.shutdown(within: .seconds(5)) == 0)
        let result = await gather
        #expect(result.ending == .shutdown)
        #expect(result.outcome(of: "sleeping") == .cancelled)
        let late = await registry.gather(within: .seconds(1))
        #expect(late.ending == .shutdown)
        #expect(late.outcome(of: "sleeping") == .skipped)
        #expect(throws: RegistrationError.shutDown) { try registry.register(InstantCollector(), named: "late") }
        #expect(throws: RegistrationError.shutDown) { try registry.counter("late_total") }
        #expect(!timer.isArmed)
    }

    @Test func `G21: a collector that is deaf is waited for up to the limit`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        try registry.register(gated, named: "gated")
        async let gather = registry.gather(within: .seconds(30))
        await gated.waitUntilStarted()
        async let left = registry.shutdown(within: .seconds(5))
        await timer.waitUntilArmed(count: 2)
        #expect(await gather.ending == .shutdown)
        timer.advance(by: .seconds(5))
        #expect(await left == 1)
        // A second one sees the same run end.
        async let rest = registry.shutdown(within: .seconds(5))
        await timer.waitUntilArmed(count: 3)
        gated.open()
        #expect(await rest == 0)
        #expect(registry.lateResults == 1)
    }

    @Test func `a shutdown doesn't end the wait of another with a longer limit`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector()
        try registry.register(gated, named: "gated")
        async let gather = registry.gather(within: .seconds(30))
        await gated.waitUntilStarted()
        async let long = registry.shutdown(within: .seconds(10))
        await timer.waitUntilArmed(count: 2)
        async let short = registry.shutdown(within: .seconds(1))
        await timer.waitUntilArmed(count: 3)
        timer.advance(by: .seconds(1))
        #expect(await short == 1)
        gated.open()
        #expect(await long == 0)
        _ = await gather
    }

    @Test func `a shutdown whose caller is cancelled waits no longer`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector()
        try registry.register(gated, named: "gated")
        async let gather = registry.gather(within: .seconds(30))
        await gated.waitUntilStarted()
        let shutdown = Task { await registry.shutdown(within: .seconds(10)) }
        await timer.waitUntilArmed(count: 2)
        shutdown.cancel()
        #expect(await shutdown.value == 1)
        _ = await gather
        gated.open()
        await registry.waitUntilIdle()
    }

    @Test func `a gather that is sealed before it begins starts nothing and leaves nothing`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector()
        try registry.register(gated, named: "gated")
        _ = registry.engine.start()
        let scope = CollectionScope(deadline: timer.now().advanced(by: .seconds(1)), timer: timer)
        let session = GatherSession(
            registry.contents.entries, scope: scope, now: timer.now(), engine: registry.engine, board: registry.board)
        #expect(registry.board.begin(session))
        session.seal(.shutdown)
        let (ending, results) = await session.run()
        #expect(ending == .shutdown)
        #expect(results.map(\.outcome) == [.skipped])
        #expect(registry.liveSessions == 0)
        #expect(gated.started == 0)
    }

    @Test func `an idle registry is shut down at once, also one that never gathered`() async throws {
        let registry = ContextRegistry(on: timer)
        #expect(await registry.shutdown(within: .seconds(60)) == 0)
        let real = ContextRegistry()
        #expect(await real.shutdown(within: .seconds(60)) == 0)
    }

    @Test func `samples stay after their registry has gone`() async throws {
        var registry: ContextRegistry? = ContextRegistry(on: timer)
        try registry?.register(InstantCollector(TestSamples("instant")), named: "instant")
        let result = try #require(await registry?.gather(within: .seconds(1)))
        weak let gone = registry
        registry = nil
        #expect(gone == nil)
        #expect(result.collectors == ["instant": 4])
        #expect(result.success("instant") == 1)
    }
}
