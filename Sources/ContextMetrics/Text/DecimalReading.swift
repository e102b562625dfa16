extension Double {
    /// The number that a part of a line spells, the nearest there is; `nil` where it spells none, or one that is larger than any.
    ///
    /// Digits with an optional point and exponent, and in any case `Inf`, `Infinity` and, without a sign, `NaN`. No hexadecimal digits,
    /// underscores or blanks: what Prometheus and OpenMetrics both read.
    ///
    /// Source: OpenMetrics 1.0, "ABNF", `realnumber`.
    init?(decimal text: Span<UInt8>, from start: Int, to end: Int) {
        guard start >= 0, end <= text.count, start < end else { return nil }
        var index = start
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }

        let decimal = ReadDecimal(text, from: &index, to: end)
        if !decimal.hasDigits {
            guard let word = Double.word(text, from: index, to: end, isSigned: index > start) else { return nil }
            self = isNegative ? -word : word
            return
        }
        if index != end { return nil }
        let magnitude: Double
        if let nearest = decimal.nearest {
            magnitude = nearest
        } else {
            // Rare: more digits than a word has, or so near to the middle between two numbers that all of them count.
            let digits = text.extracting(start..<end)
            guard let nearest = Double(String(decoding: digits.indices.map { digits[$0] }, as: UTF8.self))?.magnitude else { return nil }
            magnitude = nearest
        }
        if !magnitude.isFinite { return nil }
        self = isNegative ? -magnitude : magnitude
    }

    private static func word(_ text: Span<UInt8>, from start: Int, to end: Int, isSigned: Bool) -> Double? {
        func spells(_ word: StaticString) -> Bool {
            guard end - start == word.utf8CodeUnitCount else { return false }
            return word.withUTF8Buffer { word in
                for place in 0..<word.count where text[start + place] | 0x20 != word[place] { return false }
                return true
            }
        }
        if spells("inf") || spells("infinity") { return .infinity }
        return spells("nan") && !isSigned ? .nan : nil
    }
}

/// The digits of a number, before it is one.
private struct ReadDecimal {
    private(set) var hasDigits = false
    private var significand: UInt64 = 0
    private var exponent = 0
    /// Digits that aren't zero had no place in the significand.
    private var isCut = false

    /// Reads digits, a point and an exponent, and stops at what is none of them.
    @inline(__always)
    init(_ text: Span<UInt8>, from index: inout Int, to end: Int) {
        while index < end, let digit = text[index].decimalDigit {
            append(digit, places: 1)
            index += 1
        }
        if index < end, text[index] == UInt8(ascii: ".") {
            index += 1
            while index < end, let digit = text[index].decimalDigit {
                append(digit, places: 0)
                index += 1
            }
        }
        if hasDigits, index < end, text[index] | 0x20 == UInt8(ascii: "e") { readExponent(text, from: &index, to: end) }
    }

    @inline(__always)
    private mutating func append(_ digit: UInt64, places: Int) {
        hasDigits = true
        if significand < 1_000_000_000_000_000_000 {
            significand = significand &* 10 &+ digit
            exponent &-= 1 &- places
        } else {
            exponent &+= places
            if digit != 0 { isCut = true }
        }
    }

    /// Goes past it only where it is whole.
    private mutating func readExponent(_ text: Span<UInt8>, from index: inout Int, to end: Int) {
        var place = index + 1
        let isNegative = place < end && text[place] == UInt8(ascii: "-")
        if isNegative || (place < end && text[place] == UInt8(ascii: "+")) { place += 1 }
        guard place < end, text[place].decimalDigit != nil else { return }
        var number = 0
        while place < end, let digit = text[place].decimalDigit {
            // Beyond what any text could make up for.
            if number < 1 << 40 { number = number * 10 + Int(digit) }
            place += 1
        }
        exponent += isNegative ? -number : number
        index = place
    }

    private static let exactPowers: InlineArray<23, Double> = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// The nearest `Double`, `nil` where that takes all digits to find out.
    ///
    /// A significand and a power of ten that are exact have a quotient or product that is rounded once.
    @inline(__always)
    var nearest: Double? {
        if isCut { return nil }
        if exponent == 0 || significand == 0 { return Double(significand) }
        if significand < 1 << 53, exponent >= -22, exponent <= 22 {
            return exponent < 0
                ? Double(significand) / ReadDecimal.exactPowers[-exponent] : Double(significand) * ReadDecimal.exactPowers[exponent]
        }
        return nearestProduct
    }

    /// The same from a product of 128 bits whose error is known: `nil` where that error could decide.
    ///
    /// The power is at most three units of its last bit too large, so the product is at most four too large and less than one too small.
    private var nearestProduct: Double? {
        guard exponent >= -292, exponent <= 308 else { return nil }
        let power = PowerOfTen(exponent)
        let shift = significand.leadingZeroBitCount
        let product = power.significand.multipliedHigh(by: significand &<< UInt64(truncatingIfNeeded: shift))
        let excess = 75 &- product.leadingZeroBitCount
        let half = UInt128(1) << UInt128(truncatingIfNeeded: excess &- 1)
        let rest = product & (half &* 2 &- 1)
        var mantissa = UInt64(truncatingIfNeeded: product >> UInt128(truncatingIfNeeded: excess))
        if rest > half &+ 8, rest < half &* 2 &- 8 {
            mantissa &+= 1
        } else if rest < 8 || rest > half &- 8 {
            return nil
        }
        var field = excess &+ 64 &- shift &+ power.exponent &- 127 &+ 1075
        if mantissa == 1 << 53 {
            mantissa = 1 << 52
            field &+= 1
        }
        // Subnormal numbers have fewer bits.
        guard field > 0, field < 2047 else { return nil }
        return Double(bitPattern: UInt64(truncatingIfNeeded: field) << 52 | mantissa & (1 << 52 &- 1))
    }
}

extension UInt8 {
    /// The digit that this byte is.
    @inline(__always)
    fileprivate var decimalDigit: UInt64? {
        let digit = self &- UInt8(ascii: "0")
        return digit < 10 ? UInt64(digit) : nil
    }
}
