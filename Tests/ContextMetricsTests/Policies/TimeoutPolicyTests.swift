import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `A collector's own timeout` {
    let timer = ManualTimer()

    @Test func `what is deaf is left at it, and the scrape goes on`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        let other = GatedCollector(TestSamples("other"))
        try registry.register(gated, named: "gated", policy: CollectorPolicy(timeout: .milliseconds(300)))
        try registry.register(other, named: "other")
        async let gather = registry.gather(within: .seconds(10))
        await gated.waitUntilStarted()
        await other.waitUntilStarted()
        await timer.waitUntilArmed(count: 2)
        timer.advance(by: .milliseconds(300))
        await registry.waitUntilOrphaned(1)
        other.open()
        let result = await gather
        #expect(result.ending == .complete)
        #expect(result.outcome(of: "gated") == .timeout)
        #expect(result.outcome(of: "other") == .success)
        #expect(result.collectors == ["other": 4])
        gated.open()
        await registry.waitUntilIdle()
        #expect(registry.orphans == 0)
        #expect(registry.lateResults == 1)
    }

    @Test func `what listens is cancelled a little before it`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(
            SleepingCollector(for: .seconds(60), TestSamples("sleeping")), named: "sleeping",
            policy: CollectorPolicy(timeout: .milliseconds(300)))
        async let gather = registry.gather(within: .seconds(10))
        // The gather's alarm, the limit's, and the sleeper's.
        await timer.waitUntilArmed(count: 3)
        #expect(timer.nextAlarm == timer.now().advanced(by: .milliseconds(298)))
        timer.advance(by: .milliseconds(298))
        let result = await gather
        #expect(result.ending == .complete)
        #expect(result.outcome(of: "sleeping") == .cancelled)
        await registry.waitUntilIdle()
        #expect(registry.orphans == 0)
        #expect(!timer.isArmed)
    }

    @Test func `the context tells it as the deadline, and the scrape's where that is nearer`() async throws {
        let registry = ContextRegistry(on: timer)
        let seen = Locked<[String: MonotonicInstant]>([:])
        let start = timer.now()
        let policy = CollectorPolicy(timeout: .seconds(1))
        try registry.register("async", policy: policy) { _, context in seen.withLock { $0["async"] = context.deadline } }
        try registry.register("sync", policy: policy) { _ in seen.withLock { $0["sync"] = CollectionContext.current?.deadline } }
        _ = await registry.gather(within: .seconds(5))
        #expect(seen.withLock { $0 } == ["async": start.advanced(by: .seconds(1)), "sync": start.advanced(by: .seconds(1))])
        _ = await registry.gather(within: .milliseconds(500))
        #expect(seen.withLock { $0["async"] } == start.advanced(by: .milliseconds(500)))
        await registry.waitUntilIdle()
    }

    @Test func `all gathers that share the run go on without it`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        try registry.register(gated, named: "gated", policy: CollectorPolicy(timeout: .milliseconds(300)))
        async let first = registry.gather(within: .seconds(10))
        await gated.waitUntilStarted()
        async let second = registry.gather(within: .seconds(20))
        try await registry.waitUntilJoined("gated", by: 2)
        timer.advance(by: .milliseconds(300))
        #expect(await [first, second].map { $0.outcome(of: "gated") } == [.timeout, .timeout])
        let third = await registry.gather(within: .seconds(1))
        #expect(third.outcome(of: "gated") == .stillRunning)
        gated.open()
        await registry.waitUntilIdle()
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "gated") == .success)
        await registry.waitUntilIdle()
        #expect(registry.orphans == 0)
    }

    @Test func `families that were finished by then are shown where the policy says so`() async throws {
        let registry = ContextRegistry(on: timer)
        let gate = GatedCollector()
        try registry.register("cut", policy: CollectorPolicy(timeout: .milliseconds(300), partial: .completedFamilies)) { sink, context in
            sink.sample(GaugeDescriptor("whole"), value: 1)
            var unused = SampleSink(buffer: SampleBuffer())
            try? await gate.collect(into: &unused, context: context)
        }
        async let gather = registry.gather(within: .seconds(10))
        await gate.waitUntilStarted()
        timer.advance(by: .milliseconds(300))
        let result = await gather
        #expect(result.outcome(of: "cut") == .timeout)
        #expect(result.samples("whole") == [" 1.0"])
        gate.open()
        await registry.waitUntilIdle()
    }

    @Test func `a run that is in time leaves no alarm behind`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(InstantCollector(TestSamples("instant")), named: "instant", policy: CollectorPolicy(timeout: .seconds(1)))
        #expect(await registry.gather(within: .seconds(2)).collectors == ["instant": 4])
        #expect(!timer.isArmed)
    }
}
