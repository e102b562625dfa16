extension UInt64 {
    /// 10^exponent, for exponents up to 19.
    static func powerOfTen(_ exponent: Int) -> UInt64 { powersOfTen[exponent] }

    /// The number of decimal digits, of zero too: 1.
    var decimalDigitCount: Int {
        // ⌊bits·log10 2⌋ digits, or one more.
        let digits = ((64 &- leadingZeroBitCount) &* 1233) >> 12
        return self < UInt64.powersOfTen[digits] ? Swift.max(1, digits) : digits &+ 1
    }

    /// The same without the zeros at its end, and how many there were: 15 at most, and not the number zero.
    ///
    /// Multiplying by the inverse of 5^n modulo 2^64 and rotating n bits to the right divides by 10^n what is a multiple of it;
    /// everything else becomes larger than any such quotient.
    /// Source: Henry S. Warren, "Hacker's Delight", 2nd edition, section 10-17.
    @inline(__always)
    func droppingDecimalZeros() -> (integer: UInt64, zeros: Int) {
        // Most have none.
        if divided(by: 10, inverse: 0xcccc_cccc_cccc_cccd, rotated: 1) == nil { return (self, 0) }
        var integer = self
        var zeros = 0
        if let quotient = integer.divided(by: 100_000_000, inverse: 0xc767_074b_22e9_0e21, rotated: 8) {
            (integer, zeros) = (quotient, 8)
        }
        if let quotient = integer.divided(by: 10_000, inverse: 0xd288_ce70_3afb_7e91, rotated: 4) {
            (integer, zeros) = (quotient, zeros &+ 4)
        }
        if let quotient = integer.divided(by: 100, inverse: 0x8f5c_28f5_c28f_5c29, rotated: 2) {
            (integer, zeros) = (quotient, zeros &+ 2)
        }
        if let quotient = integer.divided(by: 10, inverse: 0xcccc_cccc_cccc_cccd, rotated: 1) {
            (integer, zeros) = (quotient, zeros &+ 1)
        }
        return (integer, zeros)
    }

    /// The quotient, if there is no remainder.
    @inline(__always)
    private func divided(by power: UInt64, inverse: UInt64, rotated bits: UInt64) -> UInt64? {
        let product = self &* inverse
        let quotient = product &>> bits | product &<< (64 &- bits)
        return quotient <= UInt64.max / power ? quotient : nil
    }

    private static let powersOfTen: InlineArray<20, UInt64> = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]
}
