/// Instruments of one name, told apart by the values of `N` labels.
///
/// ```swift
/// let requests = try registry.counter("http_requests_total", help: "Requests served.", labels: "method", "status")
/// requests.with("GET", "200").increment()
/// ```
/// A series exists, and is exposed, from the first `with` on. The compiler checks the number of values. All members may be
/// used from any thread. Copies are the same family.
///
/// Label values are compared byte by byte: composed and decomposed spellings of a character are two series. Every
/// combination of values is kept in memory and sent with each scrape, so no label should take values without bound; see ``SeriesLimit``.
///
/// A removed series is no longer sent. A handle of it that somebody still holds goes on counting, for nobody. The memory of removed series is
/// used again once nobody holds a handle of any series of the family: where series come and go, don't keep handles.
public struct Family<Child: FamilyMember, let N: Int>: Sendable {
    @usableFromInline let storage: FamilyStorage<Child>

    init(_ storage: FamilyStorage<Child>) { self.storage = storage }

    /// Updates that were not made because of their value, in all series together.
    ///
    /// See each instrument for which these are.
    public var dropped: Int { storage.dropped }

    /// Look-ups of new series beyond the family's ``SeriesLimit``.
    public var refused: Int { storage.refused }

    /// Removes every series.
    ///
    /// Handles that are still held stay valid; what they write is exposed nowhere.
    public func removeAll() { storage.removeAll() }
}

/// Counters told apart by the values of `N` labels.
public typealias CounterFamily<Value: MetricNumber, let N: Int> = Family<Counter<Value>, N>
/// Gauges told apart by the values of `N` labels.
public typealias GaugeFamily<Value: MetricNumber, let N: Int> = Family<Gauge<Value>, N>
/// Histograms with the same buckets, told apart by the values of `N` labels.
public typealias HistogramFamily<let N: Int> = Family<Histogram, N>
