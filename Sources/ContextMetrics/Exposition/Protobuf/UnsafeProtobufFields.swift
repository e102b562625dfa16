// Invariant: `endMessage` moves bytes that were appended before, within memory that it has made sure of.

/// The fields of messages of Protocol Buffers.
///
/// Source: Protocol Buffers, "Encoding".
extension TextBuffer {
    enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        /// A text or a message, behind its length.
        case lengthDelimited = 2
    }

    /// Seven bits in a byte, the lowest first; all bytes but the last have their highest bit set.
    mutating func append(varint value: UInt64) {
        write(atMost: 10) { to in
            var (to, rest) = (to, value)
            while rest >= 0x80 {
                to.initialize(to: UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
                to += 1
            }
            to.initialize(to: UInt8(truncatingIfNeeded: rest))
            return to + 1
        }
    }

    /// The bytes of a varint.
    static func varintBytes(_ value: Int) -> Int {
        let bits = Int.bitWidth - value.leadingZeroBitCount
        return max(1, (bits + 6) / 7)
    }

    mutating func append(field number: UInt64, _ type: WireType) { append(varint: number << 3 | type.rawValue) }

    /// A message or a text begins, of a length that is known.
    mutating func append(field number: UInt64, length: Int) {
        append(field: number, .lengthDelimited)
        append(varint: UInt64(truncatingIfNeeded: length))
    }

    mutating func append(field number: UInt64, varint value: UInt64) {
        append(field: number, .varint)
        append(varint: value)
    }

    /// Of type `sint32` or `sint64`: small numbers of either sign take few bytes.
    mutating func append(field number: UInt64, signed value: Int64) {
        append(field: number, varint: UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    mutating func append(field number: UInt64, double value: Double) {
        append(field: number, .fixed64)
        append(bitsOf: value)
    }

    mutating func append(field number: UInt64, text: String) {
        append(field: number, length: text.utf8.count)
        append(text)
    }

    mutating func append(field number: UInt64, text: Span<UInt8>) {
        append(field: number, length: text.count)
        append(text)
    }

    /// A message whose length is known when it is written.
    @inline(__always)
    mutating func appendMessage(field number: UInt64, _ body: (inout TextBuffer) -> Void) {
        append(field: number, .lengthDelimited)
        append(0 as UInt8)
        let start = count
        body(&self)
        endMessage(from: start)
    }

    /// Puts the length of a message before it, where there is one byte for it, and moves the message if that is too little.
    private mutating func endMessage(from start: Int) {
        let length = count - start
        let more = TextBuffer.varintBytes(length) - 1
        write(atMost: more) { end in
            let first = end - length
            if more > 0 { (first + more).update(from: first, count: length) }
            var (to, rest) = (first - 1, UInt64(truncatingIfNeeded: length))
            while rest >= 0x80 {
                to.update(repeating: UInt8(truncatingIfNeeded: rest) | 0x80, count: 1)
                rest >>= 7
                to += 1
            }
            to.update(repeating: UInt8(truncatingIfNeeded: rest), count: 1)
            return end + more
        }
    }
}
