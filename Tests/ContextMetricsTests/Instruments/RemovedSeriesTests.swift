import Testing

@testable import ContextMetrics

@Suite struct `What removed series took` {
    private let store = InstrumentStore()
    private let family: Family<Counter<Double>, 1>

    init() { family = Family(.counters(CounterDescriptor("jobs_total", labels: "id").family, in: store)) }

    /// Where the numbers of so many new series stand, each removed before the next.
    private func churn(_ count: Int, from first: Int = 0) -> Set<UnsafeMutableRawPointer> {
        var places: Set<UnsafeMutableRawPointer> = []
        for index in first..<first + count {
            places.insert(family.with("\(index)").series.place)
            #expect(family.remove("\(index)"))
        }
        return places
    }

    @Test func `is used again when nobody holds a handle of the family`() {
        #expect(churn(10_000).count < 300)
        family.with("new").increment()
        #expect(family.with("new").value == 1)
    }

    @Test func `is not, as long as somebody holds one`() {
        let held = family.with("held")
        held.increment(by: 5)
        #expect(family.remove("held"))
        withExtendedLifetime(held) {
            let places = churn(1_000)
            #expect(places.count == 1_000)
            #expect(!places.contains(held.series.place))
            #expect(held.value == 5)
        }
    }

    @Test func `is used again once the last handle is gone`() {
        var held: Counter<Double>? = family.with("held")
        let first = churn(1_000)
        held?.increment()
        held = nil
        // What was kept is freed by one of the removals that follow, and new places come from there.
        let second = churn(3_000, from: 1_000)
        #expect(second.subtracting(first).count < 300)
    }

    @Test func `is not used again under a scrape that shows it`() {
        for index in 0..<100 { family.with("shown \(index)").increment(by: Double(index)) }
        let list = InstrumentList([InstrumentList.Entry(order: 0, core: family.storage.core)], changes: store.changes)
        var reader = ExpositionReader(ExposedFamilies(instruments: list), as: .text)
        for index in 0..<100 { family.remove("shown \(index)") }
        for index in 0..<5_000 {
            family.with("\(index)").increment(by: 1_000_000)
            family.remove("\(index)")
        }
        var text = ""
        while let block = reader.withNextBlock({ $0.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }) { text += block }
        for index in 0..<100 { #expect(text.contains("jobs_total{id=\"shown \(index)\"} \(index)\n")) }
    }

    @Test func `with all its stripes is used again`() {
        for index in 0..<1_000 {
            let name = "\(index)"
            family.with(name).increment(by: 0.5)
            #expect(family.with(name).value == 0.5)
            family.remove(name)
        }
        for index in 0..<1_000 { #expect(family.with("\(index)").value == 0) }
    }

    /// Threads look up, count, remove and scrape at once: no count reaches another series.
    @Test func `reaches nobody else, whoever comes and goes`() async {
        let rounds = Sanitizer.isOn ? 2_000 : 20_000
        let family = family
        let list = InstrumentList([InstrumentList.Entry(order: 0, core: family.storage.core)], changes: store.changes)
        for thread in 0..<4 { family.with("kept \(thread)").increment(by: 0) }
        await onThreads(4) { thread in
            for round in 0..<rounds {
                family.with("kept \(thread)").increment()
                family.with("\(thread) \(round)").increment(by: 7)
                family.remove("\(thread) \(round)")
                if thread == 0, round.isMultiple(of: 100) {
                    _ = EncodedExposition(ExposedFamilies(instruments: list), as: .text, limit: .max)
                }
            }
        }
        for thread in 0..<4 { #expect(family.with("kept \(thread)").value == Double(rounds)) }
    }
}
