import ContextMetricsTesting
import Testing

@testable import ContextMetrics

private enum TenantKey: ContextKey { static let defaultValue = "all" }
private enum OtherKey: ContextKey { static let defaultValue = 0 }

@Suite(.timeLimit(.minutes(15))) struct `A collector's cache` {
    let timer = ManualTimer()
    private let runs = Runs()

    /// Writes how often it was run, and throws when it is told to.
    private final class Runs: ContextCollector {
        let count = Count()
        let fails = Switch()
        let dependencies: ContextDependencies

        init(_ dependencies: ContextDependencies = .values) { self.dependencies = dependencies }

        func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
            let count = count.add()
            if fails.isOn { throw ThrowingCollector.Failure() }
            sink.family(GaugeDescriptor("run", labels: "tenant")) { $0.sample(context[TenantKey.self], value: Double(count)) }
        }
    }

    private func registry(_ cache: CollectorCache, _ more: (inout CollectorPolicy) -> Void = { _ in }) throws -> ContextRegistry {
        let registry = ContextRegistry(on: timer)
        var policy = CollectorPolicy(cache: cache)
        more(&policy)
        try registry.register(runs, named: "c", policy: policy)
        return registry
    }

    private func gather(_ registry: ContextRegistry, tenant: String? = nil, other: Int? = nil) async -> GatherResult {
        var values = ContextValues()
        if let tenant { values[TenantKey.self] = tenant }
        if let other { values[OtherKey.self] = other }
        let result = await registry.gather(GatherContext(deadline: timer.now().advanced(by: .seconds(1)), values: values))
        await registry.waitUntilIdle()
        return result
    }

    @Test func `fresh samples serve scrapes without a run, and their age is exposed`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10)))
        let first = await gather(registry)
        #expect(first.samples("run") == ["all 1.0"])
        #expect(first.samples("metrics_collector_cache_age_seconds") == ["c 0.0"])
        timer.advance(by: .milliseconds(9_999))
        let second = await gather(registry)
        #expect(second.samples("run") == ["all 1.0"])
        #expect(second.outcome(of: "c") == .success)
        #expect(second.samples("metrics_collector_cache_age_seconds") == ["c 9.999"])
        timer.advance(by: .milliseconds(1))
        #expect(await gather(registry).samples("run") == ["all 2.0"])
    }

    @Test func `stale samples are shown at once, while a run in the background replaces them`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10), staleFor: .seconds(20)))
        _ = await gather(registry)
        timer.advance(by: .seconds(15))
        let stale = await gather(registry)
        #expect(stale.samples("run") == ["all 1.0"])
        #expect(stale.outcome(of: "c") == .success)
        #expect(stale.samples("metrics_collector_cache_age_seconds") == ["c 15.0"])
        #expect(runs.count.now == 2)
        let fresh = await gather(registry)
        #expect(fresh.samples("run") == ["all 2.0"])
        #expect(runs.count.now == 2)
    }

    @Test func `beyond the limit nothing is shown that wasn't asked for anew`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10), staleFor: .seconds(20)))
        _ = await gather(registry)
        timer.advance(by: .seconds(30))
        runs.fails.isOn = true
        let result = await gather(registry)
        #expect(result.samples("run").isEmpty)
        #expect(result.outcome(of: "c") == .error)
    }

    @Test func `after a failure stale samples are shown with the outcome of the failure`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10), staleFor: .seconds(20)))
        _ = await gather(registry)
        runs.fails.isOn = true
        timer.advance(by: .seconds(12))
        // Nothing has failed yet.
        #expect(await gather(registry).outcome(of: "c") == .success)
        timer.advance(by: .seconds(1))
        let result = await gather(registry)
        #expect(result.samples("run") == ["all 1.0"])
        #expect(result.outcome(of: "c") == .error)
        #expect(result.success("c") == 0)
        #expect(result.samples("metrics_collector_cache_age_seconds") == ["c 13.0"])
        runs.fails.isOn = false
        _ = await gather(registry)
        #expect(await gather(registry).success("c") == 1)
    }

    @Test func `only whole results are kept`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10))) { $0.partial = .completedFamilies }
        runs.fails.isOn = true
        #expect(await gather(registry).outcome(of: "c") == .error)
        runs.fails.isOn = false
        #expect(await gather(registry).samples("run") == ["all 2.0"])
    }

    @Test func `typed values have samples of their own, as far as the collector depends on them`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10)))
        #expect(await gather(registry, tenant: "a").samples("run") == ["a 1.0"])
        #expect(await gather(registry, tenant: "b").samples("run") == ["b 2.0"])
        #expect(await gather(registry, tenant: "a").samples("run") == ["a 1.0"])
        #expect(await gather(registry, tenant: "a", other: 1).samples("run") == ["a 3.0"])
    }

    @Test func `a collector that declares its keys shares what differs only in others, and doesn't see those`() async throws {
        let declared = Runs(.keys(TenantKey.self))
        let blind = Runs(.nothing)
        let registry = ContextRegistry(on: timer)
        try registry.register(declared, named: "declared", policy: CollectorPolicy(cache: CollectorCache(freshFor: .seconds(10))))
        #expect(await gather(registry, tenant: "a", other: 1).samples("run") == ["a 1.0"])
        #expect(await gather(registry, tenant: "a", other: 2).samples("run") == ["a 1.0"])
        #expect(await gather(registry, tenant: "b", other: 2).samples("run") == ["b 2.0"])
        registry.unregister(named: "declared")
        try registry.register(blind, named: "blind", policy: CollectorPolicy(cache: CollectorCache(freshFor: .seconds(10))))
        #expect(await gather(registry, tenant: "a").samples("run") == ["all 1.0"])
        #expect(await gather(registry, tenant: "b").samples("run") == ["all 1.0"])
    }

    @Test(arguments: [true, false]) func `G8: a late result serves later scrapes where the policy says so`(takes: Bool) async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        let cache = CollectorCache(freshFor: .seconds(10), takesLateResults: takes)
        try registry.register(gated, named: "gated", policy: CollectorPolicy(cache: cache))
        async let late = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        #expect(await late.outcome(of: "gated") == .timeout)
        gated.open()
        await registry.waitUntilIdle()
        gated.close()
        async let next = registry.gather(within: .seconds(1))
        if !takes {
            await gated.waitUntilStarted(2)
            gated.open()
        }
        let result = await next
        #expect(result.collectors == ["gated": 4])
        #expect(gated.started == (takes ? 1 : 2))
        gated.open()
        await registry.waitUntilIdle()
    }

    @Test func `G8: never after it was unregistered`() async throws {
        let gated = GatedCollector(TestSamples("gated"))
        let registry = ContextRegistry(on: timer)
        let registration = try registry.register(
            gated, named: "gated", policy: CollectorPolicy(cache: CollectorCache(freshFor: .seconds(10))))
        async let late = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        _ = await late
        registry.unregister(registration)
        gated.open()
        await registry.waitUntilIdle()
        #expect(registration.entry.cacheAge(at: timer.now()) == nil)
    }

    @Test func `a run in the background that is stuck doesn't start again, and is cancelled at its limit`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        gated.open()
        let cache = CollectorCache(freshFor: .seconds(10), staleFor: .seconds(100))
        try registry.register(gated, named: "gated", policy: CollectorPolicy(timeout: .seconds(2), cache: cache))
        #expect(await registry.gather(within: .seconds(1)).collectors == ["gated": 4])
        await registry.waitUntilIdle()
        gated.close()
        timer.advance(by: .seconds(11))
        #expect(await registry.gather(within: .seconds(1)).collectors == ["gated": 4])
        await gated.waitUntilStarted(2)
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "gated") == .success)
        #expect(gated.started == 2)
        timer.advance(by: .seconds(2))
        await registry.waitUntilOrphaned(1)
        // The attempt has failed, which shows; and nothing is begun beside the orphan.
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "gated") == .timeout)
        #expect(gated.started == 2)
        gated.open()
        await registry.waitUntilIdle()
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "gated") == .success)
    }

    @Test func `a refresher replaces samples ahead of scrapes, and tries again after failures`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10), refreshesAhead: true))
        let refreshing = Task { await BackgroundRefresher(registry).run() }
        await until { runs.count.now == 1 }
        await registry.waitUntilIdle()
        #expect(registry.status()["c"]?.cacheAge == .zero)
        timer.advance(by: .milliseconds(7_900))
        #expect(runs.count.now == 1)
        await advance(by: .milliseconds(100), times: 11) { runs.count.now == 2 }
        await registry.waitUntilIdle()
        runs.fails.isOn = true
        await advance(by: .milliseconds(500), times: 20) { runs.count.now == 3 }
        await registry.waitUntilIdle()
        runs.fails.isOn = false
        await advance(by: .milliseconds(500), times: 11) { runs.count.now == 4 }
        refreshing.cancel()
        await refreshing.value
        await registry.waitUntilIdle()
    }

    @Test func `one look ahead has all samples replaced that are due, also where there are none without typed values`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10), refreshesAhead: true))
        for tenant in ["a", "b", "c"] {
            // The second is served, and shows that they are wanted.
            for _ in 0..<2 { _ = await gather(registry, tenant: tenant) }
        }
        await registry.waitUntilIdle()
        #expect(runs.count.now == 3)
        timer.advance(by: .milliseconds(9_500))
        #expect(registry.refreshAhead() != nil)
        await registry.waitUntilIdle()
        #expect(runs.count.now == 7, "three again, and those without typed values for the first time")
    }

    @Test func `a refresher ends with its registry`() async throws {
        let registry = try registry(CollectorCache(freshFor: .seconds(10), refreshesAhead: true))
        let refreshing = Task { await BackgroundRefresher(registry).run() }
        await until { runs.count.now == 1 }
        await registry.shutdown(within: .seconds(1))
        let hasEnded = Switch()
        Task {
            await refreshing.value
            hasEnded.isOn = true
        }
        await advance(by: .seconds(1), times: 1000) { hasEnded.isOn }
    }

    /// Moves time step by step, letting others run, until something is so.
    private func advance(by step: Duration, times: Int, until isReached: () -> Bool) async {
        for _ in 0..<times where !isReached() {
            timer.advance(by: step)
            for _ in 0..<2_000 where !isReached() { await Task.yield() }
        }
        #expect(isReached())
    }

    private func until(_ isReached: () -> Bool) async { while !isReached() { await Task.yield() } }
}
