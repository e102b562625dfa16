import Testing

@testable import ContextMetrics

@Suite struct ExactDecimalTests {
    private func text(_ significand: UInt128, _ decimals: Int) -> String {
        rendered { $0.append(ExactDecimal(significand, decimals: decimals)) }
    }

    @Test func `Digits stand where they belong, and zeros at the end of a fraction are left out`() {
        #expect(text(0, 0) == "0")
        #expect(text(0, 38) == "0")
        #expect(text(15, 1) == "1.5")
        #expect(text(150, 2) == "1.5")
        #expect(text(1, 18) == "0.000000000000000001")
        #expect(text(100, 2) == "1")
        #expect(text(1_000_000_000_000_000_000_000, 0) == "1000000000000000000000")
        #expect(text(.max, 0) == "340282366920938463463374607431768211455")
        #expect(text(.max, 38) == "3.40282366920938463463374607431768211455")
        #expect(text(10_000_000_000_000_000_001, 19) == "1.0000000000000000001")
    }

    /// By moving the point in Swift's own digits.
    private func expected(_ significand: UInt128, _ decimals: Int) -> String {
        let digits = String(significand)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let integer = String(padded.dropLast(decimals))
        var fraction = String(padded.suffix(decimals))
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction.isEmpty ? integer : integer + "." + fraction
    }

    @Test(arguments: SeededGenerator.seeds(2)) func `Any number has its digits, and its nearest Double`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            var significand = UInt128(random.next()) << 64 | UInt128(random.next())
            significand >>= UInt128(random.next() % 128)
            if random.one(in: 3) { for _ in 0..<random.next() % 12 { significand = significand / 10 * 10 } }
            let decimals = Int(random.next() % 39)
            let text = text(significand, decimals)
            #expect(text == expected(significand, decimals), "seed \(seed)")
            #expect(ExactDecimal(significand, decimals: decimals).nearest == Double(text), "seed \(seed)")
        }
    }

    @Test func `Decimals out of range are the nearest that aren't`() {
        #expect(text(5, -1) == "5")
        #expect(ExactDecimal(5, decimals: .max).decimals == 38)
    }
}
