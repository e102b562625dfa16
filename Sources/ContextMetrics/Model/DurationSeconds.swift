extension Duration {
    /// In seconds, rounded to the nearest Double.
    package var seconds: Double {
        // Not `components`: that traps beyond 2^63 seconds, which arithmetic on durations can reach.
        Double(attoseconds) / 1e18
    }
}
