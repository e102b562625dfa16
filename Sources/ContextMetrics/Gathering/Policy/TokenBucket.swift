/// How many runs may begin now: a pure value that a lock holds.
struct TokenBucket: Sendable {
    private let limit: RateLimit
    private var tokens: Double
    private var filledAt: MonotonicInstant?

    /// Full.
    init(_ limit: RateLimit) {
        self.limit = limit
        tokens = Double(limit.burst)
    }

    /// Whether a run may begin.
    mutating func hasToken(at now: MonotonicInstant) -> Bool {
        if let filledAt, filledAt < now {
            tokens = min(Double(limit.burst), tokens + Double(now.nanoseconds - filledAt.nanoseconds) * 1e-9 * limit.perSecond)
        }
        filledAt = max(filledAt ?? now, now)
        // What time has brought in two nanoseconds less is rounding.
        return tokens >= 1 - min(0.01, limit.perSecond * 2e-9)
    }

    /// A run begins.
    mutating func take() { tokens = max(0, tokens - 1) }

    /// A run that was to begin didn't.
    mutating func giveBack() { tokens = min(Double(limit.burst), tokens + 1) }

    /// The time between two runs, in the long term.
    var interval: Duration { .nanoseconds(Int64(min(1e9 / limit.perSecond, 1e17))) }
}
