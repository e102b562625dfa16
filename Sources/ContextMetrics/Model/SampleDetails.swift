/// What a sample may carry beside its labels and its value.
struct SampleDetails: Hashable, Sendable {
    /// By their bucket, one of each at most; of a native histogram several, the newest of a bucket last.
    var exemplars: [PlacedExemplar] = []
    /// When the series began, in seconds since 1970.
    var created: Double?
    /// When the value was measured, in seconds since 1970; `nil` stands for the time of the scrape.
    var timestamp: Double?

    var isEmpty: Bool { exemplars.isEmpty && created == nil && timestamp == nil }

    /// Whether it can be exposed: as a number of milliseconds of 64 bits, which text format has.
    static func isValid(timestamp: Double) -> Bool { milliseconds(timestamp) != nil }

    /// The nearest number of milliseconds, `nil` for what is no time.
    static func milliseconds(_ timestamp: Double) -> Int64? { Int64(exactly: (timestamp * 1_000).rounded()) }

    /// The same with other label names in its exemplars, where they are not of the legacy grammar.
    ///
    /// An exemplar that is too long then, or whose names find no form of their own, is left out.
    func escaped(by escaping: NameEscaping) -> SampleDetails {
        if escaping == .allowUTF8 || exemplars.allSatisfy({ $0.exemplar.labels.all.allSatisfy(\.name.isLegacy) }) { return self }
        var result = self
        result.exemplars = exemplars.compactMap { placed in
            let exemplar = placed.exemplar
            let labels = exemplar.labels.all
            guard let names = EscapedLabelNames(labels.map(\.name), by: escaping).names else { return nil }
            let escaped = Labels(unchecked: zip(names, labels).map { (name: $0, value: $1.value) })
            if escaped.codePoints > Exemplar.mostCodePoints { return nil }
            return PlacedExemplar(
                bucket: placed.bucket, exemplar: Exemplar(unchecked: exemplar.value, labels: escaped, at: exemplar.timestamp))
        }
        return result
    }
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
