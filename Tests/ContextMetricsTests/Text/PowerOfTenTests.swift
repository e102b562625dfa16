import Testing

@testable import ContextMetrics

@Suite struct PowerOfTenTests {
    @Test(arguments: -292...324)
    func `Powers of ten are at most three units too large, and where they are stored not quite two`(n: Int) {
        let power = PowerOfTen(n)
        #expect(power.significand.leadingZeroBitCount == 0)
        #expect(compare(power.significand, power.exponent, withTenTo: n) > 0)
        // One unit is what the initializer adds; less than another comes from rounding up what is stored.
        let units: UInt128 = n.isMultiple(of: 27) ? 2 : 3
        #expect(compare(power.significand - units, power.exponent, withTenTo: n) < 0)
    }

    /// The sign of significand·2^(exponent - 127) - 10^n, exactly.
    private func compare(_ significand: UInt128, _ exponent: Int, withTenTo n: Int) -> Int {
        var (left, right) = (BigNatural(significand), BigNatural(1))
        for _ in 0..<abs(n) {
            if n < 0 { left.multiply(by: 5) } else { right.multiply(by: 5) }
        }
        // 10^n is 5^n·2^n.
        let shift = exponent - 127 - n
        if shift > 0 { left.shift(left: shift) } else { right.shift(left: -shift) }
        return left.compare(with: right)
    }
}

/// As large an integer as it takes; the lowest 32 bits first.
private struct BigNatural {
    private var limbs: [UInt32]

    init(_ value: UInt128) { limbs = (0..<4).map { UInt32(truncatingIfNeeded: value >> UInt128(32 * $0)) } }

    mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            carry += UInt64(limbs[index]) * UInt64(factor)
            limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
    }

    mutating func shift(left bits: Int) {
        multiply(by: 1 << UInt32(bits % 32))
        limbs.insert(contentsOf: repeatElement(0, count: bits / 32), at: 0)
    }

    /// The sign of the difference.
    func compare(with other: BigNatural) -> Int {
        for index in (0..<max(limbs.count, other.limbs.count)).reversed() {
            let (own, others) = (index < limbs.count ? limbs[index] : 0, index < other.limbs.count ? other.limbs[index] : 0)
            if own != others { return own < others ? -1 : 1 }
        }
        return 0
    }
}
