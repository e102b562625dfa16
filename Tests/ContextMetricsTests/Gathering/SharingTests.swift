import ContextMetricsTesting
import Testing

@testable import ContextMetrics

private enum TenantKey: ContextKey { static let defaultValue = "all" }

@Suite(.timeLimit(.minutes(15))) struct `Gathers that overlap` {
    let timer = ManualTimer()
    let gated = GatedCollector(TestSamples("gated"))

    private func context(_ budget: Duration, tenant: String? = nil) -> GatherContext {
        var values = ContextValues()
        if let tenant { values[TenantKey.self] = tenant }
        return GatherContext(deadline: timer.now().advanced(by: budget), values: values)
    }

    @Test func `G9: a second gather joins the run in flight, and both get its samples`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(gated, named: "gated")
        async let first = registry.gather(context(.seconds(1)))
        await gated.waitUntilStarted()
        async let second = registry.gather(context(.seconds(5)))
        await timer.waitUntilArmed(count: 2)
        try await registry.waitUntilJoined("gated", by: 2)
        gated.open()
        let results = await [first, second]
        #expect(gated.started == 1)
        #expect(results.map(\.collectors) == [["gated": 4], ["gated": 4]])
        #expect(results.map(\.ending) == [.complete, .complete])
        await registry.waitUntilIdle()
    }

    @Test func `G9: each waiter leaves at its own deadline, and the run goes on for the other`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(gated, named: "gated")
        async let first = registry.gather(context(.seconds(1)))
        await gated.waitUntilStarted()
        async let second = registry.gather(context(.seconds(5)))
        try await registry.waitUntilJoined("gated", by: 2)
        timer.advance(by: .seconds(1))
        #expect(await first.outcome(of: "gated") == .timeout)
        #expect(registry.orphans == 0)
        gated.open()
        let result = await second
        #expect(result.outcome(of: "gated") == .success)
        #expect(result.collectors == ["gated": 4])
        await registry.waitUntilIdle()
    }

    @Test func `G9: a joiner's later deadline shows in the context, and the last to leave cancels`() async throws {
        let registry = ContextRegistry(on: timer)
        let probe = Probe()
        try registry.register(probe, named: "probe")
        let start = timer.now()
        async let first = registry.gather(context(.seconds(1)))
        await timer.waitUntilArmed(count: 2)
        #expect(probe.deadline == start.advanced(by: .seconds(1)))
        async let second = registry.gather(context(.seconds(5)))
        try await registry.waitUntilJoined("probe", by: 2)
        #expect(probe.deadline == start.advanced(by: .seconds(5)))
        timer.advance(by: .seconds(1))
        #expect(await first.outcome(of: "probe") == .timeout)
        #expect(probe.isCancelled == false)
        timer.advance(by: .milliseconds(3_998))
        // The probe unwinds in the window of the second.
        #expect(await second.outcome(of: "probe") == .cancelled)
        #expect(probe.isCancelled == true)
        await registry.waitUntilIdle()
        #expect(registry.orphans == 0)
    }

    @Test func `G9: a joiner's later deadline is that of the runs which it joins, and of no other`() async throws {
        let registry = ContextRegistry(on: timer)
        let (joined, other) = (Probe(), Probe())
        try registry.register(joined, named: "joined")
        try registry.register(other, named: "other")
        let start = timer.now()
        async let first = registry.gather(context(.seconds(1)))
        await timer.waitUntilArmed(count: 3)
        let filter = GatherFilter(collectors: ["joined"])
        async let second = registry.gather(GatherContext(deadline: start.advanced(by: .seconds(5)), filter: filter))
        try await registry.waitUntilJoined("joined", by: 2)
        #expect(joined.deadline == start.advanced(by: .seconds(5)))
        #expect(other.deadline == start.advanced(by: .seconds(1)))
        timer.advance(by: .milliseconds(998))
        // In the window of the first only what nobody else waits for is cancelled.
        while !other.isCancelled { await Task.yield() }
        #expect(!joined.isCancelled)
        timer.advance(by: .milliseconds(2))
        #expect(await first.outcome(of: "joined") == .timeout)
        timer.advance(by: .milliseconds(3_998))
        #expect(await second.outcome(of: "joined") == .cancelled)
        await registry.waitUntilIdle()
    }

    @Test func `G9: gathers that ask for different values don't share a run`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(gated, named: "gated")
        async let first = registry.gather(context(.seconds(1), tenant: "a"))
        await gated.waitUntilStarted(1)
        async let second = registry.gather(context(.seconds(1), tenant: "b"))
        await gated.waitUntilStarted(2)
        async let third = registry.gather(context(.seconds(1), tenant: "a"))
        try await registry.waitUntilJoined("gated", by: 3)
        #expect(gated.started == 2)
        gated.open()
        #expect(await [first, second, third].allSatisfy { $0.outcome(of: "gated") == .success })
        await registry.waitUntilIdle()
    }

    @Test func `values whose comparison looks at the registry block nothing`() async throws {
        let registry = ContextRegistry(on: timer)
        let policy = CollectorPolicy(cache: CollectorCache(freshFor: .seconds(60)))
        try registry.register(InstantCollector(TestSamples("c")), named: "c", policy: policy)
        for _ in 0..<3 {
            var values = ContextValues()
            values[CuriousKey.self] = Curious(registry: registry)
            let result = await registry.gather(GatherContext(deadline: timer.now().advanced(by: .seconds(1)), values: values))
            #expect(result.collectors == ["c": 4])
        }
        #expect(registry.status()["c"]?.runs[.success] == 3)
    }

    @Test func `a refresh, which may end on the timer's thread, compares no values`() throws {
        let registry = ContextRegistry(on: timer)
        let collector = InstantCollector(TestSamples("c"))
        try registry.register(Depending(collector), named: "c")
        let entry = try #require(registry.contents.entries.first)
        let hashed = Count()
        var values = ContextValues()
        values[CountedKey.self] = Counted(hashed: hashed)
        let key = RunKey(registry.board.variants.variant(of: values))
        let scope = CollectionScope(deadline: .distantFuture, timer: timer, values: values)
        func session(refreshing key: RunKey?) -> GatherSession {
            GatherSession([entry], scope: scope, now: timer.now(), engine: registry.engine, board: registry.board, refreshing: key)
        }
        let (refresh, scrape) = (session(refreshing: key), session(refreshing: nil))
        let before = hashed.now
        #expect(refresh.key(for: entry) == key)
        #expect(hashed.now == before)
        // The count tells.
        #expect(scrape.key(for: entry) == key)
        #expect(hashed.now > before)
    }

    @Test func `G11: a caller that leaves takes nothing from the others`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(gated, named: "gated")
        let first = Task { await registry.gather(context(.seconds(1))) }
        await gated.waitUntilStarted()
        async let second = registry.gather(context(.seconds(1)))
        try await registry.waitUntilJoined("gated", by: 2)
        first.cancel()
        #expect(await first.value.ending == .callerCancelled)
        gated.open()
        #expect(await second.outcome(of: "gated") == .success)
        await registry.waitUntilIdle()
    }

    @Test func `G7: an orphan is still running, is not started again, and runs again when it has ended`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(gated, named: "gated")
        async let first = registry.gather(context(.seconds(1)))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        #expect(await first.outcome(of: "gated") == .timeout)
        for round in 1...3 {
            let result = await registry.gather(context(.seconds(1)))
            // Nothing to wait for.
            #expect(result.ending == .complete)
            #expect(result.outcome(of: "gated") == .stillRunning)
            #expect(result.success("gated") == 0)
            #expect(result.runs("gated") == ["success": 0, "timeout": 1, "still_running": Double(round)])
            #expect(result.samples("metrics_collector_orphans") == ["gated 1.0"])
        }
        #expect(gated.started == 1)
        gated.open()
        await registry.waitUntilIdle()
        let result = await registry.gather(context(.seconds(1)))
        #expect(result.outcome(of: "gated") == .success)
        #expect(gated.started == 2)
        #expect(result.samples("metrics_collector_orphans") == ["gated 0.0"])
        #expect(result.success("gated") == 1)
    }

    @Test func `G8: a late result is dropped also when the collector was unregistered meanwhile`() async throws {
        let registry = ContextRegistry(on: timer)
        let registration = try registry.register(gated, named: "gated")
        async let first = registry.gather(context(.seconds(1)))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        #expect(await first.outcome(of: "gated") == .timeout)
        #expect(registry.unregister(registration))
        #expect(await registry.gather(context(.seconds(1))).reports.isEmpty)
        gated.open()
        await registry.waitUntilIdle()
        #expect(registry.lateResults == 1)
        #expect(await registry.gather(context(.seconds(1))).collectors.isEmpty)
    }

    @Test func `a joiner's cancellation is sent when the starter never began`() throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(gated, named: "gated")
        let entry = try #require(registry.contents.entries.first)
        let scope = CollectionScope(deadline: .distantFuture, timer: timer)
        let sessions = (0..<2).map { _ in
            GatherSession([entry], scope: scope, now: timer.now(), engine: registry.engine, board: registry.board)
        }
        let task = RunTask.thread(scope)
        let waiters = sessions.map { Waiter(session: $0, slot: 0) }
        let key = RunKey.plain
        guard case .start(let id, let buffer) = entry.ask(waiters[0], for: key, task: task),
            case .joined = entry.ask(waiters[1], for: key, task: task)
        else {
            Issue.record("one run for both")
            return
        }
        if entry.beginLeaving(waiters[1]) != nil { Issue.record("the starter is not leaving") }
        // All who are left are leaving: nobody else would cancel it.
        #expect(entry.endUnstarted(id, waiter: waiters[0])?.count == 1)
        withExtendedLifetime((sessions, buffer)) {}
    }
}

private enum CountedKey: ContextKey { static let defaultValue = Counted(hashed: Count()) }

/// Counts how often it is hashed or compared.
private struct Counted: Hashable {
    let hashed: Count

    static func == (a: Counted, b: Counted) -> Bool {
        a.hashed.add()
        return a.hashed === b.hashed
    }

    func hash(into hasher: inout Hasher) { hashed.add() }
}

/// A collector whose samples depend on one key.
private struct Depending: Collector {
    private let collector: InstantCollector

    init(_ collector: InstantCollector) { self.collector = collector }

    var dependencies: ContextDependencies { .keys(CountedKey.self) }

    func collect(into sink: inout SampleSink) throws { try collector.collect(into: &sink) }
}

private enum CuriousKey: ContextKey { static let defaultValue = Curious(registry: nil) }

/// Asks what its registry's collectors are at whenever it is compared, hashed or let go of.
private final class Curious: Hashable, Sendable {
    private let registry: ContextRegistry?

    init(registry: ContextRegistry?) { self.registry = registry }

    deinit { _ = registry?.status() }

    static func == (a: Curious, b: Curious) -> Bool {
        _ = a.registry?.status()
        return a.registry === b.registry
    }

    func hash(into hasher: inout Hasher) { _ = registry?.status() }
}

/// Sleeps until it is cancelled, and lets a test look at its context meanwhile.
private final class Probe: ContextCollector {
    private let context = Locked<CollectionContext?>(nil)
    private let cancelled = Locked<Bool?>(nil)

    var deadline: MonotonicInstant? { context.withLock { $0 }?.deadline }
    /// Whether it was cancelled; false while it sleeps.
    var isCancelled: Bool { cancelled.withLock { $0 } ?? false }

    nonisolated(nonsending) func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        self.context.withLock { $0 = context }
        do { try await context.sleep(for: .seconds(3_600)) } catch {
            cancelled.withLock { $0 = Task.isCancelled }
            throw error
        }
    }
}
