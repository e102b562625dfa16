/// How long scrapes took: a few numbers of many.
///
/// A percentile is that of all scrapes, where one that failed comes after every one that didn't: it took forever. So a
/// percentile that falls on a failed scrape is `nil`. It is at most 1/128 (0.8 %) more than the exact one; the shortest and the
/// longest are exact, and of the scrapes that didn't fail.
public struct LatencySummary: Hashable, Sendable {
    /// A percentile that is told.
    public enum Percentile: Int, CaseIterable, Sendable {
        /// The median.
        case p50 = 500
        /// One of ten takes longer.
        case p90 = 900
        /// One of a hundred takes longer.
        case p99 = 990
        /// One of a thousand takes longer.
        case p999 = 999

        /// As people write it.
        public var name: String { self == .p999 ? "p99.9" : "p\(rawValue / 10)" }
    }

    /// How many durations these are.
    public let count: Int
    /// The shortest, `nil` when there is none.
    public let min: Duration?
    /// The longest, `nil` when there is none.
    public let max: Duration?
    private let percentiles: [Percentile: Duration]

    /// The duration that so many of all scrapes kept to, `nil` when it falls on one that failed.
    public subscript(_ percentile: Percentile) -> Duration? { percentiles[percentile] }
    /// The median, `nil` when half of all scrapes failed.
    public var p50: Duration? { self[.p50] }
    /// What nine of ten scrapes kept to.
    public var p90: Duration? { self[.p90] }
    /// What 99 of a hundred scrapes kept to.
    public var p99: Duration? { self[.p99] }
    /// What 999 of a thousand scrapes kept to.
    public var p999: Duration? { self[.p999] }

    /// Of the durations of good scrapes, and so many that failed.
    package init(_ durations: LatencyHistogram, failed: Int = 0) {
        count = durations.count
        min = durations.shortestDuration
        max = durations.longestDuration
        let total = durations.count + failed
        var percentiles: [Percentile: Duration] = [:]
        for percentile in Percentile.allCases {
            // The nearest rank, rounded up: at least so many take no longer. In halves, so that no count overflows.
            let (thousands, rest) = total.quotientAndRemainder(dividingBy: 1_000)
            percentiles[percentile] = durations.duration(
                ofRank: thousands * percentile.rawValue + (rest * percentile.rawValue + 999) / 1_000)
        }
        self.percentiles = percentiles
    }
}
