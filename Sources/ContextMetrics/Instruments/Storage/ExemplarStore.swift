/// The exemplars of one family: the last one of each counter, or of each bucket of each histogram.
///
/// Made with the first of them. What it knows a series by is used again for another only after ``remove(_:)``.
final class ExemplarStore: Sendable {
    private let all = Locked<[UInt: [Int: Exemplar]]>([:])

    /// Keeps an exemplar instead of the one that is there.
    func keep(_ exemplar: Exemplar, of series: UInt, bucket: Int) {
        // What it replaces is brought out of the lock, and freed there.
        _ = all.withLock { $0[series, default: [:]].updateValue(exemplar, forKey: bucket) }
    }

    /// Forgets those of some series.
    func remove(_ series: some Sequence<UInt>) {
        for series in series {
            _ = all.withLock { all -> (removed: [Int: Exemplar], rest: [UInt: [Int: Exemplar]])? in
                guard let removed = all.removeValue(forKey: series) else { return nil }
                if !all.isEmpty { return (removed, [:]) }
                // A dictionary without elements keeps room for as many as it has had.
                let rest = all
                all = [:]
                return (removed, rest)
            }
        }
    }

    /// Forgets all.
    func removeAll() {
        _ = all.withLock { all in
            let old = all
            all = [:]
            return old
        }
    }

    /// Those of one series, by their bucket.
    func exemplars(of series: UInt) -> [PlacedExemplar] {
        let found = all.withLock { $0[series] } ?? [:]
        return found.map { PlacedExemplar(bucket: $0, exemplar: $1) }.sorted { $0.bucket < $1.bucket }
    }

    /// How many there are.
    var count: Int { all.withLock { $0.values.reduce(0) { $0 + $1.count } } }
}
