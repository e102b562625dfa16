/// How long a collector's samples serve scrapes to come.
///
/// Only whole results are kept: a run that threw, was cut off or overflowed changes nothing. Samples are kept for each set of typed values
/// that the collector depends on, at most ``mostVariants`` of them.
public struct CollectorCache: Hashable, Sendable {
    /// So many sets of typed values have their samples kept; a further one takes the place of the oldest.
    public static let mostVariants = 16

    /// So long no run is needed.
    public var freshFor: Duration
    /// So long after that the samples are still shown, while a run in the background replaces them.
    ///
    /// When that run fails, scrapes show the samples from before and the outcome of the failure, until this time is over.
    public var staleFor: Duration
    /// Whether samples are replaced a little before they are stale, without a scrape that asks; see ``BackgroundRefresher``.
    public var refreshesAhead: Bool
    /// Whether a run that ended after everybody had left replaces the samples, if it is whole. (G8)
    public var takesLateResults: Bool

    /// Not refreshed ahead, and late results are taken, unless said otherwise.
    public init(freshFor: Duration, staleFor: Duration = .zero, refreshesAhead: Bool = false, takesLateResults: Bool = true) {
        self.freshFor = freshFor
        self.staleFor = staleFor
        self.refreshesAhead = refreshesAhead
        self.takesLateResults = takesLateResults
    }
}
