import ContextMetricsTesting
import Synchronization
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `Outcomes and self-metrics` {
    let timer = ManualTimer()

    @Test func `every run is counted by its outcome`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(InstantCollector(TestSamples("instant")), named: "instant")
        try registry.register(ThrowingCollector(TestSamples("throwing")), named: "throwing")
        try registry.register("giving up") { _, _ in throw CancellationError() }
        for _ in 1...3 { _ = await registry.gather(within: .seconds(1)) }
        let result = await registry.gather(within: .seconds(1))
        #expect(result.runs("instant") == ["success": 4])
        #expect(result.runs("throwing") == ["success": 0, "error": 4])
        #expect(result.runs("giving up") == ["success": 0, "cancelled": 4])
        #expect(result.samples("metrics_collector_success") == ["instant 1.0", "throwing 0.0", "giving up 0.0"])
        #expect(result.samples("metrics_collector_duration_seconds").count == 3)
        #expect(result.collectors == ["instant": 4])
    }

    @Test(arguments: CollectorOutcome.allCases) func `only a collector that ran, or still runs, gets a verdict`(outcome: CollectorOutcome) {
        let ran: Set<CollectorOutcome> = [.success, .timeout, .cancelled, .error, .stillRunning, .overflow]
        #expect(outcome.isVerdict == ran.contains(outcome))
        #expect(CollectorOutcome(rawValue: outcome.rawValue) == outcome)
        #expect(outcome.rawValue.allSatisfy { $0.isLowercase || $0 == "_" })
    }

    @Test func `without self-metrics a result holds the collectors' families alone`() async throws {
        let registry = ContextRegistry(on: timer, options: .init(includesSelfMetrics: false))
        try registry.register(InstantCollector(TestSamples("instant")), named: "instant")
        let result = await registry.gather(within: .seconds(1))
        #expect(result.families.map(\.name.text) == ["test_value"])
    }

    @Test func `an empty registry is gathered at once, without threads`() async {
        let registry = ContextRegistry(on: timer)
        #expect(await registry.gather(within: .seconds(1)).ending == .complete)
        #expect(registry.engine.threadCount == 0)
    }

    @Test(arguments: [SampleCaps(samples: 3), SampleCaps(bytes: 200), SampleCaps(samples: -1), SampleCaps(bytes: .min)])
    func `G16: beyond its caps a collector's outcome is overflow`(caps: SampleCaps) async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(
            InstantCollector(TestSamples(collector: "big", count: 100)), named: "big", policy: CollectorPolicy(caps: caps))
        try registry.register(InstantCollector(TestSamples("small")), named: "small")
        let result = await registry.gather(within: .seconds(1))
        #expect(result.outcome(of: "big") == .overflow)
        #expect(result.collectors == ["small": 4])
        #expect(result.success("big") == 0)
        let dropped = result.samples("metrics_collector_dropped_samples_total")
        #expect(dropped.count == 1 && dropped.first?.hasPrefix("big,overflow ") == true)
    }

    @Test func `G13: what can't stand beside an earlier registration is counted for the later`() async throws {
        let registry = ContextRegistry(on: timer)
        let gauge = GaugeDescriptor("g", labels: "l")
        try registry.register("first") { sink in sink.family(gauge) { $0.sample("x", value: 1) } }
        try registry.register("second") { sink in
            sink.family(gauge) { $0.sample("x", value: 2) }
            sink.sample(GaugeDescriptor("g_other"), value: 3)
            sink.sample(CounterDescriptor("g_total"), value: 4)
        }
        let merged = await registry.gather(within: .seconds(1)).merged()
        #expect(merged.conflicts.map { "\($0.collector) \($0.family) \($0.reason)" } == ["second g_total conflict", "second g duplicate"])
        let result = await registry.gather(within: .seconds(1))
        #expect(result.samples("g") == ["x 1.0"])
        #expect(result.samples("g_other") == [" 3.0"])
    }

    @Test(arguments: [-1, 0, 1, Int.max, Int.min]) func `G22: any number of threads makes an engine`(threads: Int) async throws {
        var options = GatherEngine.Options()
        options.collectorThreads = threads
        options.contextCollectorThreads = threads
        let registry = ContextRegistry(engine: GatherEngine(timer: timer, options: options))
        try registry.register(InstantCollector(TestSamples("instant")), named: "instant")
        try registry.register(SleepingCollector(for: .seconds(1), TestSamples("sleeping")), named: "sleeping")
        async let gather = registry.gather(within: .seconds(10))
        await timer.waitUntilArmed(count: 2)
        timer.advance(by: .seconds(1))
        #expect(await gather.collectors == ["instant": 4, "sleeping": 4])
    }

    @Test func `a system that refuses every thread makes collectors rejected, not failed`() async throws {
        let registry = ContextRegistry(engine: GatherEngine(timer: timer, startThread: { _, _ in false }))
        try registry.register(InstantCollector(), named: "instant")
        try registry.counter("requests_total").increment()
        let result = await registry.gather(within: .seconds(1))
        #expect(result.ending == .unavailable)
        #expect(result.outcome(of: "instant") == .rejected)
        #expect(result.success("instant") == nil)
        #expect(result.samples("requests_total") == [" 1.0"])
        #expect(registry.liveSessions == 0)
    }

    @Test(arguments: ["metrics-timer", "metrics-front", "metrics-control"])
    func `without a thread that has to be there nothing is started`(name: String) async throws {
        let engine = GatherEngine(timer: timer) { $0 == name ? false : SystemThread.start($0, $1) }
        let registry = ContextRegistry(engine: engine)
        let gated = GatedCollector()
        gated.open()
        try registry.register(gated, named: "gated")
        #expect(await registry.gather(within: .seconds(1)).ending == .unavailable)
        #expect(gated.started == 0)
    }

    @Test func `collectors for which the system gives no thread are rejected at the deadline`() async throws {
        let engine = GatherEngine(timer: timer) { $0 == "metrics-collect" ? false : SystemThread.start($0, $1) }
        let registry = ContextRegistry(engine: engine)
        try registry.register(InstantCollector(TestSamples("instant")), named: "instant")
        try registry.register("context") { sink, _ in TestSamples("context").write(to: &sink) }
        async let gather = registry.gather(within: .seconds(1))
        await timer.waitUntilArmed()
        while registry.contents.entries.last?.statistics[.success] == 0 { await Task.yield() }
        timer.advance(by: .seconds(1))
        let result = await gather
        #expect(result.ending == .deadline)
        #expect(result.outcome(of: "instant") == .rejected)
        #expect(result.collectors == ["context": 4])
    }

    @Test(arguments: 1...6) func `a system that refuses the first threads is asked again`(refusals: Int) async throws {
        let left = Refusals(refusals)
        let engine = GatherEngine(timer: timer) { name, body in left.take() ? false : SystemThread.start(name, body) }
        let registry = ContextRegistry(engine: engine)
        try registry.register(InstantCollector(TestSamples("instant")), named: "instant")
        try registry.register("context") { sink, _ in TestSamples("context").write(to: &sink) }
        var endings: [GatherResult.Ending] = []
        for _ in 0...refusals where endings.last != .complete { endings.append(await registry.gather(within: .seconds(1)).ending) }
        #expect(endings.last == .complete)
        #expect(endings.dropLast().allSatisfy { $0 == .unavailable })
        #expect(await registry.gather(within: .seconds(1)).collectors == ["instant": 4, "context": 4])
    }

    private final class Refusals: Sendable {
        private let left: Atomic<Int>
        init(_ count: Int) { left = Atomic(count) }
        func take() -> Bool { left.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 }
    }
}
