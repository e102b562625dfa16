/// What a sample may carry beside its labels and its value.
struct SampleDetails: Hashable, Sendable {
    /// By their bucket, one of each at most; of a native histogram several, the newest of a bucket last.
    var exemplars: [PlacedExemplar] = []
    /// When the series began, in seconds since 1970.
    var created: Double?

    var isEmpty: Bool { exemplars.isEmpty && created == nil }
}

/// An exemplar and what it belongs to.
struct PlacedExemplar: Hashable, Sendable {
    /// The place of its bucket in the histogram, 0 for a counter.
    let bucket: Int
    let exemplar: Exemplar
}

extension HistogramValue {
    /// The place of the bucket that a value falls into: a bound belongs to its bucket (`le`).
    private func bucket(of value: Double) -> Int { bounds.firstIndex { value <= $0 } ?? bounds.count }

    /// All of the exemplars at their classic buckets, as native histograms keep them.
    func allPlaced(_ exemplars: [Exemplar]) -> [PlacedExemplar] {
        let placed = exemplars.map { PlacedExemplar(bucket: bucket(of: $0.value), exemplar: $0) }
        return placed.sorted { ($0.bucket, $0.exemplar.timestamp ?? 0) < ($1.bucket, $1.exemplar.timestamp ?? 0) }
    }

    /// The exemplars at their buckets: those of empty buckets are left out, and of those of one bucket all but the last.
    func placed(_ exemplars: [Exemplar]) -> [PlacedExemplar] {
        var last: [Int: Exemplar] = [:]
        for exemplar in exemplars {
            let bucket = bucket(of: exemplar.value)
            if cumulativeCounts[bucket] > (bucket == 0 ? 0 : cumulativeCounts[bucket - 1]) { last[bucket] = exemplar }
        }
        return last.map { PlacedExemplar(bucket: $0, exemplar: $1) }.sorted { $0.bucket < $1.bucket }
    }
}
