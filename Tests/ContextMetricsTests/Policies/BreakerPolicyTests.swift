import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `A collector's circuit breaker` {
    let timer = ManualTimer()
    private let policy = CollectorPolicy(breaker: CircuitBreaker(failures: 2, window: .seconds(60), pause: .seconds(30)))

    private func outcome(_ registry: ContextRegistry) async -> CollectorOutcome? {
        let outcome = await registry.gather(within: .seconds(1)).outcome(of: "c")
        await registry.waitUntilIdle()
        return outcome
    }

    @Test func `after so many failures it isn't asked, and after the pause one run decides`() async throws {
        let registry = ContextRegistry(on: timer)
        let runs = Count()
        let fails = Switch(true)
        try registry.register("c", policy: policy) { sink in
            runs.add()
            if fails.isOn { throw ThrowingCollector.Failure() }
        }
        #expect([await outcome(registry), await outcome(registry), await outcome(registry)] == [.error, .error, .circuitOpen])
        #expect(runs.now == 2)
        #expect(registry.status()["c"]?.breaker == .open)
        let shown = await registry.gather(within: .seconds(1))
        #expect(shown.samples("metrics_collector_circuit_open") == ["c 1.0"])
        // No verdict on what didn't run.
        #expect(shown.success("c") == nil)
        timer.advance(by: .seconds(30))
        #expect(registry.status()["c"]?.breaker == .halfOpen)
        #expect([await outcome(registry), await outcome(registry)] == [.error, .circuitOpen])
        timer.advance(by: .seconds(30))
        fails.isOn = false
        #expect([await outcome(registry), await outcome(registry)] == [.success, .success])
        #expect(registry.status()["c"]?.breaker == .closed)
        #expect(await registry.gather(within: .seconds(1)).samples("metrics_collector_circuit_open") == ["c 0.0"])
    }

    @Test func `a run of before that ends beside the one that decides says nothing`() async throws {
        let registry = ContextRegistry(on: timer)
        let (early, trial, runs) = (GatedCollector(), GatedCollector(), Count())
        var policy = policy
        policy.joining = .perScrape
        try registry.register("c", policy: policy) { sink, context in
            switch runs.add() {
            case 1: try await early.collect(into: &sink, context: context)
            case 4: try await trial.collect(into: &sink, context: context)
            default: throw ThrowingCollector.Failure()
            }
        }
        async let first = registry.gather(within: .seconds(1000))
        await early.waitUntilStarted()
        for _ in 0..<2 { #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .error) }
        timer.advance(by: .seconds(30))
        async let second = registry.gather(within: .seconds(1000))
        await trial.waitUntilStarted()
        early.open()
        #expect(await first.outcome(of: "c") == .success)
        #expect(registry.status()["c"]?.breaker == .halfOpen)
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .circuitOpen)
        trial.open()
        #expect(await second.outcome(of: "c") == .success)
        await registry.waitUntilIdle()
        #expect(registry.status()["c"]?.breaker == .closed)
    }

    @Test func `missed deadlines and stuck runs count as failures`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector()
        try registry.register(gated, named: "c", policy: policy)
        async let first = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        #expect(await first.outcome(of: "c") == .timeout)
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .stillRunning)
        gated.open()
        await registry.waitUntilIdle()
        #expect(await outcome(registry) == .circuitOpen)
        #expect(gated.started == 1)
    }

    @Test func `what stopped when it was told to has missed its deadline too`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(SleepingCollector(for: .seconds(60)), named: "c", policy: policy)
        for round in 1...2 {
            async let gather = registry.gather(within: .seconds(1))
            await timer.waitUntilArmed(count: 2 * round)
            timer.advance(by: .milliseconds(998))
            #expect(await gather.outcome(of: "c") == .cancelled)
            await registry.waitUntilIdle()
        }
        #expect(await outcome(registry) == .circuitOpen)
    }

    @Test func `clients that leave are no failures`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector()
        try registry.register(gated, named: "c", policy: policy)
        for round in 1...3 {
            gated.close()
            let gather = Task { await registry.gather(within: .seconds(1)) }
            await gated.waitUntilStarted(round)
            gather.cancel()
            _ = await gather.value
            gated.open()
            await registry.waitUntilIdle()
        }
        #expect(await outcome(registry) == .success)
    }

    @Test func `stale samples are shown while it is open`() async throws {
        let registry = ContextRegistry(on: timer)
        let fails = Switch()
        var policy = policy
        policy.breaker?.failures = 1
        policy.cache = CollectorCache(freshFor: .seconds(1), staleFor: .seconds(100))
        try registry.register("c", policy: policy) { sink in
            if fails.isOn { throw ThrowingCollector.Failure() }
            sink.sample(GaugeDescriptor("g"), value: 1)
        }
        #expect(await outcome(registry) == .success)
        fails.isOn = true
        timer.advance(by: .seconds(2))
        #expect(await outcome(registry) == .success)
        let result = await registry.gather(within: .seconds(1))
        #expect(result.outcome(of: "c") == .circuitOpen)
        #expect(result.samples("g") == [" 1.0"])
    }
}

@Suite(.timeLimit(.minutes(15))) struct `A collector's rate limit` {
    let timer = ManualTimer()

    @Test func `runs beyond it are refused, across scrapes`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(
            InstantCollector(TestSamples("c")), named: "c", policy: CollectorPolicy(rateLimit: RateLimit(perSecond: 0.5, burst: 2)))
        var outcomes: [CollectorOutcome?] = []
        for _ in 0..<3 { outcomes.append(await registry.gather(within: .seconds(1)).outcome(of: "c")) }
        timer.advance(by: .seconds(2))
        for _ in 0..<2 { outcomes.append(await registry.gather(within: .seconds(1)).outcome(of: "c")) }
        #expect(outcomes == [.success, .success, .rateLimited, .success, .rateLimited])
        #expect(await registry.gather(within: .seconds(1)).runs("c")["rate_limited"] == 3)
    }

    @Test func `a scrape that shares a run in flight takes no token`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("c"))
        try registry.register(gated, named: "c", policy: CollectorPolicy(rateLimit: RateLimit(perSecond: 0.1)))
        async let first = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        async let second = registry.gather(within: .seconds(1))
        try await registry.waitUntilJoined("c", by: 2)
        gated.open()
        #expect(await [first, second].map { $0.outcome(of: "c") } == [.success, .success])
    }

    @Test func `a refused scrape is shown what the cache has, up to the time between two runs beyond its limit`() async throws {
        let registry = ContextRegistry(on: timer)
        let policy = CollectorPolicy(cache: CollectorCache(freshFor: .seconds(1)), rateLimit: RateLimit(perSecond: 0.1))
        try registry.register(InstantCollector(TestSamples("c")), named: "c", policy: policy)
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .success)
        timer.advance(by: .seconds(9))
        let result = await registry.gather(within: .seconds(1))
        #expect(result.outcome(of: "c") == .success)
        #expect(result.collectors == ["c": 4])
        #expect(result.samples("metrics_collector_cache_age_seconds") == ["c 9.0"])
    }
}
