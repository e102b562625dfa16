// Invariant: words are read within the bytes of the span only.

extension Span<UInt8> {
    /// Whether one of the bytes may have to stand behind a backslash: a quotation mark, a backslash, or a line feed.
    ///
    /// Eight bytes at a time.
    var mayNeedEscaping: Bool {
        withUnsafeBytes { bytes in
            var place = 0
            while place + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                if word.has(0x22) | word.has(0x5c) | word.has(0x0a) != 0 { return true }
                place += 8
            }
            while place < bytes.count {
                let byte = bytes[place]
                if byte == 0x22 || byte == 0x5c || byte == 0x0a { return true }
                place += 1
            }
            return false
        }
    }

    /// Whether one of the bytes may have to be escaped in JSON: a quotation mark, a backslash, one below 0x20, or the first of U+2028.
    ///
    /// Eight bytes at a time.
    var mayNeedJSONEscaping: Bool {
        withUnsafeBytes { bytes in
            var place = 0
            while place + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                if word.has(0x22) | word.has(0x5c) | word.has(0xe2) | word.hasControl != 0 { return true }
                place += 8
            }
            while place < bytes.count {
                let byte = bytes[place]
                if byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0xe2 { return true }
                place += 1
            }
            return false
        }
    }
}

extension UInt64 {
    /// Not zero when one of the eight bytes is below 0x20.
    @inline(__always)
    fileprivate var hasControl: UInt64 { (self &- 0x2020_2020_2020_2020) & ~self & 0x8080_8080_8080_8080 }

    /// Not zero when one of the eight bytes is this one.
    ///
    /// Source: Henry S. Warren, "Hacker's Delight", 2nd edition, section 6-1.
    @inline(__always)
    fileprivate func has(_ byte: UInt64) -> UInt64 {
        let difference = self ^ (0x0101_0101_0101_0101 &* byte)
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
}
