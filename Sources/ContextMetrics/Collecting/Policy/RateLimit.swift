/// How often runs of a collector may begin, whoever asks: a token bucket.
///
/// A scrape that may not begin a run still shares one in flight, and shows what the ``CollectorCache`` has, as long as that is no older than its
/// limits and the time between two runs together. Otherwise its outcome is `rate_limited`.
public struct RateLimit: Hashable, Sendable {
    /// Runs a second, in the long term.
    public var perSecond: Double
    /// Runs that may follow each other at once, after a pause.
    public var burst: Int

    /// One run at a time, unless said otherwise.
    public init(perSecond: Double, burst: Int = 1) {
        self.perSecond = perSecond
        self.burst = burst
    }
}
