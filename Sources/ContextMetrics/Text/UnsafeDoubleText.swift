// Invariant: whoever calls `put` has made room for `room` bytes. A number has at most 26: a sign, 21 digits or 17 and a point and zeros,
// an exponent of 5; integers are stored in steps of eight bytes, of which they may keep fewer.

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
        // Prometheus reads these spellings only; it refuses Swift's `-nan`.
        if value.isNaN { return put("NaN", to: text) }
        if value.isInfinite { return put(value < 0 ? "-Inf" : "+Inf", to: text) }
        let decimal = ShortestDecimal(value)
        return put(decimal, isNegative: value < 0, isPlain: -4 <= decimal.exponent && decimal.exponent < 21, to: text)
    }

    private static func put(_ word: StaticString, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        word.withUTF8Buffer { utf8 in
            for (index, byte) in utf8.enumerated() { (text + index).initialize(to: byte) }
            return text + utf8.count
        }
    }

    /// Digits as they are, or with an exponent; returns where the text ends.
    static func put(
        _ decimal: ShortestDecimal, isNegative: Bool, isPlain: Bool, to start: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var text = start
        if isNegative {
            text.initialize(to: UInt8(ascii: "-"))
            text += 1
        }
        let exponent = decimal.exponent
        if !isPlain {
            text = put(decimal, pointAfter: 1, to: text)
            text.initialize(to: UInt8(ascii: "e"))
            (text + 1).initialize(to: exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            text += 2
            if exponent.magnitude < 10 { text = put(zeros: 1, to: text) }
            return IntegerText.put(UInt64(exponent.magnitude), to: text)
        }
        if exponent < 0 {
            text = put(zeros: 1, to: text)
            text.initialize(to: UInt8(ascii: "."))
            text = put(zeros: -exponent - 1, to: text + 1)
            return IntegerText.put(decimal.significand, to: text)
        }
        text = put(decimal, pointAfter: exponent + 1, to: text)
        return put(zeros: exponent + 1 - decimal.count, to: text)
    }

    /// The digits, with a point after so many of them unless there are no more.
    @inline(__always)
    private static func put(
        _ decimal: ShortestDecimal, pointAfter integerDigits: Int, to text: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        if decimal.count <= integerDigits { return IntegerText.put(decimal.significand, to: text) }
        // One place to the right; then those before the point move back.
        let end = IntegerText.put(decimal.significand, to: text + 1)
        for place in 0..<integerDigits { (text + place).initialize(to: text[place + 1]) }
        (text + integerDigits).initialize(to: UInt8(ascii: "."))
        return end
    }

    private static func put(zeros count: Int, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        if count <= 0 { return text }
        text.initialize(repeating: UInt8(ascii: "0"), count: count)
        return text + count
    }
}

extension TextBuffer {
    /// Appends a number as a sample's value.
    mutating func append(value: Double) { write(atMost: DoubleText.room) { DoubleText.put(value, to: $0) } }
}
