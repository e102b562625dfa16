import Synchronization

/// Random numbers for many threads, from a seed that is printed. (Vigna's SplitMix64.)
final class Dice: Sendable {
    private let state: Atomic<UInt64>

    init(seed: UInt64 = .random(in: 0 ... .max)) {
        print("seed \(seed)")
        state = Atomic(seed)
    }

    private func next() -> UInt64 {
        var z = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Between zero and `limit`.
    func duration(upTo limit: Duration) -> Duration { limit * (Double(next() >> 11) / Double(1 << 53)) }

    /// True once in so many throws.
    func oneIn(_ count: UInt64) -> Bool { next() % count == 0 }
}
