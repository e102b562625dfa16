// Invariant: as `SeriesStorage` says. Each place is that of a `HistogramCell`.

/// Histograms with the same buckets.
struct HistogramStorage: SeriesStorage {
    let bounds: BucketBounds

    var kind: SeriesKind { .histograms(bounds) }

    func make() -> UnsafeMutableRawPointer { HistogramCell(bounds).base }
    func free(_ places: [UnsafeMutableRawPointer]) { for place in places { HistogramCell(at: place).deallocate() } }
    func read(_ place: UnsafeMutableRawPointer) -> InstrumentReading { .histogram(HistogramCell(at: place).value(bounds)) }
}

extension SeriesHandle {
    var histogram: HistogramCell { HistogramCell(at: place) }
    /// Read through the family, which knows the bounds.
    var reading: InstrumentReading { core.storage.read(place) }
}
