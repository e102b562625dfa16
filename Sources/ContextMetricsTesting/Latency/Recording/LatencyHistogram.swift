import ContextMetrics

/// Durations, counted by size: percentiles of any number of them in a fixed 58 KiB.
///
/// Buckets are log-linear: below 256 ns one for each nanosecond, above that 128 for each power of two. A percentile is the
/// upper end of its bucket and never beyond the longest duration, so it is at least the exact one and at most 1/128 (0.8 %)
/// more. The shortest and the longest are exact.
///
/// A value; recording takes constant time.
package struct LatencyHistogram: Equatable, Sendable {
    /// Buckets for each power of two are 2 to this.
    private static let precision = 7
    private static let steps = 1 << precision
    private static let buckets = bucket(of: UInt64(Int64.max)) + 1

    private var counts = [Int](repeating: 0, count: buckets)
    /// How many were recorded.
    package private(set) var count = 0
    /// In nanoseconds; meaningless while nothing was recorded.
    private var shortest = UInt64.max
    private var longest: UInt64 = 0

    package init() {}

    /// A negative duration counts as none.
    package mutating func record(_ duration: Duration) {
        let nanoseconds = UInt64(max(0, duration.clampedNanoseconds))
        counts[LatencyHistogram.bucket(of: nanoseconds)] += 1
        count += 1
        shortest = min(shortest, nanoseconds)
        longest = max(longest, nanoseconds)
    }

    /// Adds what another one has counted.
    package mutating func merge(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        shortest = min(shortest, other.shortest)
        longest = max(longest, other.longest)
    }

    package var shortestDuration: Duration? { count == 0 ? nil : .nanoseconds(shortest) }
    package var longestDuration: Duration? { count == 0 ? nil : .nanoseconds(longest) }

    /// The duration of a rank, counted from 1 for the shortest; `nil` beyond the last.
    package func duration(ofRank rank: Int) -> Duration? {
        if rank < 1 || rank > count { return nil }
        var passed = 0
        for (index, count) in counts.enumerated() {
            passed += count
            if passed >= rank { return .nanoseconds(min(LatencyHistogram.ends(of: index).last, longest)) }
        }
        return nil
    }

    /// A row of a chart: so many durations from `from` up to, not including, `to`.
    package struct Row: Equatable, Sendable {
        package let from: Duration
        package let to: Duration
        package let count: Int
    }

    /// All that was counted in at most so many rows, whose ends are ends of buckets: rows are about equally wide on a scale of
    /// logarithms, and nothing is estimated.
    package func rows(atMost limit: Int) -> [Row] {
        if count == 0 { return [] }
        let (first, last) = (LatencyHistogram.bucket(of: shortest), LatencyHistogram.bucket(of: longest))
        let width = (last - first) / max(1, limit) + 1
        return stride(from: first, through: last, by: width).map { start in
            let end = min(start + width - 1, last)
            return Row(
                from: .nanoseconds(LatencyHistogram.ends(of: start).first), to: .nanoseconds(LatencyHistogram.ends(of: end).last + 1),
                count: counts[start...end].reduce(0, +))
        }
    }

    private static func bucket(of nanoseconds: UInt64) -> Int {
        let powers = UInt64.bitWidth - nanoseconds.leadingZeroBitCount
        let shift = max(0, powers - 1 - precision)
        return shift * steps + Int(nanoseconds >> UInt64(shift))
    }

    /// The least and the greatest nanoseconds that a bucket counts.
    private static func ends(of bucket: Int) -> (first: UInt64, last: UInt64) {
        let shift = max(0, bucket / steps - 1)
        let first = UInt64(bucket - shift * steps)
        return (first << UInt64(shift), ((first + 1) << UInt64(shift)) - 1)
    }
}
