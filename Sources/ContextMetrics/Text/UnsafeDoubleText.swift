// Invariant: whoever calls `put` has made room for `room` bytes. A number has at most 26: a sign, 21 digits or 17 and a point and zeros,
// an exponent of 5. Digits are stored sixteen or eight at a time, of which fewer may be kept: from the 18th place at the latest, or from the
// 25th in an exponent.

/// Writes numbers as decimal text.
enum DoubleText {
    /// Room that has to be there.
    static let room = 48

    /// A sample's value; returns where the text ends.
    ///
    /// Integral values below 10^15 are plain digits; others have the fewest digits that read back as the same number, with an
    /// exponent when it is below -4 or at least 21, as Go's `%v` has it. Negative zero is `0`, as in client_golang.
    @inline(__always)
    static func put(_ value: Double, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        if value.magnitude < 1e15 {
            let integer = Int64(value)
            if Double(integer) == value { return IntegerText.put(integer, to: text) }
        }
        return putFraction(value, to: text)
    }

    @inline(never)
    private static func putFraction(_ value: Double, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        if let thousandths = ShortestDecimal.thousandths(value.magnitude) { return put(thousandths, isNegative: value < 0, to: text) }
        // Prometheus reads these spellings only; it refuses Swift's `-nan`.
        if value.isNaN { return put("NaN", to: text) }
        if value.isInfinite { return put(value < 0 ? "-Inf" : "+Inf", to: text) }
        let decimal = ShortestDecimal(value)
        return put(decimal, isNegative: value < 0, isPlain: -4 <= decimal.exponent && decimal.exponent < 21, to: text)
    }

    /// A number of thousandths, which is no multiple of 1000.
    @inline(__always)
    private static func put(
        _ thousandths: UInt64, isNegative: Bool, to start: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        start.initialize(to: UInt8(ascii: "-"))
        if thousandths < 100_000_000 { return putShort(thousandths, to: start + (isNegative ? 1 : 0)) }
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        let point = IntegerText.put(whole, to: start + (isNegative ? 1 : 0))
        // The last three of eight digits, and zeros behind them.
        let digits = IntegerText.eightDigits(rest) &>> 40
        point.initialize(to: UInt8(ascii: "."))
        UnsafeMutableRawPointer(point + 1).storeBytes(of: (digits | IntegerText.zeros).littleEndian, as: UInt64.self)
        return point + 1 + (8 - digits.leadingZeroBitCount / 8)
    }

    /// The same for no more than eight digits, the last three of which stand behind the point.
    @inline(__always)
    private static func putShort(_ thousandths: UInt64, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let digits = IntegerText.eightDigits(thousandths)
        let bytes = digits | IntegerText.zeros
        // One digit stays before the point.
        let skipped = min(4, digits.trailingZeroBitCount / 8)
        UnsafeMutableRawPointer(text).storeBytes(of: (bytes &>> UInt64(8 &* skipped)).littleEndian, as: UInt64.self)
        let point = text + (5 &- skipped)
        point.initialize(to: UInt8(ascii: "."))
        UnsafeMutableRawPointer(point + 1).storeBytes(of: (bytes &>> 40).littleEndian, as: UInt64.self)
        return point + 1 + (3 &- digits.leadingZeroBitCount / 8)
    }

    private static func put(_ word: StaticString, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        word.withUTF8Buffer { utf8 in
            for (index, byte) in utf8.enumerated() { (text + index).initialize(to: byte) }
            return text + utf8.count
        }
    }

    /// Digits as they are, or with an exponent; returns where the text ends.
    ///
    /// All digits are stored wherever they may stand, with the zeros behind them, and the end is where the last one is that counts: how many
    /// there are can't be predicted, and a mispredicted branch costs more than two stores.
    @inline(__always)
    static func put(
        _ decimal: ShortestDecimal, isNegative: Bool, isPlain: Bool, to start: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        start.initialize(to: UInt8(ascii: "-"))
        let text = start + (isNegative ? 1 : 0)
        let exponent = decimal.exponent
        let digits = DigitText(decimal)
        if isPlain, exponent >= 0 { return put(digits, pointAfter: exponent, to: text) }
        if isPlain {
            UnsafeMutableRawPointer(text).storeBytes(of: IntegerText.zeros, as: UInt64.self)
            (text + 1).initialize(to: UInt8(ascii: "."))
            let first = text + 1 - exponent
            first.initialize(to: digits.first)
            digits.store(at: first + 1)
            return first + 1 + digits.count
        }
        let end = put(digits, pointAfter: 0, to: text)
        end.initialize(to: UInt8(ascii: "e"))
        (end + 1).initialize(to: exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        (end + 2).initialize(to: UInt8(ascii: "0"))
        return IntegerText.put(UInt64(exponent.magnitude), to: end + (exponent.magnitude < 10 ? 3 : 2))
    }

    /// With so many digits behind the first one before the point, if there is a need for one.
    @inline(__always)
    private static func put(
        _ digits: DigitText, pointAfter place: Int, to text: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        text.initialize(to: digits.first)
        digits.store(at: text + 1)
        let point = text + 1 + place
        if digits.count <= place {
            if place > 16 { (text + 17).initialize(repeating: UInt8(ascii: "0"), count: place - 16) }
            return point
        }
        point.initialize(to: UInt8(ascii: "."))
        digits.store(at: point + 1, from: place)
        return text + 2 + digits.count
    }
}

/// The text of 17 digits.
private struct DigitText {
    let first: UInt8
    /// Those behind the first one, the next in the lowest byte.
    private let rest: UInt128
    /// How many of them count: without the zeros at the end.
    let count: Int

    @inline(__always)
    init(_ decimal: ShortestDecimal) {
        let (first, rest) = decimal.digits.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
        let (high, low) = rest.quotientAndRemainder(dividingBy: 100_000_000)
        let (highDigits, lowDigits) = (IntegerText.eightDigits(high), IntegerText.eightDigits(low))
        self.first = UInt8(truncatingIfNeeded: first) | UInt8(ascii: "0")
        self.rest = UInt128(highDigits | IntegerText.zeros) | UInt128(lowDigits | IntegerText.zeros) &<< 64
        count = lowDigits == 0 ? 8 - highDigits.leadingZeroBitCount / 8 : 16 - lowDigits.leadingZeroBitCount / 8
    }

    /// Stores 16 bytes: the digits behind the first one, but for some, and whatever.
    @inline(__always)
    func store(at text: UnsafeMutablePointer<UInt8>, from place: Int = 0) {
        let digits = rest &>> UInt128(truncatingIfNeeded: 8 &* place)
        UnsafeMutableRawPointer(text).storeBytes(of: digits.littleEndian, as: UInt128.self)
    }
}

extension TextBuffer {
    /// Appends a number as a sample's value.
    mutating func append(value: Double) { write(atMost: DoubleText.room) { DoubleText.put(value, to: $0) } }
}
