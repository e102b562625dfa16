// Invariant: words are read within the bytes of the span only.

/// 128 bits that stand for a text, or for a set of texts when added up.
///
/// Made with a key that is chosen at random for each reader: nobody who doesn't know it can make two texts that have the same, and by
/// chance a million texts do in one of 10^26 cases.
struct Fingerprint: Hashable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    /// Fingerprints of the members of a set, in any order.
    @inline(__always)
    static func + (a: Fingerprint, b: Fingerprint) -> Fingerprint { Fingerprint(low: a.low &+ b.low, high: a.high &+ b.high) }
}

/// Makes fingerprints.
struct FingerprintKey: Sendable {
    private let a = UInt64.random(in: 0 ... .max)
    private let b = UInt64.random(in: 0 ... .max)
    private let c = UInt64.random(in: 0 ... .max) | 1
    private let d = UInt64.random(in: 0 ... .max) | 1

    @inline(__always)
    func fingerprint(_ text: Span<UInt8>) -> Fingerprint {
        text.withUnsafeBytes { bytes in
            var (x, y) = (a ^ UInt64(truncatingIfNeeded: bytes.count), b)
            var place = 0
            while place + 8 <= bytes.count {
                mix(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self), &x, &y)
                place += 8
            }
            if place < bytes.count {
                var word: UInt64 = 0
                if bytes.count >= 8 {
                    // With some bytes once more.
                    word = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
                } else {
                    while place < bytes.count {
                        word = word << 8 | UInt64(bytes[place])
                        place += 1
                    }
                }
                mix(word, &x, &y)
            }
            return Fingerprint(low: folded(x ^ b, c), high: folded(y ^ a, d))
        }
    }

    @inline(__always)
    private func mix(_ word: UInt64, _ x: inout UInt64, _ y: inout UInt64) {
        (x, y) = (folded(x ^ word, c), folded(y &+ word, d) ^ x)
    }

    /// Both halves of the product.
    @inline(__always)
    private func folded(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
