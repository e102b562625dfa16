import ContextMetrics

extension Duration {
    /// Seconds in decimals, as few as tell it to the nanosecond: `10`, `0.5`.
    package var secondsText: String {
        let nanoseconds = clampedNanoseconds
        let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let sign = nanoseconds < 0 ? "-" : ""
        if rest == 0 { return sign + String(seconds) }
        var fraction = Duration.padded(rest, to: 9)
        while fraction.last == "0" { fraction.removeLast() }
        return "\(sign)\(seconds).\(fraction)"
    }

    /// Milliseconds for people, with three decimals: `0.412`.
    package var millisecondsText: String {
        let nanoseconds = clampedNanoseconds
        let microseconds = nanoseconds.magnitude / 1_000 + (nanoseconds.magnitude % 1_000 >= 500 ? 1 : 0)
        let (milliseconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000)
        return "\(nanoseconds < 0 && microseconds > 0 ? "-" : "")\(milliseconds).\(Duration.padded(rest, to: 3))"
    }

    private static func padded(_ number: UInt64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
