/// The fewest decimal digits that read back as the same `Double`: d.ddd times a power of ten.
///
/// The digits are those of Swift's `description`, which are the shortest there are; the layout is up to the reader.
struct ShortestDecimal {
    /// ASCII digits, `count` of them; neither the first nor the last of those is a zero.
    ///
    /// Seventeen tell any two numbers apart; `description` may append zeros to them.
    private(set) var digits = InlineArray<24, UInt8>(repeating: 0)
    private(set) var count = 0
    /// The power of ten that the first digit stands for: 2 for 123.
    private(set) var exponent = 0

    /// - Parameter value: Finite, and not zero. The sign is left out.
    init(_ value: Double) {
        var integerDigits = 0
        var leadingZeros = 0
        var seenPoint = false
        var written = 0
        var negativeExponent = false
        var inExponent = false
        for byte in value.magnitude.description.utf8 {
            switch byte {
            case UInt8(ascii: "."): seenPoint = true
            case UInt8(ascii: "e"): inExponent = true
            case UInt8(ascii: "-"): negativeExponent = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if inExponent {
                    written = written * 10 + Int(byte - UInt8(ascii: "0"))
                } else if count == 0 && byte == UInt8(ascii: "0") {
                    if seenPoint { leadingZeros += 1 }
                } else {
                    if !seenPoint { integerDigits += 1 }
                    if count < digits.count {
                        digits[count] = byte
                        count += 1
                    }
                }
            default: break
            }
        }
        exponent = (negativeExponent ? -written : written) + (integerDigits > 0 ? integerDigits : -leadingZeros) - 1
        while count > 0, digits[count - 1] == UInt8(ascii: "0") { count -= 1 }
    }
}
