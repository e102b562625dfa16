/// When a collector that fails is left alone for a while.
///
/// A run counts as failed when it throws, overflows, or misses a deadline, its own or a scrape's; so does a scrape that finds it still
/// running. One whose client has left doesn't. After the pause one scrape may try: if that run succeeds everything is as before, else the
/// collector pauses again.
public struct CircuitBreaker: Hashable, Sendable {
    /// So many failures within ``window`` open the circuit.
    public var failures: Int
    /// Failures longer ago don't count.
    public var window: Duration
    /// So long the collector isn't asked.
    public var pause: Duration

    /// Within five minutes, and with a pause of half a minute, unless said otherwise.
    public init(failures: Int = 5, window: Duration = .seconds(300), pause: Duration = .seconds(30)) {
        self.failures = failures
        self.window = window
        self.pause = pause
    }
}
