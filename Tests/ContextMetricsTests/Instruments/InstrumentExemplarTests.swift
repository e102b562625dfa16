import Synchronization
import Testing

@testable import ContextMetrics

@Suite struct `Exemplars of instruments` {
    private static let now = 1_700_000_000.25
    private let registry = ContextRegistry(options: .init(includesSelfMetrics: false), clock: WallClock { now })

    private func exemplar(_ value: Double, _ trace: String, at time: Double = now) throws -> Exemplar {
        try Exemplar(value, labels: ["trace": trace], at: time)
    }

    private func exemplars(_ name: String) -> [Exemplar] {
        registry.snapshot().first { $0.name.text == name }?.metrics.flatMap(\.exemplars) ?? []
    }

    @Test func `a counter has the last one, with its amount and the time of the registry's clock`() throws {
        let counter = try registry.counter("sent_bytes_total")
        #expect(exemplars("sent_bytes_total") == [])
        counter.increment(by: 2, exemplar: ["trace": "a"])
        counter.increment(by: 0.5, exemplar: ["trace": "b"])
        counter.increment()
        #expect(exemplars("sent_bytes_total") == [try exemplar(0.5, "b")])
        counter.increment(exemplar: ["trace": "c"])
        #expect(exemplars("sent_bytes_total") == [try exemplar(1, "c")])
        #expect(counter.value == 4.5)
    }

    @Test func `the time may be given`() throws {
        try registry.counter("a_total").increment(by: 1, exemplar: ["trace": "a"], at: 17.5)
        try registry.histogram("b").observe(1, exemplar: ["trace": "a"], at: -1)
        #expect(exemplars("a_total") == [try exemplar(1, "a", at: 17.5)])
        #expect(exemplars("b") == [try exemplar(1, "a", at: -1)])
    }

    @Test func `a histogram has the last one of each bucket, whose bound belongs to it`() throws {
        let histogram = try registry.histogram("wait_seconds", buckets: [0, 1, 10])
        for (value, trace) in [(11.0, "a"), (1, "b"), (0.5, "c"), (1, "d"), (10.5, "e"), (-3, "f"), (0, "g"), (10, "h")] {
            histogram.observe(value, exemplar: ["trace": trace])
        }
        histogram.observe(0.7)
        #expect(exemplars("wait_seconds") == [try exemplar(0, "g"), try exemplar(1, "d"), try exemplar(10, "h"), try exemplar(10.5, "e")])
        #expect(histogram.value.counts == [2, 4, 1, 2])
    }

    @Test func `durations have them, and what is timed`() async throws {
        let histogram = try registry.histogram("wait_seconds", buckets: [1_000])
        histogram.observe(.milliseconds(1_500), exemplar: ["trace": "a"])
        #expect(exemplars("wait_seconds") == [try exemplar(1.5, "a")])
        #expect(histogram.time(exemplar: ["trace": "b"]) { 7 } == 7)
        #expect(exemplars("wait_seconds").map(\.labels) == [try Labels(["trace": "b"])])
        await histogram.time(exemplar: ["trace": "c"]) { await Task.yield() }
        #expect(exemplars("wait_seconds").map(\.labels) == [try Labels(["trace": "c"])])
        #expect(histogram.value.count == 3)
    }

    @Test func `an exact counter has them in its unit, not in its smallest`() throws {
        let paid = try registry.counter("paid_total", of: UInt128.self, decimals: 2)
        paid.increment(by: 150, exemplar: ["trace": "a"])
        #expect(paid.value == 150)
        #expect(exemplars("paid_total") == [try exemplar(1.5, "a")])
    }

    @Test func `a bad one is dropped and counted, and its update counts`() throws {
        let counter = try registry.counter("jobs_total", labels: "a")
        let histogram = try registry.histogram("size")
        let long = String(repeating: "x", count: 124)
        counter.with("1").increment(by: 2, exemplar: ["trace": "good"])
        counter.with("1").increment(by: 3, exemplar: ["trace": long])
        counter.with("2").increment(by: 4, exemplar: ["": "x"])
        histogram.observe(1, exemplar: ["__x": "1"])
        histogram.observe(2, exemplar: ["trace": "a", "trace": "a"])
        histogram.observe(3, exemplar: ["trace": "a"], at: .nan)
        #expect(counter.with("1").value == 5 && counter.with("2").value == 4 && histogram.value.count == 3)
        #expect(counter.droppedExemplars == 2 && counter.with("1").droppedExemplars == 2 && histogram.droppedExemplars == 3)
        #expect(counter.dropped == 0 && histogram.dropped == 0)
        #expect(exemplars("jobs_total") == [try exemplar(2, "good")])
        #expect(exemplars("size") == [])
    }

    @Test func `an update that is dropped leaves none`() throws {
        let counter = try registry.counter("jobs_total")
        let paid = try registry.counter("paid_total", of: UInt128.self)
        let histogram = try registry.histogram("size")
        paid.increment(by: .max)
        counter.increment(by: -1, exemplar: ["trace": "a"])
        paid.increment(by: 1, exemplar: ["trace": "a"])
        histogram.observe(.infinity, exemplar: ["trace": "a"])
        #expect(counter.dropped == 1 && paid.dropped == 1 && histogram.dropped == 1)
        #expect(["jobs_total", "paid_total", "size"].flatMap(exemplars) == [])
        #expect(counter.droppedExemplars == 0)
    }

    // MARK: Series that come and go

    private let family = CounterFamily<Double, 1>(.counters(CounterDescriptor("jobs_total", labels: "id").family))
    private var kept: Int { family.storage.core.exemplarStore.load()?.count ?? 0 }

    @Test func `go with their series, and no new one in its place shows them`() {
        for index in 0..<2_000 {
            family.with("\(index)").increment(exemplar: ["trace": "\(index)"])
            family.remove("\(index)")
            #expect(kept == 0)
        }
        for index in 0..<2_000 { _ = family.with("new \(index)") }
        var seen = 0
        family.storage.core.visit { _, _, details in seen += details.exemplars.count }
        #expect(seen == 0)
        for index in 0..<10 { family.with("new \(index)").increment(exemplar: [:]) }
        family.removeAll()
        #expect(kept == 0)
    }

    @Test func `of a removed series whose handle is held go with its memory`() {
        var held: Counter<Double>? = family.with("held")
        let place = held?.series.place
        family.remove("held")
        held?.increment(exemplar: ["trace": "late"])
        #expect(kept == 1)
        held = nil
        for index in 0..<100 {
            _ = family.with("\(index)")
            family.remove("\(index)")
        }
        #expect(kept == 0)
        // The place is in use again, and has none.
        let places = (0..<200).map { family.with("new \($0)").series.place }
        #expect(places.contains { $0 == place })
    }

    @Test func `of expired series are forgotten`() throws {
        for index in 0..<100 { family.with("\(index)").increment(exemplar: [:]) }
        family.expireSeries(unchangedFor: .seconds(10))
        family.storage.root.expire(now: 1_000_000_000)
        #expect(kept == 100)
        family.storage.root.expire(now: 20_000_000_000)
        #expect(kept == 0)
    }

    /// What happens while a value is read.
    private final class Meanwhile: Sendable {
        let action = Locked<(@Sendable (UnsafeMutableRawPointer) -> Void)?>(nil)
    }

    /// Counters that are updated while they are read.
    private struct BusyStorage: SeriesStorage {
        let meanwhile: Meanwhile
        let numbers = NumberStorage(arena: NumberArena(), start: 0.0, isCounting: true)

        func make() -> UnsafeMutableRawPointer { numbers.make() }
        func free(_ places: [UnsafeMutableRawPointer]) { numbers.free(places) }
        func read(_ place: UnsafeMutableRawPointer) -> InstrumentReading {
            defer { meanwhile.action.withLock { $0 }?(place) }
            return numbers.read(place)
        }
    }

    @Test func `are never of an update that the value beside them doesn't have`() {
        let meanwhile = Meanwhile()
        let core = FamilyCore(CounterDescriptor("jobs_total", labels: "id").family, BusyStorage(meanwhile: meanwhile))
        _ = core.findOrMake(["a"])
        meanwhile.action.withLock { action in
            action = { [unowned core] in core.keep(exemplar: [:], of: 1, at: 2, place: $0) }
        }
        var seen: [Int] = []
        for _ in 0..<2 { core.visit { _, _, details in seen.append(details.exemplars.count) } }
        #expect(seen == [0, 1])
    }

    /// Threads keep exemplars, look up, remove and scrape at once: none reaches another series, or another bucket.
    @Test func `stay with their series and their bucket, whoever comes and goes`() async throws {
        let rounds = Sanitizer.isOn ? 500 : 5_000
        let (registry, family) = (registry, family)
        let histograms = try registry.histogram("size", buckets: [0, 1, 2, 3], labels: "id")
        await onThreads(4) { thread in
            for round in 0..<rounds {
                histograms.with("kept").observe(Double(round % 5), exemplar: ["id": "kept"])
                let name = "\(thread) \(round % 50)"
                histograms.with(name).observe(Double(round % 5), exemplar: ["id": name])
                family.with(name).increment(exemplar: ["id": name])
                if round.isMultiple(of: 7) {
                    histograms.remove(name)
                    family.remove(name)
                }
                if thread == 0, round.isMultiple(of: 100) {
                    for metric in registry.snapshot().flatMap(\.metrics) {
                        guard case .histogram(let value) = metric.value else { continue }
                        for exemplar in metric.exemplars {
                            #expect(exemplar.labels == metric.labels)
                            #expect(value.placed([exemplar]).count == 1, "its bucket is empty")
                        }
                    }
                    family.storage.core.visit { labels, _, details in
                        for placed in details.exemplars { #expect(placed.exemplar.labels["id"] == labels[0]) }
                    }
                }
            }
        }
        #expect(histograms.with("kept").value.count == UInt64(4 * rounds))
        #expect(histograms.droppedExemplars == 0)
    }
}
