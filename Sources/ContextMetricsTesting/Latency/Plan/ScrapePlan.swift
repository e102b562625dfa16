/// How scrapes are started, how many of them, and how long each may take.
public struct ScrapePlan: Hashable, Sendable {
    /// What starts a scrape.
    public enum Loop: Hashable, Sendable {
        /// The end of the one before, on each connection.
        ///
        /// Tells how fast the endpoint can be scraped. Its percentiles flatter an endpoint that stalls: while it does nothing
        /// is started, and one slow scrape stands for all that a scraper at a constant rate would have started meanwhile.
        case closed
        /// The clock, so often a second, whatever became of the scrapes before.
        ///
        /// Their latency counts from the instant at which they should have been started, so what waits for a connection behind
        /// a stall counts with its wait: no coordinated omission.
        case open(scrapesPerSecond: Double)
    }

    /// When it is over.
    public enum Length: Hashable, Sendable {
        /// After so many scrapes.
        case count(Int)
        /// When so much time has passed, no more are started; those under way are waited for.
        case duration(Duration)
    }

    /// What starts a scrape.
    public let loop: Loop
    /// When it is over.
    public let length: Length
    /// How many scrapes may be under way at once.
    ///
    /// In an open loop further ones wait, and their wait counts.
    public let concurrency: Int
    /// How long Prometheus would wait for each: its `scrape_timeout`.
    ///
    /// The endpoint is told in a header. What comes later has failed.
    public let timeout: Duration

    /// Up to these a plan makes sense.
    static let (mostConnections, mostScrapes) = (10_000, 1_000_000_000)
    static let rates = 1 / 86_400...1_000_000.0
    static let (shortestTimeout, longestTime) = (Duration.milliseconds(1), Duration.seconds(86_400))

    /// - Throws: ``InvalidScrapePlan`` when nothing could be measured by it.
    public init(
        _ loop: Loop = .closed, _ length: Length = .count(100), concurrency: Int = 1, timeout: Duration = .seconds(10)
    ) throws(InvalidScrapePlan) {
        if case .open(let rate) = loop, !Self.rates.contains(rate) { throw .rate(rate) }
        switch length {
        case .count(let count): if !(1...Self.mostScrapes).contains(count) { throw .count(count) }
        case .duration(let duration): if duration <= .zero || duration > Self.longestTime { throw .duration(duration) }
        }
        if !(1...Self.mostConnections).contains(concurrency) { throw .concurrency(concurrency) }
        if timeout < Self.shortestTimeout || timeout > Self.longestTime { throw .timeout(timeout) }
        self.loop = loop
        self.length = length
        self.concurrency = concurrency
        self.timeout = timeout
    }
}

/// A plan by which nothing could be measured, with the value that is wrong.
public enum InvalidScrapePlan: Error, Hashable, CustomStringConvertible {
    /// From one a day to 1,000,000 scrapes a second.
    case rate(Double)
    /// From 1 to 1,000,000,000 scrapes.
    case count(Int)
    /// Over 0 and up to a day.
    case duration(Duration)
    /// From 1 to 10,000 scrapes at once.
    case concurrency(Int)
    /// From a millisecond to a day.
    case timeout(Duration)

    /// What is wrong, and what would be right.
    public var description: String {
        switch self {
        case .rate(let rate): "the rate is a number of scrapes per second from 1/86400 to 1000000, not \(rate)"
        case .count(let count): "the count is a number of scrapes from 1 to 1000000000, not \(count)"
        case .duration(let duration): "the duration is over 0 and up to 86400 seconds, not \(duration)"
        case .concurrency(let number): "the concurrency is a number from 1 to 10000, not \(number)"
        case .timeout(let timeout): "the timeout is from 0.001 to 86400 seconds, not \(timeout)"
        }
    }
}
