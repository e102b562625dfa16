import Testing

@testable import ContextMetrics

/// A random registry behind a handler: the families of a collector, and an instrument of each kind.
struct ServedRegistry {
    let seed: UInt64
    let registry: ContextRegistry
    let handler: ScrapeHandler
    /// With their values, which don't change.
    let families: [MetricFamily]

    /// `times` are those that samples may have, in milliseconds since 1970.
    init(seed: UInt64, times: ClosedRange<Int>) throws {
        self.seed = seed
        let collected = RandomRegistry(seed: seed, names: .unicode, times: times)
        registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.register(collected, named: "random")
        var instruments = RandomInstruments(seed: ~seed)
        try instruments.register(in: registry)
        families = (collected.families + registry.snapshot()).filter { !$0.metrics.isEmpty }
        handler = ScrapeHandler(registry, options: .init(includesHandlerMetrics: false))
    }
}

/// Instruments with hostile names, labels and values.
private struct RandomInstruments {
    private var random: SeededGenerator
    private var count = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func register(in registry: ContextRegistry) throws {
        let counters = try registry.counter(name() + "_total", help: random.text(30), labels: name(), name())
        let exact = try registry.counter(name() + "_total", of: UInt64.self, labels: name())
        let decimals = try registry.counter(name() + "_total", of: UInt128.self, decimals: 3, labels: name())
        let gauges = try registry.gauge(name(), help: random.text(30), constantLabels: [name(): random.text(12)], labels: name())
        let signed = try registry.gauge(name(), of: Int64.self, labels: name())
        let histograms = try registry.histogram(name() + "_seconds", unit: .seconds, buckets: [-1, 0, 0.25, 1e6], labels: name())
        let natives = try registry.nativeHistogram(name(), labels: name())
        let both = try registry.nativeHistogram(name(), buckets: .init(schema: 0), classic: [-1, 0.5], labels: name())
        let summaries = try registry.summary(name(), quantiles: [0.5, 0.99], labels: name())
        let (on, off) = ("a" + random.text(6), "b" + random.text(6))
        let states = try registry.stateSet(name(), states: [on, off], labels: name())
        try registry.info(name() + "_info", labels: [name(): random.text(12)])
        for _ in 0..<3 {
            let label = random.text(12)
            counters.with(label, random.text(12)).increment(by: positive(), exemplar: ["trace": random.exemplarText(12)])
            exact.with(label).increment(by: random.next() >> UInt64.random(in: 0..<64, using: &random))
            decimals.with(label).increment(by: UInt128(random.next()) * UInt128(random.next() >> 40))
            gauges.with(label).set(Double.hostile(using: &random))
            signed.with(label).set(Int64(bitPattern: random.next()))
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let value = observed()
                histograms.with(label).observe(value)
                natives.with(label).observe(value)
                both.with(label).observe(value, exemplar: ["trace": random.exemplarText(12)])
                summaries.with(label).observe(value)
            }
            try states.with(label).set(only: Bool.random(using: &random) ? on : off)
        }
    }

    private mutating func name() -> String {
        count += 1
        return "\(random.word())_i\(count)"
    }

    /// Any finite number that isn't negative.
    private mutating func positive() -> Double {
        let value = Double.hostile(using: &random).magnitude
        return value.isFinite ? value : 1
    }

    /// None of which spoils a sum.
    private mutating func observed() -> Double { Double(Int.random(in: -20_000...20_000, using: &random)) / 1_000 }
}
