/// How one collector is to be run.
///
/// ```swift
/// try registry.register(
///     QueueDepth(queue: client),
///     policy: CollectorPolicy(timeout: .seconds(2), priority: .critical, cache: .init(freshFor: .seconds(15), staleFor: .seconds(60))))
/// ```
/// Everything is optional, and whatever is set works beside the rest. What isn't set costs nothing. Policies that can't be, such as a timeout
/// of zero, are refused by registration with ``RegistrationError/invalidPolicy(_:_:)``.
///
/// | policy | what a scrape shows when it acts |
/// |---|---|
/// | ``timeout`` | `cancelled` where the collector stopped when it was told to, else `timeout` |
/// | ``priority`` | `skipped` or `rejected` for those that were not reached |
/// | ``joining`` | the outcome of the run that is shared; with ``Joining-swift.enum/exclusive`` a scrape may end as `skipped` while it waits |
/// | ``cache`` | `success` and `metrics_collector_cache_age_seconds`; with samples from before a failure, the outcome of the failure |
/// | ``breaker`` | `circuit_open` |
/// | ``rateLimit`` | `rate_limited`, where the cache has nothing |
/// | ``isolation`` | nothing |
/// | ``caps`` | `overflow` |
/// | ``retriesOnce`` | the outcome of the second run |
public struct CollectorPolicy: Sendable {
    /// What of a run that threw or was cut off is exposed.
    public enum Partial: Hashable, Sendable {
        /// Nothing.
        case wholeCollector
        /// The families that it had finished. Never half a family.
        case completedFamilies
    }

    /// Who comes first when threads or time are short.
    public enum Priority: Int, Hashable, Sendable, CaseIterable {
        /// Started before all others, and its thread keeps its share of the processors however many others compute.
        case critical
        /// Started in the order of registration, those that are known to block first.
        case normal
        /// Started after all others. One that wasn't reached in several scrapes moves up, so that none is left out for ever.
        case background
    }

    /// What scrapes that overlap have of each other's runs.
    public enum Joining: Hashable, Sendable {
        /// One run serves all that ask while it is in flight, if they bring the same values; see ``Collector/dependencies``.
        case shared
        /// Every scrape has a run of its own, one after the other: never two at the same time.
        case exclusive
        /// Every scrape has a run of its own, at the same time if need be.
        case perScrape
    }

    /// Where runs happen.
    public enum Isolation: Hashable, Sendable {
        /// Where it fits: collectors that were quick run back to back, those that were seen to block get a thread of their own.
        case automatic
        /// Always back to back with the quick ones: saves the first runs of a collector that is known to be quick.
        case inline
        /// Always on a thread of its own: for a collector that is quick except when it hangs.
        case thread
        /// One after the other with all collectors of the registry that are in the group of this name, across scrapes too.
        ///
        /// Or so many of the group at once; where its members differ in that, the smallest number. A scrape in which the turn doesn't come shows
        /// `skipped`, and `rejected` at once where all whose turn it is are orphans.
        case serial(String, atOnce: Int = 1)
    }

    /// The collector's own limit, from when its run begins, where that is before the scrape's deadline.
    ///
    /// A little before it the run is cancelled; at it the scrapes that wait for the run go on without. `nil`: only the deadline counts.
    public var timeout: Duration?
    /// ``Priority-swift.enum/normal`` unless said otherwise.
    public var priority: Priority
    /// ``Joining-swift.enum/shared`` unless said otherwise.
    public var joining: Joining
    /// Whether samples are kept for scrapes to come; not, unless said otherwise.
    public var cache: CollectorCache?
    /// When to stop asking a collector that fails; never, unless said otherwise.
    public var breaker: CircuitBreaker?
    /// How often runs may begin; as often as scrapes ask, unless said otherwise.
    public var rateLimit: RateLimit?
    /// ``Isolation-swift.enum/automatic`` unless said otherwise.
    public var isolation: Isolation
    /// ``Partial-swift.enum/wholeCollector`` unless said otherwise.
    public var partial: Partial
    /// How much one run may write.
    public var caps: SampleCaps
    /// Whether a run that throws is followed by one more, where more time is left than it took.
    public var retriesOnce: Bool
    /// Stands before the names of all its families.
    public var prefix: String
    /// Labels that all its samples have beside their own, by name.
    public var labels: [String: String]
    /// Sees each sample before it is kept, may change its label values and its number, and keeps it by returning true.
    ///
    /// Called while the collector writes, on its thread. Label names can't change; samples that become equal are dropped as duplicates.
    public var rewriting: (@Sendable (inout CollectedSample) -> Bool)?

    /// What is not given stays as it is for every collector.
    public init(
        timeout: Duration? = nil, priority: Priority = .normal, joining: Joining = .shared, cache: CollectorCache? = nil,
        breaker: CircuitBreaker? = nil, rateLimit: RateLimit? = nil, isolation: Isolation = .automatic,
        partial: Partial = .wholeCollector, caps: SampleCaps = SampleCaps(), retriesOnce: Bool = false,
        prefix: String = "", labels: [String: String] = [:], rewriting: (@Sendable (inout CollectedSample) -> Bool)? = nil
    ) {
        self.timeout = timeout
        self.priority = priority
        self.joining = joining
        self.cache = cache
        self.breaker = breaker
        self.rateLimit = rateLimit
        self.isolation = isolation
        self.partial = partial
        self.caps = caps
        self.retriesOnce = retriesOnce
        self.prefix = prefix
        self.labels = labels
        self.rewriting = rewriting
    }
}
