extension UInt64 {
    /// 10^exponent, for exponents up to 19.
    static func powerOfTen(_ exponent: Int) -> UInt64 { powersOfTen[exponent] }

    /// The number of decimal digits, of zero too: 1.
    var decimalDigitCount: Int {
        // ⌊bits·log10 2⌋ digits, or one more.
        let digits = ((64 &- leadingZeroBitCount) &* 1233) >> 12
        return self < UInt64.powersOfTen[digits] ? Swift.max(1, digits) : digits &+ 1
    }

    private static let powersOfTen: InlineArray<20, UInt64> = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]
}
