/// What a run has to keep to, as in a continuous integration.
public struct ScrapeLimits: Hashable, Sendable {
    /// A limit that was broken.
    public enum Broken: Hashable, Sendable, CustomStringConvertible {
        /// Not even one scrape succeeded: nothing is known.
        case nothingMeasured
        /// The 99th percentile of the latency, `nil` where it falls on a scrape that failed.
        case p99(Duration?, limit: Duration)
        /// How often collectors were missing, `nil` where no answer told of collectors.
        case missing(Int?, limit: Int)

        /// One line.
        public var description: String {
            switch self {
            case .nothingMeasured: "no scrape succeeded"
            case .p99(let p99, let limit):
                "p99 is \(p99.map { $0.millisecondsText + " ms" } ?? "a failed scrape"), the limit \(limit.millisecondsText) ms"
            case .missing(let missing?, let limit): "collectors were missing \(missing) times, the limit is \(limit)"
            case .missing(nil, let limit): "no answer told which collectors were missing, the limit is \(limit)"
            }
        }
    }

    /// The longest 99th percentile of the latency; `nil` for any.
    public var p99: Duration?
    /// How often a collector may be missing from a scrape, all collectors and scrapes together; `nil` for any number.
    ///
    /// From a scrape that failed all of them are missing. Where no answer tells of its collectors the limit is broken: nobody
    /// knows.
    public var missing: Int?

    /// Limits; those that aren't given allow anything but a run without a good scrape.
    public init(p99: Duration? = nil, missing: Int? = nil) {
        self.p99 = p99
        self.missing = missing
    }
}

extension ScrapeReport {
    /// The limits that this run broke.
    public func broken(_ limits: ScrapeLimits) -> [ScrapeLimits.Broken] {
        if succeeded == 0 { return [.nothingMeasured] }
        var broken: [ScrapeLimits.Broken] = []
        if let limit = limits.p99, (latency.p99.map { $0 > limit } ?? true) { broken.append(.p99(latency.p99, limit: limit)) }
        if let limit = limits.missing, (missing.map { $0 > limit } ?? true) { broken.append(.missing(missing, limit: limit)) }
        return broken
    }
}
