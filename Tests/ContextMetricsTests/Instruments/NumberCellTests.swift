import Synchronization
import Testing

@testable import ContextMetrics

@Suite struct `Where numbers stand` {
    let registry = ContextRegistry()

    @Test func `cells are apart, and those of neighbours on different lines of the cache`() {
        let arena = NumberArena()
        let places = (0..<20_000).map { UInt(bitPattern: arena.cell(UInt64($0))) }
        #expect(Set(places).count == places.count)
        #expect(places.allSatisfy { $0 % 8 == 0 })
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 / 64 != $1 / 64 })
        // Dense: all but the last slab are full.
        #expect(Set(places.map { $0 / 64 }).count <= places.count / 7 + 4_096 / 8)
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
            NumberCell(core.findOrMake(["1"])).store(UInt64(7))
        }
        #expect(places.count == 10)
    }

    @Test func `a cell that is used again is not taken for one whose number has left`() {
        let arena = NumberArena()
        let places = (0..<100).map { _ in arena.cell(0) }
        for place in places { NumberCell(place).marks.pointee.bitwiseOr(NumberCell(place).mark, ordering: .relaxed) }
        #expect(places.allSatisfy { NumberCell($0).isLeft })
        arena.take(back: places)
        let again = NumberCell(arena.cell(0))
        #expect(!again.isLeft)
        // Those of its line are marked as they were.
        #expect(places.filter { !NumberCell($0).isLeft }.count == 1)
    }

    @Test func `a number that one thread counts stays where it is`() throws {
        let counter = try registry.counter("jobs_total")
        for _ in 0..<2_000 { counter.increment() }
        #expect(!counter.series.number.isLeft)
        #expect(counter.value == 2_000)
        counter.increment(by: 0.5)
        #expect(counter.series.number.isLeft)
        for _ in 0..<2_000 { counter.increment() }
        #expect(counter.value == 4_000.5)
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
}
