import Synchronization
import Testing

@testable import ContextMetrics

@Suite struct `Counters` {
    let registry = ContextRegistry()

    @Test func `a counter begins at zero and goes up`() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.")
        #expect(counter.value == 0)
        counter.increment()
        counter.increment(by: 2.5)
        #expect(counter.value == 3.5)
        #expect(counter.dropped == 0)
    }

    @Test(arguments: [-1, -0.001, -.infinity, .infinity, .nan, -.nan, .signalingNaN])
    func `an amount that can't be counted is dropped and counted`(amount: Double) throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.")
        counter.increment(by: 4)
        counter.increment(by: amount)
        #expect(counter.value == 4)
        #expect(counter.dropped == 1)
    }

    @Test func `a sum beyond the largest double is dropped`() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.")
        counter.increment(by: .greatestFiniteMagnitude)
        counter.increment(by: .greatestFiniteMagnitude)
        #expect(counter.value == .greatestFiniteMagnitude)
        #expect(counter.dropped == 1)
    }

    @Test func `an integer counter is exact where doubles round`() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.", of: UInt64.self)
        counter.increment(by: 1 << 53)
        counter.increment()
        #expect(counter.value == 9_007_199_254_740_993)
    }

    @Test func `an integer counter neither wraps nor traps at its largest value`() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.", of: UInt64.self)
        counter.increment(by: .max)
        counter.increment()
        counter.increment(by: .max)
        #expect(counter.value == .max)
        #expect(counter.dropped == 2)
    }

    @Test func `a signed counter refuses negative amounts and overflow`() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.", of: Int64.self)
        counter.increment(by: 5)
        counter.increment(by: -1)
        counter.increment(by: .min)
        counter.increment(by: .max)
        #expect(counter.value == 5)
        #expect(counter.dropped == 3)
    }

    @Test func `copies of a counter count in the same series`() throws {
        let counter = try registry.counter("jobs_total", help: "Jobs.", of: Int.self)
        let copy = counter
        copy.increment()
        #expect(counter.value == 1)
    }

    @Test func `drops are counted for the family, whichever series they were meant for`() throws {
        let family = try registry.counter("jobs_total", help: "Jobs.", labels: "queue")
        family.with("a").increment(by: -1)
        family.with("b").increment(by: .nan)
        #expect(family.dropped == 2)
        #expect(family.with("a").dropped == 2)
    }
}

/// Hundredths, which a program counts in by a type of its own.
private struct Hundredths: MetricNumber {
    typealias AtomicRepresentation = UInt64.AtomicRepresentation
    static let zero = Hundredths(0)
    static let one = Hundredths(100)

    let count: UInt64

    init(_ count: UInt64) { self.count = count }
    init(whole: UInt64) { count = whole &* 100 }

    static func encodeAtomicRepresentation(_ value: consuming Self) -> AtomicRepresentation {
        UInt64.encodeAtomicRepresentation(value.count)
    }
    static func decodeAtomicRepresentation(_ bits: consuming AtomicRepresentation) -> Self {
        Hundredths(UInt64.decodeAtomicRepresentation(bits))
    }

    func counted(up amount: Self) -> Self? { raised(by: amount) }
    func raised(by amount: Self) -> Self? { Hundredths(count &+ amount.count) }
    func lowered(by amount: Self) -> Self? { Hundredths(count &- amount.count) }
    var sampleValue: Double { Double(count) / 100 }
    var whole: UInt64? { count.isMultiple(of: 100) ? count / 100 : nil }
}

extension Counters {
    @Test func `a counter of a number of one's own is exposed as that number says`() throws {
        let counter = try registry.counter("paid_total", of: Hundredths.self)
        counter.increment(by: Hundredths(150))
        counter.increment()
        #expect(counter.value.count == 250)
        #expect(registry.snapshot().first { $0.name.text == "paid_total" }?[.none] == .number(2.5))
    }
}
