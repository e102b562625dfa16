import ContextMetrics
import Synchronization
import Testing

@Suite struct `A snapshot of a registry` {
    let registry = ContextRegistry()

    private func makeInstruments() throws {
        try registry.summary("z_size", help: "Size.", quantiles: [0.5], labels: "kind").with("a").observe(0)
        try registry.counter("b_total", help: "B.", labels: "kind").with("x").increment(by: 2)
        try registry.counter("b_exact_total", of: UInt128.self, decimals: 2).increment(by: 125)
        try registry.gauge("a_seconds", help: "A.", unit: .seconds).set(-1.5)
        try registry.histogram("h", buckets: [1]).observe(3)
        try registry.stateSet("door", states: ["open", "shut"], labels: "house").with("1").set(only: "shut")
        try registry.info("build_info", labels: ["version": "1"])
        _ = try registry.gauge("unused", labels: "kind")
    }

    @Test func `holds what every instrument holds, in the order of exposition`() throws {
        try makeInstruments()
        let families = registry.snapshot()
        #expect(
            families.map(\.name.text) == ["a_seconds", "b_exact_total", "b_total", "build_info", "door", "h", "unused", "z_size"])
        #expect(families.map(\.help) == ["A.", "", "B.", "", "", "", "", "Size."])
        #expect(families[0].unit == .seconds)
        #expect(
            try families.map { $0.metrics.map(\.value) } == [
                [.number(-1.5)], [.number(1.25)], [.number(2)], [.number(1)], [.state("open", false), .state("shut", true)],
                [.histogram(HistogramValue(bounds: [1], counts: [0, 1], sum: 3))], [],
                [.summary(SummaryValue(quantiles: [.init(0.5, 0)], count: 1, sum: 0))],
            ])
        #expect(try families[4].metrics.map(\.labels) == [Labels(["house": "1"]), Labels(["house": "1"])])
    }

    @Test func `is what a gather without collectors gives`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.counter("b_total", labels: "kind").with("x").increment()
        try registry.gauge("a").set(1)
        #expect(registry.snapshot() == (await registry.gather(within: .seconds(60))).families)
    }

    @Test func `runs no collector and has no metrics of the registry itself`() async throws {
        let runs = Atomic(0)
        try registry.register("collector") { sink in
            runs.wrappingAdd(1, ordering: .relaxed)
            sink.sample(GaugeDescriptor("collected"), value: 1)
        }
        try registry.gauge("asked") { 1 }
        try registry.gauge("own").set(1)
        _ = await registry.gather(within: .seconds(60))
        let before = runs.load(ordering: .relaxed)
        #expect(registry.snapshot().map(\.name.text) == ["own"])
        #expect(runs.load(ordering: .relaxed) == before)
    }

    @Test func `doesn't change with its instruments`() throws {
        let gauge = try registry.gauge("own")
        let before = registry.snapshot()
        gauge.set(7)
        #expect(before.flatMap(\.metrics).map(\.value) == [.number(0)])
        #expect(registry.snapshot().flatMap(\.metrics).map(\.value) == [.number(7)])
    }
}
