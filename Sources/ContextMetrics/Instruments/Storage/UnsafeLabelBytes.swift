// Invariant: the bytes of a value are looked at only within the call that lent them.

/// The label values of one series, as bytes, for as long as a call lasts.
///
/// Compared byte by byte, as Prometheus does. Swift's own equality takes composed and decomposed spellings of a character for the same,
/// and would merge two series.
typealias LabelBytesKey = Span<UnsafeRawBufferPointer>

extension String {
    /// Runs `body` with the bytes of the string where they stand together, which they always do unless another language made it.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result?) -> Result? {
        utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) } ?? nil
    }
}

extension [String] {
    /// Runs `body` with the bytes of all strings.
    func withBytes<Result>(_ body: (LabelBytesKey) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UnsafeRawBufferPointer.self, capacity: count) { parts in
            lend(0, parts) { body(parts.span) }
        }
    }

    private func lend<Result>(_ index: Int, _ parts: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>, _ body: () -> Result) -> Result {
        if index == count { return body() }
        var value = self[index]
        return value.withUTF8 { bytes in
            parts.initializeElement(at: index, to: UnsafeRawBufferPointer(bytes))
            return lend(index + 1, parts, body)
        }
    }
}

/// Hashes label values, with secrets of its own: nobody outside can choose values that collide.
struct LabelHash: Sendable {
    private let secret = UInt64.random(in: 0 ... .max)
    private let start = UInt64.random(in: 0 ... .max)
    private let step = UInt64.random(in: 0 ... .max) | 1

    @inline(__always)
    func callAsFunction(_ key: LabelBytesKey) -> UInt64 {
        var hash: UInt64 = 0
        for index in key.indices { hash ^= self(key[unchecked: index], at: index) }
        return hash
    }

    @inline(__always)
    func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UInt64 { self(bytes, at: 0) }

    /// The share of one value in the hash of all of them, which is their exclusive or.
    ///
    /// Each is hashed alone, so that a processor can do it at the same time. Where it stands, and how long it is, are steps of a secret
    /// length: nobody outside knows by how much they change it, and can have the bytes undo that.
    @inline(__always)
    func callAsFunction(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
        let count = bytes.count
        // The length tells values apart whose last words overlap.
        var hash = start &+ UInt64(truncatingIfNeeded: count &+ index &* 0x1_0000_0001) &* step
        guard let base = bytes.baseAddress, count > 0 else { return fold(hash, secret) }
        if count < 8 { return fold(base.fewBytes(count) ^ secret, hash) }
        var place = 0
        while count &- place > 16 {
            hash = fold(word(base, place) ^ secret, word(base, place &+ 8) ^ hash)
            place &+= 16
        }
        // The last two words; where there are fewer than 16 bytes they overlap, and with more they may repeat some.
        return fold(word(base, min(place, count &- 8)) ^ secret, word(base, count &- 8) ^ hash)
    }

    @inline(__always)
    private func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 { base.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }

    @inline(__always)
    private func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (high, low) = a.multipliedFullWidth(by: b)
        return high ^ low
    }
}

extension UnsafeRawPointer {
    /// One to seven bytes as a word, which differs whenever one of them does.
    @inline(__always)
    func fewBytes(_ count: Int) -> UInt64 {
        if count >= 4 {
            return UInt64(loadUnaligned(as: UInt32.self)) << 32 | UInt64(loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        }
        let first = UInt64(load(as: UInt8.self))
        let middle = UInt64(load(fromByteOffset: count >> 1, as: UInt8.self))
        return first << 16 | middle << 8 | UInt64(load(fromByteOffset: count &- 1, as: UInt8.self))
    }
}
