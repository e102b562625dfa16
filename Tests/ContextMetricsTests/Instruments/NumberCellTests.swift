import Testing

@testable import ContextMetrics

@Suite struct `Where numbers stand` {
    let registry = ContextRegistry()

    private func references(_ instrument: some Instrument) -> [NumberReference] {
        var all: [NumberReference] = []
        _ = instrument.visitReferences(from: 0) { _, number in if let number { all.append(number) } }
        return all
    }

    @Test func `cells are apart, and those of neighbours on different lines of the cache`() {
        let arena = NumberArena()
        let places = (0..<20_000).map { UInt(bitPattern: arena.cell(UInt64($0))) }
        #expect(Set(places).count == places.count)
        #expect(places.allSatisfy { $0 % 8 == 0 })
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 / 64 != $1 / 64 })
        // Dense: all but the last slab are full.
        #expect(Set(places.map { $0 / 64 }).count <= places.count / 8 + 4_096 / 8)
        for (index, place) in places.enumerated() {
            let cell = UnsafeMutableRawPointer(bitPattern: place).map(NumberCell.init)
            #expect(cell?.load(UInt64.self) == UInt64(index))
        }
    }

    @Test func `cells are used again once their family has ended`() {
        let arena = NumberArena()
        var places: Set<UnsafeMutableRawPointer> = []
        for _ in 0..<100 {
            let core = FamilyCore(
                CounterDescriptor("x_total", labels: "a").family, NumberStorage(arena: arena, start: 0.0, isCounting: true))
            for name in 0..<10 { places.insert(core.findOrMake(["\(name)"])) }
            #expect(core.series.allSatisfy { $0.reading == .number(0) })
            NumberCell(core.findOrMake(["1"])).store(7.0)
        }
        #expect(places.count == 10)
    }

    @Test func `a handle is valid when its registry and its family are gone`() throws {
        func make() throws -> (Counter<Double>, Histogram) {
            let registry = ContextRegistry()
            let counters = try registry.counter("x_total", labels: "a")
            let histograms = try registry.histogram("size", labels: "a")
            return (counters.with("1"), histograms.with("1"))
        }
        let (counter, histogram) = try make()
        counter.increment()
        histogram.observe(1)
        #expect(counter.value == 1)
        #expect(histogram.value.count == 1)
    }

    @Test func `a reference reads what a handle writes`() throws {
        let doubles = try registry.counter("doubles_total", labels: "a")
        let signed = try registry.gauge("signed", of: Int64.self, labels: "a")
        let unsigned = try registry.counter("unsigned_total", of: UInt64.self, labels: "a")
        let histograms = try registry.histogram("size", labels: "a")
        doubles.with("1").increment(by: 1.5)
        signed.with("1").set(-3)
        unsigned.with("1").increment(by: .max)
        histograms.with("1").observe(1)
        let double = references(doubles.storage)
        #expect(double.map(\.kind) == [.double])
        #expect(double.map { Double(bitPattern: $0.bits) } == [1.5])
        doubles.with("1").increment()
        #expect(double.map { Double(bitPattern: $0.bits) } == [2.5])
        #expect(references(signed.storage).map(\.kind) == [.signed])
        #expect(references(signed.storage).map { Int64(bitPattern: $0.bits) } == [-3])
        #expect(references(unsigned.storage).map(\.kind) == [.unsigned])
        #expect(references(unsigned.storage).map(\.bits) == [UInt64.max])
        #expect(references(histograms.storage).isEmpty)
        #expect(doubles.remove("1"))
        #expect(double.map { Double(bitPattern: $0.bits) } == [2.5])
    }
}
