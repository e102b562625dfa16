import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `Gatherers that are merged` {
    let timer = ManualTimer()
    let engine: GatherEngine

    init() { engine = GatherEngine(timer: timer) }

    private func registry(selfMetrics: Bool = false) -> ContextRegistry {
        ContextRegistry(options: .init(includesSelfMetrics: selfMetrics), engine: engine)
    }

    /// One line a sample: name, labels, value.
    private func lines(_ result: GatherResult) -> [String] { result.families.flatMap(\.lines) }

    private func conflicts(_ result: GatherResult) -> [String] {
        result.merged().conflicts.map { "\($0.collector) \($0.family) \($0.reason.rawValue) \($0.samples)" }
    }

    @Test func `G12: families stand by name, samples by gatherer, whoever ended first`() async throws {
        let (first, second) = (registry(), registry())
        let gated = GatedCollector(TestSamples(family: "b", collector: "slow", count: 1))
        try first.register(gated, named: "slow")
        try first.gauge("c").set(3)
        try second.register(InstantCollector(TestSamples(family: "b", collector: "quick", count: 1)), named: "quick")
        try second.gauge("a").set(1)
        let merged = MergedGatherer([first, second], engine: engine)
        async let result = merged.gather(GatherContext())
        await gated.waitUntilStarted()
        while second.liveSessions > 0 { await Task.yield() }
        gated.open()
        #expect(
            lines(await result) == [
                "a{} 1.0", "b{collector=\"slow\",i=\"0\"} 0.0", "b{collector=\"quick\",i=\"0\"} 0.0", "c{} 3.0",
            ])
        #expect(await result.reports.map(\.collector) == ["slow", "quick"])
        #expect(await result.ending == .complete)
    }

    @Test func `G13: of a series that two have the earlier gatherer's is shown, the other counted and named`() async throws {
        let (first, second) = (registry(), registry(selfMetrics: true))
        try first.gauge("g", labels: "l").with("x").set(1)
        let both = GaugeDescriptor("g", labels: "l")
        try second.register("late", describing: both) { sink in
            sink.family(both) {
                $0.sample("x", value: 2)
                $0.sample("y", value: 3)
            }
        }
        let result = await MergedGatherer([first, second], engine: engine).gather(GatherContext())
        #expect(lines(result).filter { $0.hasPrefix("g") } == ["g{l=\"x\"} 1.0", "g{l=\"y\"} 3.0"])
        #expect(conflicts(result) == ["late g duplicate 1"])
        _ = result.merged(counts: true)
        let dropped = await second.gather(GatherContext()).samples("metrics_collector_dropped_samples_total")
        #expect(dropped == ["late,duplicate 1.0"])
    }

    @Test func `G13: families that disagree on type, unit or the names of samples are the earlier gatherer's`() async throws {
        let (first, second) = (registry(), registry())
        try first.gauge("g").set(1)
        try first.histogram("h", buckets: [1]).observe(0.5)
        try second.counter("g").increment()
        try second.gauge("h_count").set(7)
        try second.gauge("mine").set(2)
        let result = await MergedGatherer([first, second], engine: engine).gather(GatherContext())
        #expect(result.families.map(\.name.text) == ["g", "h", "mine"])
        #expect(conflicts(result) == ["g g conflict 1", "h_count h_count conflict 1"])
    }

    @Test func `Labels may differ from gatherer to gatherer, and the same series is found under any order of them`() async throws {
        let (first, second) = (registry(), registry())
        try first.gauge("g", labels: "a", "b").with("1", "2").set(1)
        let others = try second.gauge("g", constantLabels: ["b": "2"], labels: "a")
        others.with("1").set(2)
        others.with("3").set(3)
        // A label without a value is none.
        let third = registry()
        try third.gauge("g", labels: "a", "b", "c").with("1", "2", "").set(4)
        let result = await MergedGatherer([first, second, third], engine: engine).gather(GatherContext())
        #expect(lines(result) == ["g{a=\"1\",b=\"2\"} 1.0", "g{a=\"3\",b=\"2\"} 3.0"])
        #expect(conflicts(result) == ["g g duplicate 1", "g g duplicate 1"])
        let text = await ScrapeHandler(MergedGatherer([first, second], engine: engine), engine: engine).scrape().text
        #expect(text == "# TYPE g gauge\ng{a=\"1\",b=\"2\"} 1\ng{b=\"2\",a=\"3\"} 3\n")
    }

    @Test func `All have one deadline, and those that are in time are there`() async throws {
        let (first, second) = (registry(), registry())
        let gated = GatedCollector()
        defer { gated.open() }
        try first.register(gated, named: "late")
        try second.register(InstantCollector(), named: "quick")
        let merged = MergedGatherer([first, second], engine: engine)
        async let result = merged.gather(GatherContext(deadline: timer.now().advanced(by: .seconds(1))))
        await gated.waitUntilStarted()
        while second.liveSessions > 0 { await Task.yield() }
        timer.advance(by: .seconds(1))
        #expect(await result.ending == .deadline)
        #expect(await result.outcomes == ["late": .timeout, "quick": .success])
        #expect(await result.collectors == ["test": 10])
    }

    @Test func `A merged result ends as the worst of its parts, but one that is shut down doesn't end the others`() async throws {
        let (first, second) = (registry(), registry())
        try second.gauge("g").set(1)
        await first.shutdown(within: .zero)
        let result = await MergedGatherer([first, second], engine: engine).gather(GatherContext())
        #expect(result.ending == .complete)
        #expect(lines(result) == ["g{} 1.0"])
        #expect(await MergedGatherer([first], engine: engine).gather(GatherContext()).ending == .shutdown)
        #expect(await MergedGatherer([], engine: engine).gather(GatherContext()).ending == .complete)
        let cancelled = Task { [engine] in
            withUnsafeCurrentTask { $0?.cancel() }
            return await MergedGatherer([second], engine: engine).gather(GatherContext()).ending
        }
        #expect(await cancelled.value == .callerCancelled)
    }

    @Test func `A filter reaches all of them, and what it may name is what any of them has`() async throws {
        let (first, second) = (registry(), registry())
        try first.register(InstantCollector(TestSamples(family: "a", count: 1)), named: "a")
        try second.register(InstantCollector(TestSamples(family: "b", count: 1)), named: "b")
        let merged = MergedGatherer([first, second], engine: engine)
        let result = await merged.gather(GatherContext(filter: GatherFilter(collectors: ["b"])))
        #expect(result.families.map(\.name.text) == ["b"])
        #expect(result.reports.map(\.collector) == ["b"])
        #expect(merged.catalog == GatherCatalog(collectors: ["a", "b"], names: [MetricName(unchecked: "a"), MetricName(unchecked: "b")]))
        try second.register("free") { _ in }
        #expect(merged.catalog?.names == nil)
        #expect(MergedGatherer([first, OwnGatherer { _ in GatherResult([], from: "own") }], engine: engine).catalog == nil)
    }

    @Test func `Registries of one engine share its bound on threads`() async throws {
        var options = GatherEngine.Options()
        options.collectorThreads = 1
        let engine = GatherEngine(options: options)
        let registries = try (0..<4).map { number in
            let registry = ContextRegistry(engine: engine)
            try registry.register(BlockingCollector(for: .seconds(1)), named: "block \(number)")
            return registry
        }
        let merged = MergedGatherer(registries, engine: engine)
        let result = await merged.gather(GatherContext(deadline: engine.timer.now().advanced(by: .milliseconds(300))))
        // The bound, and two threads for those that are known to be quick.
        #expect(result.reports.count { $0.outcome == .timeout } <= 3)
        #expect(result.reports.allSatisfy { [.timeout, .rejected, .skipped].contains($0.outcome) })
        for registry in registries { await registry.waitUntilIdle() }
    }

    @Test func `What a merged gatherer shows is read by the judge`() async throws {
        let (first, second) = (registry(), registry())
        for (number, registry) in [first, second].enumerated() {
            try registry.histogram("wait_seconds", help: "Waits.", unit: .seconds, buckets: [1]).observe(Double(number))
            try registry.stateSet("mode", help: "Modes.", states: ["on", "off"]).set(only: "on")
        }
        let labelled = try [first, second].enumerated().map { try LabelledGatherer($1, labels: ["shard": "\($0)"]) }
        let result = await MergedGatherer(labelled, engine: engine).gather(GatherContext())
        #expect(result.families.map(\.metrics.count) == [4, 2])
        // The parser of the library is as strict as the judges.
        #expect(try result.lint().isEmpty)
    }
}

extension MetricFamily {
    /// One line a sample: name, labels, value.
    var lines: [String] { metrics.map { "\(name)\($0.labels) \($0.value.number ?? .nan)" } }
}

/// A gatherer that is a closure.
struct OwnGatherer: Gatherer {
    let body: @Sendable (GatherContext) async -> GatherResult
    init(_ body: @escaping @Sendable (GatherContext) async -> GatherResult) { self.body = body }
    nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult { await body(context) }
}
