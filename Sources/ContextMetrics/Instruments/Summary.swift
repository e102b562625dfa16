/// Tells quantiles of what was observed lately: half of all requests took less than this, 99 of 100 less than that.
///
/// ```swift
/// let latency = try registry.summary("http_request_duration_seconds", help: "Time to answer.", unit: .seconds)
/// latency.time { answer() }
/// ```
/// Quantiles are those of a sliding window, see ``SummaryWindow``, and NaN while nothing is in it. The count and the sum are of all
/// observations ever made, as Prometheus expects of them.
///
/// A quantile q is told with a relative error of 1/128 (0.8 %) at most: so much it may differ from the ⌈q·n⌉-th smallest of the window's n
/// observations. Observations are counted in buckets whose width grows with the numbers in them, 64 between a power of two and the next
/// (the kind of sketch that DDSketch and HDR histograms are). The bound holds for whatever distribution, as long as the window's magnitudes
/// are within 64 powers of two of each other; those further below the largest count like the smallest within.
///
/// A series takes about 1.3 KB for each power of two that the observations range over, up to 80 KB, with the standard window; as much again
/// for negative ones. Quantiles of several servers can't be added up: where they have to be, use a ``Histogram``.
///
/// A handle: copies are the same series. All members may be used from any thread; a short lock keeps what belongs together.
///
/// NaN and infinite observations are dropped, and counted in ``dropped``. Negative observations count, but make the sum go down, which
/// Prometheus takes for a restart in `rate()` of it; OpenMetrics has no place for negative quantiles and sums, which it leaves out.
public struct Summary: ObservingInstrument {
    /// More quantiles than these are refused: each is a series.
    public static let mostQuantiles = 100

    let series: SeriesHandle

    /// The summary that writes a series.
    public init(_ series: SeriesHandle) { self.series = series }

    /// Counts a value, in the unit of the family.
    ///
    /// Constant time.
    public func observe(_ value: Double) {
        if !series.with(SummarySeries.self, { $0.observe(value) }) { series.core.drop() }
    }

    /// The quantiles of the window as it is now, and the count and the sum of all observations.
    ///
    /// Linear in the number of buckets in use.
    public var value: SummaryValue { series.with(SummarySeries.self) { $0.value } }

    /// Observations that were dropped, of all summaries of the family together.
    public var dropped: Int { series.core.dropped }
}

/// Summaries with the same quantiles and window, told apart by the values of `N` labels.
public typealias SummaryFamily<let N: Int> = Family<Summary, N>

extension FamilyStorage<Summary> {
    static func summaries(_ descriptor: FamilyDescriptor, _ rules: SummaryRules, in store: InstrumentStore, limit: Int) -> FamilyStorage {
        FamilyStorage(FamilyCore(descriptor, ObjectStorage { SummarySeries(rules) }, in: store, limit: limit))
    }
}
