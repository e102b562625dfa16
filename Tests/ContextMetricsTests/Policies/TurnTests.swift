import ContextMetricsTesting
import Synchronization
import Testing

@testable import ContextMetrics

/// Tells how many of them run at once at the most; each run waits for its turn to end.
private final class Together: Sendable {
    private let now = Atomic<Int>(0)
    private let most = Atomic<Int>(0)
    private let count = Atomic<Int>(0)

    var atOnce: Int { most.load(ordering: .relaxed) }
    var runs: Int { count.load(ordering: .relaxed) }

    func enter() {
        count.wrappingAdd(1, ordering: .relaxed)
        most.max(now.wrappingAdd(1, ordering: .relaxed).newValue, ordering: .relaxed)
    }

    func leave() { now.wrappingSubtract(1, ordering: .relaxed) }
}

/// Sleeps in real time.
private struct SleepingTogether: ContextCollector {
    let together: Together
    let name: String

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        together.enter()
        defer { together.leave() }
        try await Task.sleep(for: .milliseconds(2))
        sink.family(GaugeDescriptor("g", labels: "c")) { $0.sample(name, value: 1) }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `Collectors that take turns` {
    let timer = ManualTimer()
    private let together = Together()

    private func register(_ names: [String], in registry: ContextRegistry, _ policy: CollectorPolicy) throws {
        for (place, name) in names.enumerated() {
            if place.isMultiple(of: 2) {
                try registry.register(name, policy: policy) { [together] sink in
                    together.enter()
                    blockThread(for: .milliseconds(2))
                    sink.family(GaugeDescriptor("g", labels: "c")) { $0.sample(name, value: 1) }
                    together.leave()
                }
            } else {
                try registry.register(SleepingTogether(together: together, name: name), named: name, policy: policy)
            }
        }
    }

    private static let names = (0..<6).map { "c\($0)" }

    @Test(arguments: [1, 2]) func `of a group so many run at once, synchronous or not, across scrapes`(atOnce: Int) async throws {
        let registry = ContextRegistry(on: timer)
        try register(Self.names, in: registry, CollectorPolicy(joining: .perScrape, isolation: .serial("g", atOnce: atOnce)))
        async let first = registry.gather(within: .seconds(10))
        async let second = registry.gather(within: .seconds(10))
        for result in await [first, second] {
            #expect(result.ending == .complete)
            #expect(result.samples("g").count == 6)
        }
        #expect(together.runs == 12)
        #expect(together.atOnce <= atOnce)
        await registry.waitUntilIdle()
    }

    @Test func `an exclusive collector is never run twice at once, and each scrape has a run of its own`() async throws {
        let registry = ContextRegistry(on: timer)
        try register(["c"], in: registry, CollectorPolicy(joining: .exclusive))
        let results = await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { await registry.gather(within: .seconds(10)).outcome(of: "c") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: .success, count: 8))
        #expect(together.runs == 8)
        #expect(together.atOnce == 1)
        await registry.waitUntilIdle()
    }

    @Test func `per scrape runs go on beside each other`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("c"))
        try registry.register(gated, named: "c", policy: CollectorPolicy(joining: .perScrape))
        async let first = registry.gather(within: .seconds(10))
        async let second = registry.gather(within: .seconds(10))
        await gated.waitUntilStarted(2)
        gated.open()
        #expect(await [first, second].map(\.collectors) == [["c": 4], ["c": 4]])
        await registry.waitUntilIdle()
    }

    @Test func `whose turn hasn't come at the deadline is skipped, and holds nothing up`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("a"))
        let policy = CollectorPolicy(isolation: .serial("g"))
        try registry.register(gated, named: "a", policy: policy)
        try registry.register(InstantCollector(TestSamples("b")), named: "b", policy: policy)
        async let first = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        let result = await first
        #expect(result.outcome(of: "a") == .timeout)
        #expect(result.outcome(of: "b") == .skipped)
        // The one whose turn it is was left by everybody: nobody can tell when it ends.
        let second = await registry.gather(within: .seconds(1))
        #expect(second.outcome(of: "a") == .stillRunning)
        #expect(second.outcome(of: "b") == .rejected)
        gated.open()
        await registry.waitUntilIdle()
        let third = await registry.gather(within: .seconds(1))
        #expect(third.collectors == ["a": 4, "b": 4])
        await registry.waitUntilIdle()
    }

    @Test func `an exclusive collector that is stuck is reported as that, at once`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("c"))
        try registry.register(gated, named: "c", policy: CollectorPolicy(joining: .exclusive))
        async let first = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        async let second = registry.gather(within: .seconds(1))
        await timer.waitUntilArmed(count: 2)
        timer.advance(by: .seconds(1))
        #expect(await first.outcome(of: "c") == .timeout)
        #expect([.stillRunning, .skipped].contains(await second.outcome(of: "c")))
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .stillRunning)
        #expect(gated.started == 1)
        gated.open()
        await registry.waitUntilIdle()
        #expect(registry.orphans == 0)
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .success)
        await registry.waitUntilIdle()
    }

    @Test func `clients that leave give up their turns`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("c"))
        try registry.register(gated, named: "c", policy: CollectorPolicy(joining: .exclusive))
        async let first = registry.gather(within: .seconds(10))
        await gated.waitUntilStarted()
        let leaving = (0..<5).map { _ in Task { await registry.gather(within: .seconds(10)) } }
        await timer.waitUntilArmed(count: 6)
        for task in leaving { task.cancel() }
        for task in leaving { _ = await task.value }
        gated.open()
        #expect(await first.outcome(of: "c") == .success)
        await registry.waitUntilIdle()
        #expect(gated.started == 1)
    }

    @Test func `what shares a run in flight needs no turn`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("c"))
        try registry.register(gated, named: "c", policy: CollectorPolicy(isolation: .serial("g")))
        async let first = registry.gather(within: .seconds(10))
        await gated.waitUntilStarted()
        async let second = registry.gather(within: .seconds(10))
        try await registry.waitUntilJoined("c", by: 2)
        gated.open()
        #expect(await [first, second].map(\.collectors) == [["c": 4], ["c": 4]])
        #expect(gated.started == 1)
        await registry.waitUntilIdle()
    }
}
