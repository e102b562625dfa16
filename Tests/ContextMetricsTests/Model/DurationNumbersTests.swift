import Testing

@testable import ContextMetrics

@Suite struct `Durations as numbers` {
    /// Where 64 bits of attoseconds end, and where 128 do.
    private static let edges: [Int128] = [
        0, 1, 999_999_999, 1_000_000_000, 1_000_000_000_000_000_000, Int128(Int64.max) - 1, Int128(Int64.max), Int128(Int64.max) + 1,
        Int128(Int64.min) + 1, Int128(Int64.min), Int128(Int64.min) - 1, Int128(Int64.max) * 1_000_000_000, .max, .min,
    ]

    @Test(arguments: edges) func `short ones and long ones are converted alike`(attoseconds: Int128) {
        for attoseconds in [attoseconds, attoseconds == .min ? .max : -attoseconds] {
            let duration = Duration(attoseconds: attoseconds)
            #expect(duration.seconds == Double(attoseconds) / 1e18)
            #expect(duration.clampedNanoseconds == Int64(clamping: attoseconds / 1_000_000_000))
        }
    }
}
