extension Duration {
    // Not by `components`: that traps beyond 2^63 seconds, which arithmetic on durations can reach. Nor by 128 bits where 64 do: up to
    // nine seconds, as nearly all are, that takes a tenth of the time.

    /// In seconds, rounded to the nearest Double.
    package var seconds: Double {
        (isShort ? Double(Int64(truncatingIfNeeded: attoseconds)) : Double(attoseconds)) / 1e18
    }

    /// In nanoseconds, at most about 292 years to either side.
    package var clampedNanoseconds: Int64 {
        isShort ? Int64(truncatingIfNeeded: attoseconds) / 1_000_000_000 : Int64(clamping: attoseconds / 1_000_000_000)
    }

    private var isShort: Bool { attoseconds == Int128(Int64(truncatingIfNeeded: attoseconds)) }
}
