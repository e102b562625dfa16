/// Counts observations in buckets that make themselves: as fine over all magnitudes as was asked for, without bounds to be named.
///
/// ```swift
/// let latency = try registry.nativeHistogram("http_request_duration_seconds", help: "Time to answer.", unit: .seconds)
/// latency.time { answer() }
/// ```
/// Prometheus shows it as one series, from which it works out any quantile. Only protobuf can carry it, which Prometheus asks for where
/// native histograms are turned on. To everything else it is a classic histogram with the classic buckets that were asked for; without any,
/// with the one up to infinity alone: a count and a sum.
///
/// A handle: copies are the same series. All members may be used from any thread; a short lock keeps what belongs together. A scrape sees the
/// buckets, the count and the sum of the same observations. A bucket that holds something takes 8 bytes, in pages of 32 neighbours.
///
/// NaN and infinite observations are dropped, and counted in ``dropped``: one of them would spoil the sum for good. Negative observations
/// have buckets of their own, and make the sum go down.
///
/// Source: Prometheus, "Native Histograms".
public struct NativeHistogram: ObservingInstrument {
    let series: SeriesHandle

    /// The histogram that writes a series.
    public init(_ series: SeriesHandle) { self.series = series }

    /// Counts a value, in the unit of the family.
    ///
    /// Constant time, but where the limit of its buckets is reached: then linear in their number.
    public func observe(_ value: Double) {
        if !series.with(NativeSeries.self, { $0.observe(value) }) { series.core.drop() }
    }

    /// The observations until now: buckets, count and sum agree.
    ///
    /// Linear in the number of buckets.
    public var value: HistogramValue { series.with(NativeSeries.self) { $0.value } }

    /// Observations that were dropped, of all histograms of the family together.
    public var dropped: Int { series.core.dropped }
}

/// Native histograms with the same buckets, told apart by the values of `N` labels.
public typealias NativeHistogramFamily<let N: Int> = Family<NativeHistogram, N>

extension FamilyStorage<NativeHistogram> {
    static func nativeHistograms(
        _ descriptor: FamilyDescriptor, _ rules: NativeRules, in store: InstrumentStore, limit: Int
    ) -> FamilyStorage {
        FamilyStorage(FamilyCore(descriptor, ObjectStorage { NativeSeries(rules) }, in: store, limit: limit))
    }
}
