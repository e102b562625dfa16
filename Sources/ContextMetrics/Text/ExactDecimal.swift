/// A number that is not negative, exact to the last digit: `significand` / 10^`decimals`.
struct ExactDecimal: Hashable, Sendable {
    /// As many as any significand has digits after its first.
    static let mostDecimals = 38

    let significand: UInt128
    /// From 0 to `mostDecimals`.
    let decimals: Int

    /// Decimals out of range are taken for the nearest that aren't.
    init(_ significand: UInt128, decimals: Int) {
        self.significand = significand
        self.decimals = min(max(0, decimals), ExactDecimal.mostDecimals)
    }

    /// The nearest `Double`.
    ///
    /// Read from the digits, because a quotient of two rounded numbers would be rounded twice.
    var nearest: Double {
        var text = TextBuffer()
        text.append(self)
        return Double(String(decoding: text.bytes, as: UTF8.self)) ?? Double(significand)
    }
}

extension TextBuffer {
    /// Appends all digits; of those after the point none that is a zero at the end.
    mutating func append(_ value: ExactDecimal) {
        let (integer, fraction) = value.significand.quotientAndRemainder(dividingBy: .powerOfTen(value.decimals))
        append(decimal: integer)
        if fraction == 0 { return }
        var digits = fraction
        var places = value.decimals
        while digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        append(UInt8(ascii: "."))
        append(decimal: digits, places: places)
    }

    /// Appends an integer in decimal digits.
    mutating func append(decimal value: UInt128) {
        if let short = UInt64(exactly: value) { return append(decimal: short) }
        let (high, low) = value.quotientAndRemainder(dividingBy: .powerOfTen(19))
        append(decimal: high)
        append(decimal: low, places: 19)
    }

    /// With leading zeros up to so many places.
    private mutating func append(decimal value: UInt128, places: Int) {
        var (digits, rest) = (1, value / 10)
        while rest > 0 { (digits, rest) = (digits + 1, rest / 10) }
        for _ in 0..<max(0, places - digits) { append(UInt8(ascii: "0")) }
        append(decimal: value)
    }
}

extension UInt128 {
    /// 10^exponent, for exponents up to 38.
    fileprivate static func powerOfTen(_ exponent: Int) -> UInt128 {
        exponent <= 19
            ? UInt128(UInt64.powerOfTen(exponent)) : UInt128(UInt64.powerOfTen(19)) * UInt128(UInt64.powerOfTen(exponent - 19))
    }
}
