/// The buckets and the sum of one series.
///
/// One lock covers both, so that whoever reads them sees the same observations in each.
final class HistogramCell: Sendable {
    private struct State {
        /// Observations of each bucket alone, the last up to infinity.
        var counts: [UInt64]
        var sum = 0.0
    }

    /// Finite and ascending.
    let bounds: [Double]
    private let state: Locked<State>
    let dropped: DroppedUpdates

    init(bounds: [Double], dropped: DroppedUpdates) {
        self.bounds = bounds
        self.dropped = dropped
        state = Locked(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func observe(_ value: Double) {
        // An infinite observation would make the sum infinite for good, and two of them NaN.
        guard value.isFinite else { return dropped.add() }
        let bucket = bucket(of: value)
        state.withLock { state in
            state.counts[bucket] &+= 1
            state.sum += value
        }
    }

    /// The first bucket whose bound is not below `value`: a bound belongs to its bucket (`le`).
    private func bucket(of value: Double) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    var current: HistogramValue {
        let state = state.withLock { $0 }
        var total: UInt64 = 0
        let cumulative = state.counts.map { count in
            total &+= count
            return total
        }
        return HistogramValue(unchecked: bounds, cumulativeCounts: cumulative, sum: state.sum)
    }
}
