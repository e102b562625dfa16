public import ContextMetrics

/// Measures how long scrapes take, as Prometheus would see it.
///
/// ```swift
/// let report = try await ScrapeBenchmark(handler).run(ScrapePlan(.open(scrapesPerSecond: 100), .count(1_000), concurrency: 4))
/// print(report.text())
/// print(report.broken(ScrapeLimits(p99: .milliseconds(50), missing: 0)))
/// ```
/// Answers are looked into as they come: status, format, `# EOF`, the number of series, and which collectors were missing by
/// `metrics_collector_success`. The program `scrape-latency` does the same over HTTP.
///
/// In an open loop a latency counts from the instant at which the plan has the scrape start, not from when it was sent. While an
/// endpoint stalls, the scrapes that should have started go on being due, and each counts with its wait: nothing is omitted
/// because the one before it was slow.
public struct ScrapeBenchmark: Sendable {
    /// How far a run is.
    public struct Progress: Sendable {
        /// Scrapes that have ended.
        public let scrapes: Int
        /// Those of them that failed.
        public let failed: Int
        /// Since the run began.
        public let elapsed: Duration
    }

    private let target: String
    private let scraper: Scraper
    private let clock: ScrapeClock
    private let connect: @Sendable (ScrapePlan) -> any ScrapeTransport

    /// Scrapes of a handler in this process, without a server.
    ///
    /// Time is that of the handler's engine: on a `ManualTimer` it passes when the test lets it.
    public init(_ handler: ScrapeHandler, as scraper: Scraper = .prometheus) {
        self.init(target: "in-process", scraper: scraper, clock: ScrapeClock(handler.engine.timer)) { plan in
            HandlerTransport(handler: handler, headers: scraper.headers(timeout: plan.timeout, gzip: false))
        }
    }

    /// Scrapes by other means; `connect` is called once for each connection.
    package init(
        target: String, scraper: Scraper, clock: ScrapeClock = .system, connect: @escaping @Sendable (ScrapePlan) -> any ScrapeTransport
    ) {
        self.target = target
        self.scraper = scraper
        self.clock = clock
        self.connect = connect
    }

    /// Carries out a plan, and tells what came of it.
    ///
    /// When the task is cancelled, it tells what came of the scrapes that had ended.
    ///
    /// - Parameters:
    ///   - plan: How many scrapes, how often.
    ///   - onProgress: Called after each scrape, by any of the tasks that scrape, which it delays.
    /// - Returns: What came of it.
    public func run(_ plan: ScrapePlan, onProgress: (@Sendable (Progress) -> Void)? = nil) async -> ScrapeReport {
        let start = clock.now()
        let run = ScrapeRun(plan: plan, start: start, clock: clock, onProgress: onProgress)
        let tally = await withTaskGroup(of: ScrapeTally.self) { group in
            for _ in 0..<plan.concurrency {
                group.addTask { [connect] in await run.scrapes(over: connect(plan)) }
            }
            return await group.reduce(into: ScrapeTally(timeout: plan.timeout)) { $0.merge($1) }
        }
        return ScrapeReport(
            target: target, scraper: scraper, plan: plan, elapsed: start.duration(to: clock.now()), wasCancelled: Task.isCancelled, tally)
    }
}
