/// The fewest decimal digits that read back as the same `Double`, and of those that are as few the nearest to it.
///
/// These are the digits of Swift's `description`; the layout is up to the reader.
///
/// A number c·2^q is read from every decimal up to half a step of 2^q away from it, or up to a quarter below a power of two, where
/// the steps become smaller. The largest 10^k that is not wider than this range has a multiple in it, and 10^(k+1) has one at most.
/// That one has the fewest digits once its trailing zeros are gone; where there is none, the multiple of 10^k nearest to the number
/// has. Both come from one product c·2^q·10^-k in fixed point.
///
/// Source: Raffaello Giulietti, "The Schubfach way to render doubles" (2020), whose k and powers of ten these are.
struct ShortestDecimal {
    /// As one integer of 17 digits, of which the first is not a zero; zeros fill it up.
    let digits: UInt64
    /// The power of ten that the first digit stands for: 2 for 123.
    let exponent: Int

    /// - Parameter value: Finite, and not zero. The sign is left out.
    @inline(__always)
    init(_ value: Double) {
        let magnitude = value.magnitude
        if let thousandths = ShortestDecimal.thousandths(magnitude) {
            self.init(thousandths, timesTenTo: -3)
        } else {
            let (multiple, power) = ShortestDecimal.multiple(nearest: magnitude)
            self.init(multiple, timesTenTo: power)
        }
    }

    @inline(__always)
    private init(_ integer: UInt64, timesTenTo power: Int) {
        let count = integer.decimalDigitCount
        digits = integer &* .powerOfTen(17 &- count)
        exponent = power &+ count &- 1
    }

    /// The number of digits, without the zeros at the end.
    var count: Int {
        var (count, rest) = (17, digits)
        while rest.isMultiple(of: 10) { (count, rest) = (count - 1, rest / 10) }
        return count
    }

    /// How many thousandths a number is, if that many are read as the number: of two decimals with up to 15 digits
    /// no more than one is read as the same number, so there is no shorter one.
    @inline(__always)
    static func thousandths(_ magnitude: Double) -> UInt64? {
        let scaled = magnitude * 1000
        if scaled >= 1e15 { return nil }
        // From 2^52 on a step is 1, so that adding rounds to an integer, which is then what is in the fraction's bits.
        let shifted = scaled + 0x1p52
        return (shifted - 0x1p52) / 1000 == magnitude ? shifted.significandBitPattern : nil
    }

    /// The multiple of a power of ten that has the digits, maybe with zeros after them.
    @inline(__always)
    private static func multiple(nearest magnitude: Double) -> (multiple: UInt64, power: Int) {
        let fraction = magnitude.significandBitPattern
        let field = Int(truncatingIfNeeded: magnitude.exponentBitPattern)
        let isNormal = field > 0
        let c = isNormal ? fraction | 1 << 52 : fraction
        let q = (isNormal ? field : 1) &- 1075
        let hasCloserBelow = fraction == 0 && field > 1
        // ⌊log10 2^q⌋, or ⌊log10 3/4·2^q⌋.
        let k = (q &* 1_262_611 &- (hasCloserBelow ? 524_031 : 0)) >> 22

        // Multiples of 10^k in fixed point, 68 bits after the point: the number, and half a step. The shift is from 0 to 3.
        let power = PowerOfTen(-k)
        let shift = q &+ power.exponent
        let scaled = power.significand.multipliedHigh(by: c &<< UInt64(truncatingIfNeeded: shift &+ 5))
        let halfStep = power.significand &>> UInt128(truncatingIfNeeded: (60 &- shift) & 63)
        // Both are off by less than a unit, and what comes within ten units of a border or of the middle between two multiples is
        // exactly there (as the continued fractions of all 2^q·10^-k tell). So two units more include the borders, and two units
        // less exclude them: they are read as the one of two numbers whose c is even.
        let above = c & 1 == 0 ? halfStep &+ 2 : halfStep &- 2
        let below = hasCloserBelow ? above >> 1 : above

        let ones = UInt64(truncatingIfNeeded: scaled >> 68)
        let tens = ones / 10
        let overTens = scaled &- UInt128(tens &* 10) << 68
        let overOnes = scaled & (1 << 68 &- 1)
        // Which one it is can't be predicted, and a mispredicted branch would cost more than working out all of them.
        let isTens: UInt64 = overTens < below ? 1 : 0
        let isNextTens: UInt64 = (UInt128(10) << 68) &- overTens < above ? 1 : 0
        let isNearerNext: UInt64 = overOnes &+ UInt128(ones & 1) > 1 << 67 ? 1 : 0
        let isOutOfReach: UInt64 = overOnes >= below ? 1 : 0
        let isShort = isTens | isNextTens
        let multiple = isShort != 0 ? tens &+ isNextTens : ones &+ (isNearerNext | isOutOfReach)
        return (multiple, k &+ Int(truncatingIfNeeded: isShort))
    }
}

extension UInt128 {
    /// The product without its lowest 64 bits, which has to fit.
    func multipliedHigh(by factor: UInt64) -> UInt128 {
        let low = UInt128(UInt64(truncatingIfNeeded: self)) &* UInt128(factor)
        return (self >> 64) &* UInt128(factor) &+ low >> 64
    }
}
