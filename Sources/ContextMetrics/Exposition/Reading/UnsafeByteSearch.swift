// Invariant: bytes are looked at within the span only, and pointers don't leave the call.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Span<UInt8> {
    /// Where a byte stands first, from `start` on.
    @inline(__always)
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        withUnsafeBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress else { return nil }
            guard let found = memchr(base + start, CInt(byte), bytes.count - start) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Where a quotation mark or a backslash stands first, from `start` on; eight bytes at a time.
    @inline(__always)
    func firstQuoteOrBackslash(from start: Int) -> Int? {
        withUnsafeBytes { bytes in
            var place = start
            while place + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                let found = word.marks(0x22) | word.marks(0x5c)
                // Marks above the lowest may be wrong, the lowest is right.
                if found != 0 { return place + found.trailingZeroBitCount >> 3 }
                place += 8
            }
            while place < bytes.count {
                if bytes[place] == 0x22 || bytes[place] == 0x5c { return place }
                place += 1
            }
            return nil
        }
    }

    /// Whether all bytes are below 0x80.
    @inline(__always)
    var isASCII: Bool {
        withUnsafeBytes { bytes in
            var place = 0
            var all: UInt64 = 0
            while place + 8 <= bytes.count {
                all |= bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                place += 8
            }
            while place < bytes.count {
                all |= UInt64(bytes[place])
                place += 1
            }
            return all & 0x8080_8080_8080_8080 == 0
        }
    }

    /// Whether both have the same bytes.
    func hasBytes(of other: Span<UInt8>) -> Bool { count == other.count && starts(with: other) }

    /// Whether the other's bytes are the first of these.
    @inline(__always)
    func starts(with other: Span<UInt8>) -> Bool {
        if count < other.count { return false }
        return withUnsafeBytes { a in
            other.withUnsafeBytes { b in
                guard let x = a.baseAddress, let y = b.baseAddress else { return b.isEmpty }
                return memcmp(x, y, b.count) == 0
            }
        }
    }

    /// Whether these are the bytes of a word.
    @inline(__always)
    func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount, word.hasPointerRepresentation else { return false }
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            return memcmp(base, word.utf8Start, bytes.count) == 0
        }
    }

    /// Whether a word stands at `start`.
    @inline(__always)
    func has(_ word: StaticString, at start: Int) -> Bool {
        guard start >= 0, word.utf8CodeUnitCount <= count - start else { return false }
        return extracting(start..<start + word.utf8CodeUnitCount).spells(word)
    }

    /// Whether the other's bytes stand at `start`.
    @inline(__always)
    func has(_ other: Span<UInt8>, at start: Int) -> Bool { start >= 0 && start <= count && extracting(start...).starts(with: other) }

    /// A copy.
    var array: [UInt8] { withUnsafeBufferPointer { Array($0) } }

    /// As text; what is no UTF-8 is replaced.
    var string: String { withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
}

extension Array<UInt8> {
    mutating func append(_ bytes: Span<UInt8>) { bytes.withUnsafeBufferPointer { append(contentsOf: $0) } }
}

extension UInt64 {
    /// The high bit of each byte that is this one, and maybe of bytes above it.
    ///
    /// Source: Henry S. Warren, "Hacker's Delight", 2nd edition, section 6-1.
    @inline(__always)
    fileprivate func marks(_ byte: UInt64) -> UInt64 {
        let difference = self ^ (0x0101_0101_0101_0101 &* byte)
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
}
