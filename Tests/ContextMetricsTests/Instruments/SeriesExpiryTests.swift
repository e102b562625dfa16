import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct `Series that expire` {
    private let timer = ManualTimer()
    private let registry: ContextRegistry

    init() { registry = ContextRegistry(engine: GatherEngine(timer: timer)) }

    /// The label values that a gather finds.
    private func gathered<Child>(_ storage: FamilyStorage<Child>) async -> [String] {
        _ = await registry.gather(within: .seconds(3600))
        return storage.core.series.compactMap(\.labels.first).sorted()
    }

    @Test func `go when their value has not changed for longer than the limit, and no sooner`() async throws {
        let jobs = try registry.counter("jobs_total", labels: "worker")
        jobs.expireSeries(unchangedFor: .seconds(80))
        for worker in ["a", "b"] { jobs.with(worker).increment() }
        #expect(await gathered(jobs.storage) == ["a", "b"])
        for _ in 0..<8 {
            timer.advance(by: .seconds(10))
            jobs.with("b").increment()
            #expect(await gathered(jobs.storage) == ["a", "b"])
        }
        timer.advance(by: .seconds(11))
        jobs.with("b").increment()
        #expect(await gathered(jobs.storage) == ["b"])
        #expect(jobs.with("b").value == 10)
        #expect(jobs.with("a").value == 0)
    }

    @Test func `of all kinds go`() async throws {
        let gauges = try registry.gauge("depth", labels: "queue")
        let histograms = try registry.histogram("size", labels: ["queue"])
        gauges.expireSeries(unchangedFor: .seconds(60))
        histograms.expireSeries(unchangedFor: .seconds(60))
        gauges.with("a").set(.nan)
        try histograms.with(["a"]).observe(1)
        #expect(await gathered(gauges.storage) == ["a"])
        #expect(await gathered(histograms.storage) == ["a"])
        timer.advance(by: .seconds(61))
        #expect(await gathered(gauges.storage) == [])
        #expect(await gathered(histograms.storage) == [])
    }

    @Test func `stay for ever where nobody asked for it`() async throws {
        let gauges = try registry.gauge("depth", labels: "queue")
        let others = try registry.gauge("other", labels: "queue")
        others.expireSeries(unchangedFor: .seconds(1))
        gauges.with("a").set(1)
        _ = await gathered(gauges.storage)
        timer.advance(by: .seconds(1_000_000))
        #expect(await gathered(gauges.storage) == ["a"])
    }

    @Test(arguments: [Duration.zero, .seconds(-5), .seconds(Int64.max)]) func `take any limit`(limit: Duration) async throws {
        let gauges = try registry.gauge("depth", labels: "queue")
        gauges.expireSeries(unchangedFor: limit)
        gauges.with("a").set(1)
        _ = await gathered(gauges.storage)
        timer.advance(by: .seconds(1))
        #expect(await gathered(gauges.storage) == (limit > .seconds(1) ? ["a"] : []))
    }
}
