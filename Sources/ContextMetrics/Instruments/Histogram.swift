/// Counts observations in buckets: request durations, response sizes.
///
/// ```swift
/// let latency = try registry.histogram("http_request_duration_seconds", help: "Time to answer.", unit: .seconds)
/// latency.time { answer() }
/// ```
/// A handle: copies are the same series. All members may be used from any thread. A scrape sees the buckets, the count and
/// the sum of the same observations, also while others observe.
///
/// NaN and infinite observations are dropped, and counted in ``dropped``: one of them would spoil the sum for good. Negative
/// observations count, but make the sum go down, which Prometheus takes for a restart in `rate()` of it.
public struct Histogram: ObservingInstrument {
    let series: SeriesHandle

    /// The histogram that writes a series.
    public init(_ series: SeriesHandle) { self.series = series }

    /// Counts a value, in the unit of the family.
    ///
    /// Logarithmic in the number of buckets.
    public func observe(_ value: Double) {
        withExtendedLifetime(series) {
            if !series.histogram.observe(value) { series.core.drop() }
        }
    }

    /// The observations until now: buckets, count and sum agree.
    ///
    /// Linear in the number of buckets.
    public var value: HistogramValue {
        switch series.reading {
        case .histogram(let value): value
        default: HistogramValue(unchecked: [], cumulativeCounts: [0], sum: 0)
        }
    }

    /// Observations that were dropped, of all histograms of the family together.
    public var dropped: Int { series.core.dropped }
}

extension FamilyStorage<Histogram> {
    /// - Throws: ``InvalidDescriptor`` for buckets that can't be.
    static func histograms(
        _ descriptor: FamilyDescriptor, _ buckets: Buckets, in store: InstrumentStore, limit: Int
    ) throws(InvalidDescriptor) -> FamilyStorage {
        histograms(descriptor, bounds: try buckets.validated(), in: store, limit: limit)
    }

    /// For bounds that are known to be finite and ascending.
    static func histograms(
        _ descriptor: FamilyDescriptor, bounds: [Double], in store: InstrumentStore = InstrumentStore(), limit: Int = SeriesLimit.standard
    ) -> FamilyStorage {
        FamilyStorage(FamilyCore(descriptor, HistogramStorage(bounds: BucketBounds(bounds)), in: store, limit: limit))
    }
}
