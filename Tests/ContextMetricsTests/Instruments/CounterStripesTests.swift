import Synchronization
import Testing

@testable import ContextMetrics

/// Counters whose number was moved out of its cell, as it is when threads meet.
@Suite struct `Counters in stripes` {
    let registry = ContextRegistry()

    private func spread<Value: MetricNumber>(_ counter: Counter<Value>, count: Int = CounterStripes.many) {
        let cell = counter.series.number
        _ = cell.leaveCell(Value.self, count: count, counter.series.core)
    }

    @Test func `go on from where they were`() throws {
        let doubles = try registry.counter("doubles_total")
        let integers = try registry.counter("integers_total", of: UInt64.self)
        doubles.increment(by: 0.5)
        integers.increment(by: 5)
        spread(doubles)
        spread(integers)
        for _ in 0..<10 {
            doubles.increment()
            integers.increment(by: 2)
        }
        #expect(doubles.value == 10.5)
        #expect(integers.value == 25)
    }

    @Test(arguments: [1, CounterStripes.many]) func `are exposed as they are read`(count: Int) throws {
        let amounts = [0, 0.5, 2.5, 1e15, 0x1p60, 0x1p62 + 1024, 1e300]
        let family = try registry.counter("doubles_total", labels: "index")
        for (index, amount) in amounts.enumerated() {
            let counter = family.with("\(index)")
            counter.increment(by: 3)
            spread(counter, count: count)
            counter.increment(by: amount)
            // As if another thread had counted in the cell while its number was moved.
            if index.isMultiple(of: 2) { counter.series.number.word.pointee.wrappingAdd(1, ordering: .relaxed) }
            let word = counter.series.number.doubleWord
            let read = word >> 63 == 0 ? Double(word) : Double(bitPattern: word & ~(1 << 63))
            #expect(read == counter.value)
            #expect(counter.value == 3 + amount + (index.isMultiple(of: 2) ? 1 : 0))
        }
    }

    @Test func `stand close together where one is enough, and again where others stood that are gone`() throws {
        let family = try registry.counter("seconds_total", labels: "index")
        func place(_ index: Int) throws -> UnsafeMutableRawPointer {
            let counter = family.with("\(index)")
            counter.increment(by: 0.5)
            return try #require(CounterStripes(counter.series.number.bits)).base
        }
        let places = try (0..<1_000).map(place)
        #expect(Set(places).count == places.count)
        #expect(places.allSatisfy { Int(bitPattern: $0).isMultiple(of: CounterStripes.line) })
        let neighbours = zip(places, places.dropFirst())
        #expect(neighbours.count { abs($1 - $0) <= 8 * CounterStripes.line } > 900)
        // Not in the same pair of lines.
        #expect(neighbours.allSatisfy { Int(bitPattern: $0) / CounterStripes.stride != Int(bitPattern: $1) / CounterStripes.stride })
        var later: Set<UnsafeMutableRawPointer> = []
        for index in 1_000..<20_000 {
            later.insert(try place(index))
            family.remove("\(index)")
        }
        #expect(later.isDisjoint(with: places))
        #expect(later.count < 1_000)
    }

    @Test func `refuse what any counter refuses`() throws {
        let counter = try registry.counter("jobs_total")
        spread(counter)
        counter.increment(by: 4)
        for amount in [-1, -0.001, -.infinity, .infinity, .nan] { counter.increment(by: amount) }
        #expect(counter.value == 4)
        #expect(counter.dropped == 5)
    }

    @Test func `count exactly to the end of their type, and no further`() throws {
        let unsigned = try registry.counter("unsigned_total", of: UInt64.self)
        let signed = try registry.counter("signed_total", of: Int64.self)
        unsigned.increment(by: 7)
        signed.increment(by: 7)
        spread(unsigned)
        spread(signed)
        unsigned.increment(by: 1)
        signed.increment(by: 1)
        unsigned.increment(by: .max - 9)
        signed.increment(by: .max - 9)
        #expect(unsigned.value == UInt64.max - 1)
        #expect(signed.value == Int64.max - 1)
        for _ in 0..<3 {
            unsigned.increment()
            signed.increment()
        }
        #expect(unsigned.value == UInt64.max)
        #expect(signed.value == Int64.max)
        #expect(unsigned.dropped == 2)
        #expect(signed.dropped == 2)
    }

    @Test func `a sum beyond the largest double is dropped`() throws {
        let counter = try registry.counter("jobs_total")
        spread(counter)
        counter.increment()
        counter.increment(by: .greatestFiniteMagnitude)
        counter.increment(by: .greatestFiniteMagnitude)
        #expect(counter.value == .greatestFiniteMagnitude)
        #expect(counter.dropped == 1)
    }

    @Test func `a number too large for its cell is moved by itself`() throws {
        let counter = try registry.counter("jobs_total", of: UInt64.self)
        let largest: UInt64 = (1 << 63) - 1
        counter.increment(by: largest)
        #expect(counter.value == largest)
        counter.increment()
        counter.increment()
        #expect(counter.value == largest + 2)
        #expect(counter.dropped == 0)
    }

    /// They close while others add and read: no amount is lost or counted twice, and no reading falls behind an earlier one.
    @Test(arguments: 0..<20)
    func `closing them loses nothing, and shows nothing twice`(round: Int) async throws {
        let counter = try registry.counter("jobs_total", of: UInt64.self)
        spread(counter)
        let large = UInt64(1) << 60
        let wrong = Atomic(0)
        await onThreads(3) { thread in
            var last: UInt64 = 0
            for index in 0..<3_000 {
                if thread == 0 {
                    let value = counter.value
                    if value < last || value > large + 6_000 { wrong.wrappingAdd(1, ordering: .relaxed) }
                    last = value
                } else {
                    counter.increment()
                    if thread == 1, index == 1_000 { counter.increment(by: large) }
                }
            }
        }
        let mistakes = wrong.load(ordering: .relaxed)
        #expect(mistakes == 0)
        #expect(counter.value == large + 6_000)
        #expect(counter.dropped == 0)
    }
}
