import ContextMetrics

/// What came of a run: numbers, and ways to show them.
public struct ScrapeReport: Sendable {
    /// A collector, and in how many scrapes its samples were missing.
    public struct MissingCollector: Hashable, Sendable {
        /// Its name, as in the label `collector`.
        public let name: String
        /// Scrapes that said that it was missing: it failed, or took too long.
        public let failed: Int
        /// Scrapes that said nothing of it: it wasn't started, or the scrape as a whole failed.
        public let absent: Int
        /// All scrapes without its samples.
        public var missing: Int { failed + absent }
    }

    /// A row of the histogram.
    public struct Row: Hashable, Sendable {
        /// The shortest latency that it counts.
        public let from: Duration
        /// What all latencies that it counts are below.
        public let to: Duration
        /// How many these are.
        public let count: Int
    }

    /// What was scraped: an address, or `in-process`.
    public let target: String
    /// Who was it that scraped.
    public let scraper: Scraper
    /// How it was scraped.
    public let plan: ScrapePlan
    /// From the beginning of the first scrape to the end of the last.
    public let elapsed: Duration
    /// Whether the run ended early, because its task was cancelled.
    public let wasCancelled: Bool
    /// Scrapes that ended, well or not.
    public let scrapes: Int
    /// Those that failed, by why.
    public let failures: [ScrapeFailure: Int]
    /// From the instant at which the plan has a scrape start to the last byte of its answer.
    public let latency: LatencySummary
    /// The same, by size.
    public let histogram: [Row]
    /// From when a scrape was sent to the first byte of its answer; without any where that can't be told.
    ///
    /// Of the scrapes that didn't fail, and without regard to others.
    public let firstByte: LatencySummary
    /// How late scrapes were sent: what waited for a connection, or for the measuring program itself.
    ///
    /// Part of ``latency``.
    public let startDelay: LatencySummary
    /// The bytes of all good answers, without headers.
    public let bytes: Int
    /// The fewest and the most lines with a sample in an answer; `nil` where none was looked into.
    public let series: ClosedRange<Int>?
    /// How often the number of series was another one than in the answer before.
    public let seriesChanges: Int
    /// Good scrapes that weren't looked into, because they were compressed or in protobuf: nothing is known of their series and
    /// collectors.
    public let unreadable: Int
    /// Every collector that any answer named, by name.
    public let collectors: [MissingCollector]

    init(target: String, scraper: Scraper, plan: ScrapePlan, elapsed: Duration, wasCancelled: Bool, _ tally: ScrapeTally) {
        self.target = target
        self.scraper = scraper
        self.plan = plan
        self.elapsed = elapsed
        self.wasCancelled = wasCancelled
        scrapes = tally.scrapes
        failures = tally.failures
        latency = LatencySummary(tally.latency, failed: tally.failed)
        histogram = tally.latency.rows(atMost: 20).map { Row(from: $0.from, to: $0.to, count: $0.count) }
        firstByte = LatencySummary(tally.firstByte)
        startDelay = LatencySummary(tally.startDelay)
        bytes = tally.bytes
        series = tally.series.range
        seriesChanges = tally.series.changes
        unreadable = tally.unreadable
        let told = tally.scrapes - tally.unreadable
        collectors = tally.collectors
            .map { MissingCollector(name: $0.key, failed: $0.value.failed, absent: told - $0.value.failed - $0.value.present) }
            .sorted { $0.name < $1.name }
    }

    /// Scrapes that failed.
    public var failed: Int { failures.values.reduce(0, +) }
    /// Scrapes that brought what Prometheus would have taken.
    public var succeeded: Int { scrapes - failed }
    /// Good scrapes a second, over the whole run.
    public var scrapesPerSecond: Double { elapsed > .zero ? Double(succeeded) / (elapsed / .seconds(1)) : 0 }
    /// How often a collector was missing from a scrape, all collectors together; `nil` where no answer told of collectors.
    public var missing: Int? { collectors.isEmpty ? nil : collectors.reduce(0) { $0 + $1.missing } }

    /// The failures by name, the most frequent first.
    var failuresByCount: [(name: String, count: Int)] {
        failures.map { ($0.key.name, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// The collectors that were missing, the most missing first.
    var missingByCount: [MissingCollector] {
        collectors.filter { $0.missing > 0 }.sorted { ($1.missing, $0.name) < ($0.missing, $1.name) }
    }
}
