extension Duration {
    /// In seconds, rounded to the nearest Double.
    package var seconds: Double {
        // Not `components`: that traps beyond 2^63 seconds, which arithmetic on durations can reach.
        Double(attoseconds) / 1e18
    }

    /// In nanoseconds, at most about 292 years to either side.
    package var clampedNanoseconds: Int64 {
        // Not `components`: that traps beyond 2^63 seconds, which arithmetic on durations can reach.
        Int64(clamping: attoseconds / 1_000_000_000)
    }
}
