/// How one collector fared in one gather.
///
/// The raw value is the `outcome` label of `metrics_collector_runs_total`.
public enum CollectorOutcome: String, Hashable, Sendable, CaseIterable {
    /// It finished in time, and its samples are in the result.
    case success
    /// It was running at the deadline and goes on unattended, as an orphan.
    case timeout
    /// It was cancelled: by the deadline a little before it, by the caller's leaving or by shutdown, and stopped, or was left.
    case cancelled
    /// It threw.
    case error
    /// A run of an earlier gather has not ended, so it was not started.
    case stillRunning = "still_running"
    /// All threads are occupied by collectors that block, so it was not started.
    case rejected
    /// It wrote more than its caps allow.
    case overflow
    /// There was no time to start it.
    case skipped
    /// Its circuit breaker is open, so it was not started.
    case circuitOpen = "circuit_open"
    /// Its rate limit is reached, so it was not started.
    case rateLimited = "rate_limited"

    /// Whether the collector ran, or still runs from before: only then is there a verdict on it. (G10)
    public var isVerdict: Bool {
        switch self {
        case .success, .timeout, .cancelled, .error, .stillRunning, .overflow: true
        case .rejected, .skipped, .circuitOpen, .rateLimited: false
        }
    }
}

/// An error that says how the collector fared that threw it.
protocol OutcomeError: Error {
    var outcome: CollectorOutcome { get }
}
