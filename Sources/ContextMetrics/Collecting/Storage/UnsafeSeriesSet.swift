// Invariant: the bytes that `starts` points to belong to sample records whose buffer the caller keeps alive while the set lives.

/// The label values that a family has had so far, for finding series that stand there twice.
struct SeriesSet {
    private struct Series: Hashable {
        let bytes: UnsafeRawBufferPointer

        static func == (a: Series, b: Series) -> Bool {
            a.bytes.count == b.bytes.count && a.bytes.elementsEqual(b.bytes)
        }

        func hash(into hasher: inout Hasher) { hasher.combine(bytes: bytes) }
    }

    private var series: Set<Series>

    init(capacity: Int) { series = Set(minimumCapacity: capacity) }

    /// False when there was one with these label values.
    mutating func insert(_ sample: SampleRecord) -> Bool {
        sample.withLabelBytes { series.insert(Series(bytes: $0)).inserted }
    }
}
