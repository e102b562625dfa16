import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `A collector's priority` {
    private func entry(_ name: String, _ policy: CollectorPolicy = CollectorPolicy(), isContext: Bool = false) -> CollectorEntry {
        isContext
            ? CollectorEntry(name: name, order: 0, collector: SleepingCollector(for: .zero), policy: policy, descriptors: [])
            : CollectorEntry(name: name, order: 0, collector: InstantCollector(), policy: policy, descriptors: [])
    }

    private func order(_ entries: [CollectorEntry], _ kind: PullLane.Kind = .blocking) -> [String] {
        PullLane.lanes(for: CollectorEntries(entries), limit: 64).first { $0.kind == kind }?.order.map { entries[Int($0)].name } ?? []
    }

    @Test(arguments: [false, true]) func `critical ones are started first, background ones last, equals as registered`(isContext: Bool) {
        let priorities: [(String, CollectorPolicy.Priority)] = [
            ("b1", .background), ("n1", .normal), ("c1", .critical), ("b2", .background), ("n2", .normal), ("c2", .critical),
        ]
        let entries = priorities.map { entry($0, CollectorPolicy(priority: $1), isContext: isContext) }
        #expect(order(entries, isContext ? .context : .blocking) == ["c1", "c2", "n1", "n2", "b1", "b2"])
    }

    @Test func `one that was left out often enough comes before all others, until it was reached`() {
        let background = entry("background", CollectorPolicy(priority: .background))
        let entries = [entry("critical", CollectorPolicy(priority: .critical)), entry("normal"), background]
        var places: [Int] = []
        for _ in 0..<10 {
            places.append(order(entries).firstIndex(of: "background") ?? -1)
            background.wasMissed()
        }
        #expect(places == [2, 2, 2, 2, 2, 1, 1, 1, 1, 0])
    }

    @Test func `with one thread the critical ones are done, and those that weren't reached are skipped`() async throws {
        let timer = ManualTimer()
        var options = GatherEngine.Options()
        options.collectorThreads = 1
        options.contextCollectorThreads = 1
        let registry = ContextRegistry(engine: GatherEngine(timer: timer, options: options))
        let reached = Locked<[String]>([])
        let blocks = Switch(true)
        let started = Switch()
        for (name, priority) in [("b", CollectorPolicy.Priority.background), ("n", .normal), ("c", .critical)] {
            try registry.register(name, policy: CollectorPolicy(priority: priority)) { _ in
                reached.withLock { $0.append(name) }
                if name != "n" { return }
                started.isOn = true
                while blocks.isOn { blockThread(for: .milliseconds(1)) }
            }
        }
        async let gather = registry.gather(within: .seconds(1))
        while !started.isOn { await Task.yield() }
        timer.advance(by: .seconds(1))
        let result = await gather
        blocks.isOn = false
        await registry.waitUntilIdle()
        #expect(reached.withLock { $0 } == ["c", "n"])
        #expect(result.outcome(of: "c") == .success)
        #expect(result.outcome(of: "n") == .timeout)
        #expect([.skipped, .rejected].contains(result.outcome(of: "b")))
    }
}

@Suite(.timeLimit(.minutes(15))) struct `Where a collector runs` {
    private func kinds(_ isolation: CollectorPolicy.Isolation, isContext: Bool, runs: Int64?) -> [PullLane.Kind] {
        let policy = CollectorPolicy(isolation: isolation)
        let entry =
            isContext
            ? CollectorEntry(name: "c", order: 0, collector: SleepingCollector(for: .zero), policy: policy, descriptors: [])
            : CollectorEntry(name: "c", order: 0, collector: InstantCollector(), policy: policy, descriptors: [])
        if let runs { entry.hasRun(for: runs) }
        return PullLane.lanes(for: CollectorEntries([entry]), limit: 64).map(\.kind)
    }

    @Test(arguments: [nil, 1_000, 5_000_000]) func `inline it goes with the quick ones, on a thread with those that block`(runs: Int64?) {
        #expect(kinds(.inline, isContext: false, runs: runs) == [.quick])
        #expect(kinds(.inline, isContext: true, runs: runs) == [.quickContext])
        #expect(kinds(.thread, isContext: false, runs: runs) == [.blocking])
        #expect(kinds(.thread, isContext: true, runs: runs) == [.context])
    }

    @Test func `by itself where its runs have shown that it fits`() {
        #expect(kinds(.automatic, isContext: false, runs: nil) == [.blocking])
        #expect(kinds(.automatic, isContext: false, runs: 1_000) == [.quick])
        #expect(kinds(.automatic, isContext: false, runs: 5_000_000) == [.blocking])
    }
}
