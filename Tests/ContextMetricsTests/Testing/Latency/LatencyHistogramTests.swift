import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite struct LatencyHistogramTests {
    /// Nanoseconds of all sizes: as many small ones as large ones.
    private static func random(_ count: Int, seed: UInt64) -> [Int64] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Int64(generator.next() >> UInt64.random(in: 1...63, using: &generator)) }
    }

    private static func histogram(_ nanoseconds: some Sequence<Int64>) -> LatencyHistogram {
        nanoseconds.reduce(into: LatencyHistogram()) { $0.record(.nanoseconds($1)) }
    }

    private static func nanoseconds(_ duration: Duration?) -> Int64? { duration?.clampedNanoseconds }

    @Test(arguments: SeededGenerator.seeds(20))
    func `A rank is never less than the exact one, and at most a 128th more`(seed: UInt64) throws {
        let values = Self.random(60, seed: seed)
        let histogram = Self.histogram(values)
        for (index, exact) in values.sorted().enumerated() {
            let told = try #require(Self.nanoseconds(histogram.duration(ofRank: index + 1)))
            #expect(told >= exact && told - exact <= exact / 128, "\(told) for \(exact)")
        }
        #expect(Self.nanoseconds(histogram.shortestDuration) == values.min())
        #expect(Self.nanoseconds(histogram.longestDuration) == values.max())
    }

    @Test func `Around every power of two it is as exact as elsewhere`() throws {
        for power in 0..<63 {
            for exact in [Int64(1) << power, (Int64(1) << power) - 1, (Int64(1) << power) + 1] {
                let told = try #require(Self.nanoseconds(Self.histogram([exact, .max]).duration(ofRank: 1)))
                #expect(told >= exact && told - exact <= exact / 128, "\(told) for \(exact)")
            }
        }
    }

    @Test func `Below 256 nanoseconds it is exact`() {
        let histogram = Self.histogram(0..<256)
        for rank in 1...256 { #expect(Self.nanoseconds(histogram.duration(ofRank: rank)) == Int64(rank - 1)) }
    }

    @Test func `There is no rank below the first or beyond the last`() {
        for histogram in [LatencyHistogram(), Self.histogram([7, 8])] {
            for rank in [.min, -1, 0, 3, .max] { #expect(histogram.duration(ofRank: rank) == nil) }
        }
        #expect(LatencyHistogram().shortestDuration == nil)
        #expect(LatencyHistogram().longestDuration == nil)
        #expect(LatencyHistogram().rows(atMost: 20).isEmpty)
    }

    @Test func `Any duration can be recorded`() {
        var histogram = LatencyHistogram()
        for duration in [Duration.seconds(-1), .zero, .seconds(Int64.max), .seconds(Int64.min), .nanoseconds(Int64.max)] {
            histogram.record(duration)
        }
        #expect(histogram.count == 5)
        #expect(histogram.shortestDuration == .zero)
        #expect(histogram.longestDuration == .nanoseconds(Int64.max))
        #expect(histogram.rows(atMost: 20).map(\.count).reduce(0, +) == 5)
    }

    @Test(arguments: SeededGenerator.seeds(5))
    func `Merged ones are as one that counted everything`(seed: UInt64) {
        let values = Self.random(300, seed: seed)
        for cut in [0, 1, 150, 300] {
            var merged = Self.histogram(values[..<cut])
            merged.merge(Self.histogram(values[cut...]))
            #expect(merged == Self.histogram(values))
        }
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `Rows count everything, each where it belongs, without gaps`(seed: UInt64) {
        let values = Self.random(50, seed: seed)
        for limit in [1, 2, 7, 20, 300] {
            let rows = Self.histogram(values).rows(atMost: limit)
            #expect(rows.count <= limit)
            for row in rows {
                let (from, to) = (row.from.clampedNanoseconds, row.to.clampedNanoseconds)
                #expect(row.count == values.count { from <= $0 && $0 < to })
            }
            for (row, next) in zip(rows, rows.dropFirst()) { #expect(row.to == next.from) }
            #expect(rows.map(\.count).reduce(0, +) == values.count)
            #expect(rows.first.map { $0.count > 0 } == true && rows.last.map { $0.count > 0 } == true)
        }
    }

    @Test func `A percentile is the nearest rank over all scrapes, and those that failed come last`() {
        let hundred = Self.histogram((1...100).map { Int64($0) })
        let summary = LatencySummary(hundred)
        let told = [summary.min, summary.p50, summary.p90, summary.p99, summary.p999, summary.max]
        #expect(told == [1, 50, 90, 99, 100, 100].map { .nanoseconds($0) })
        let oneFailed = LatencySummary(Self.histogram((1...99).map { Int64($0) }), failed: 1)
        #expect(oneFailed.p99 == .nanoseconds(99))
        #expect(oneFailed.p999 == nil)
        #expect(oneFailed.max == .nanoseconds(99))
        let half = LatencySummary(Self.histogram([5]), failed: 1)
        #expect(half.p50 == .nanoseconds(5))
        #expect(half.p90 == nil)
        let none = LatencySummary(LatencyHistogram(), failed: 3)
        #expect([none.min, none.p50, none.p999, none.max] == [nil, nil, nil, nil])
        #expect(LatencySummary(LatencyHistogram()).p50 == nil)
    }
}
