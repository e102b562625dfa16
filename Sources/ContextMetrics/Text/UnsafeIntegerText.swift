// Invariant: at most 20 digits and a sign are written for any integer, and whoever calls `put` has made room for 32 bytes: each step
// stores eight bytes, of which it may keep fewer.

/// Writes integers as decimal digits, eight at a time.
enum IntegerText {
    /// Room that has to be there.
    static let room = 32

    /// The eight digits of a number below 10^8 as bytes 0 to 9, the first in the lowest byte.
    ///
    /// Halves the digits in three steps, all parts of a step at once: quotients by 100 and by 10 are products with reciprocals.
    @inline(__always)
    static func eightDigits(_ value: UInt64) -> UInt64 {
        let high = value / 10_000
        let fours = high | (value &- high &* 10_000) << 32
        let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007f_0000_007f
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = ((twos &* 103) >> 10) & 0x000f_000f_000f_000f
        return tens | (twos &- tens &* 10) << 8
    }

    /// Eight times the digit zero.
    static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// Without leading zeros; returns where the text ends.
    @inline(__always)
    private static func putShort(_ value: UInt64, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let digits = eightDigits(value)
        // The last digit stays, also of zero.
        let skipped = min(56, digits.trailingZeroBitCount & ~7)
        UnsafeMutableRawPointer(text).storeBytes(of: ((digits | zeros) >> UInt64(skipped)).littleEndian, as: UInt64.self)
        return text + (8 - skipped >> 3)
    }

    /// With leading zeros.
    @inline(__always)
    private static func putEight(_ value: UInt64, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        UnsafeMutableRawPointer(text).storeBytes(of: (eightDigits(value) | zeros).littleEndian, as: UInt64.self)
        return text + 8
    }

    /// Writes all digits; returns where the text ends.
    @inline(__always)
    static func put(_ value: UInt64, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        if value < 100_000_000 { return putShort(value, to: text) }
        return putLong(value, to: text)
    }

    /// Writes all digits, behind a minus sign where it is negative; returns where the text ends.
    @inline(__always)
    static func put(_ value: Int64, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        if value >= 0 { return put(UInt64(value), to: text) }
        text.initialize(to: UInt8(ascii: "-"))
        return put(value.magnitude, to: text + 1)
    }

    private static func putLong(_ value: UInt64, to text: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        return putEight(low, to: put(high, to: text))
    }
}

extension TextBuffer {
    /// Appends an integer in decimal digits.
    mutating func append(decimal value: UInt64) { write(atMost: IntegerText.room) { IntegerText.put(value, to: $0) } }

    /// Appends an integer in decimal digits, with a minus sign where it is negative.
    mutating func append(decimal value: Int64) { write(atMost: IntegerText.room) { IntegerText.put(value, to: $0) } }
}
