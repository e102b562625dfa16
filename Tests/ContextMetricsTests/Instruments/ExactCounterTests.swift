import Testing

@testable import ContextMetrics

@Suite struct `Exact counters` {
    let registry = ContextRegistry()

    private func line(_ name: String) -> Substring? {
        exposition(registry.instruments, as: .text).split(separator: "\n").first { $0.hasPrefix(name + " ") }
    }

    @Test func `amounts of 18 decimals lose no digit`() throws {
        let paid = try registry.counter("paid_total", help: "Paid.", of: UInt128.self, decimals: 18)
        paid.increment(by: 1_500_000_000_000_000_000)
        #expect(line("paid_total") == "paid_total 1.5")
        paid.increment(by: 123_456_789_012_345_678_000_000_000_000_000_000)
        paid.increment()
        #expect(paid.value == 123_456_789_012_345_679_500_000_000_000_000_001)
        #expect(line("paid_total") == "paid_total 123456789012345679.500000000000000001")
        #expect(paid.decimals == 18)
    }

    @Test func `without decimals it is an integer`() throws {
        let counter = try registry.counter("jobs_total", of: UInt128.self)
        #expect(line("jobs_total") == "jobs_total 0")
        counter.increment()
        counter.increment(by: UInt128(UInt64.max))
        #expect(line("jobs_total") == "jobs_total 18446744073709551616")
    }

    @Test func `it neither wraps nor traps at its largest value`() throws {
        let counter = try registry.counter("jobs_total", of: UInt128.self)
        counter.increment(by: .max)
        counter.increment()
        counter.increment(by: .max)
        #expect(counter.value == .max)
        #expect(counter.dropped == 2)
        #expect(line("jobs_total") == "jobs_total 340282366920938463463374607431768211455")
    }

    @Test func `a negative amount is dropped and counted`() throws {
        let counter = try registry.counter("jobs_total", of: UInt128.self)
        counter.increment(by: 3)
        counter.increment(by: Int64(-1))
        counter.increment(by: Int128.min)
        counter.increment(by: Int8(4))
        #expect(counter.value == 7)
        #expect(counter.dropped == 2)
    }

    @Test(arguments: [-1, 39, .min, .max]) func `a number of decimals that can't be is refused`(decimals: Int) {
        #expect(throws: RegistrationError.invalidDescriptor(.decimals(decimals, limit: 38))) {
            try registry.counter("jobs_total", of: UInt128.self, decimals: decimals)
        }
    }

    @Test func `each series counts for itself`() throws {
        let family = try registry.counter("paid_total", of: UInt128.self, decimals: 2, labels: "currency")
        family.with("EUR").increment(by: 150)
        family.with("USD").increment(by: 7)
        #expect(family.storage.series.map(\.reading) == [150, 7].map { .decimal(ExactDecimal($0, decimals: 2)) })
        let dynamic = try registry.counter("owed_total", of: UInt128.self, labels: ["currency"])
        try dynamic.with(["EUR"]).increment()
        #expect(try dynamic.with(["EUR"]).value == 1)
    }

    @Test func `no increment is lost, whichever thread makes it, and every drop is counted`() async throws {
        let counter = try registry.counter("jobs_total", of: UInt128.self)
        let rounds = Sanitizer.isOn ? 5_000 : 50_000
        // Across the border of the lower 64 bits, many times.
        let step = UInt128(UInt64.max / 3)
        await onThreads(4) { _ in for _ in 0..<rounds { counter.increment(by: step) } }
        #expect(counter.value == step * UInt128(4 * rounds))
        counter.increment(by: .max - counter.value - UInt128(rounds))
        await onThreads(4) { _ in for _ in 0..<rounds { counter.increment() } }
        #expect(counter.value == .max)
        #expect(counter.dropped == 3 * rounds)
    }
}
