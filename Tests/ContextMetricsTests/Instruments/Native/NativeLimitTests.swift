import ContextMetricsTesting
import Testing

@testable import ContextMetrics

extension `Native histograms` {
    private func limited(_ limit: Int, reset: Duration? = nil, zero: Double = 0) throws -> NativeHistogram {
        try registry.nativeHistogram(
            "h", buckets: .init(schema: 1, limit: limit, resetInterval: reset, greatestZeroThreshold: zero), classic: [3])
    }

    @Test func `have fewer buckets where there are too many, of twice the width`() throws {
        let histogram = try limited(4)
        for value in [1, 2, 4, 8] { histogram.observe(Double(value)) }
        #expect(histogram.value.native?.schema == 1)
        #expect(histogram.value.native?.positive == buckets([0: 1, 2: 1, 4: 1, 6: 1]))
        histogram.observe(-16)
        // Powers of two stay apart in the next schema; in the one after, two of them share a bucket.
        let native = try #require(histogram.value.native)
        #expect(native.schema == -1 && native.positive == buckets([0: 1, 1: 2, 2: 1]) && native.negative == buckets([2: 1]))
        histogram.observe(3)
        #expect(histogram.value.native?.positive == buckets([0: 1, 1: 3, 2: 1]))
        #expect(histogram.value.count == 6 && histogram.value.cumulativeCounts == [4, 6])
    }

    @Test func `end at the widest buckets that there are, whatever the limit`() throws {
        let histogram = try limited(1)
        for exponent in stride(from: -1_000, through: 1_000, by: 100) {
            histogram.observe(Double(sign: .plus, exponent: exponent, significand: 1))
        }
        let native = try #require(histogram.value.native)
        #expect(native.schema == -4 && native.positive.count == 12 && native.zeroCount == 9)
    }

    @Test func `let small observations be zero first, where that is wanted`() throws {
        let histogram = try limited(3, zero: 0.5)
        for value in [0.25, -0.25, 1, 2] { histogram.observe(value) }
        var native = try #require(histogram.value.native)
        #expect(native.schema == 1 && native.zeroThreshold == 0.25 && native.zeroCount == 2)
        #expect(native.positive == buckets([0: 1, 2: 1]) && native.negative == [])
        histogram.observe(0.125)
        histogram.observe(0.4)
        histogram.observe(4)
        native = try #require(histogram.value.native)
        #expect(native.schema == 1 && native.zeroThreshold == 0.5 && native.zeroCount == 4)
        // No further than was allowed.
        histogram.observe(8)
        native = try #require(histogram.value.native)
        #expect(native.schema == -1 && native.zeroThreshold == 0.5 && native.count == 8)
    }

    @Test func `begin anew instead, if the last time was long enough ago`() throws {
        let histogram = try limited(2, reset: .seconds(60))
        for value in [1, 2] { histogram.observe(Double(value)) }
        timer.advance(by: .seconds(60))
        histogram.observe(4, exemplar: ["a": "b"])
        let value = histogram.value
        #expect(value.count == 1 && value.sum == 4 && value.cumulativeCounts == [0, 1])
        #expect(value.native?.schema == 1 && value.native?.positive == buckets([4: 1]))
        let metric = try #require(registry.snapshot().first?.metrics.first)
        #expect(metric.created == 3_661 && metric.exemplars.map(\.value) == [4])
        #expect(try decoded().map(\.created) == [3_661_000])
    }

    @Test func `begin anew as soon as they may, once they had to give up accuracy`() throws {
        let histogram = try limited(2, reset: .seconds(60), zero: 1)
        for value in [1, 2, 4] { histogram.observe(Double(value)) }
        #expect(histogram.value.native?.zeroThreshold == 1)
        timer.advance(by: .milliseconds(59_999))
        histogram.observe(8)
        #expect(histogram.value.native?.schema == -1 && histogram.value.count == 4)
        // Not an observation: a look is enough.
        timer.advance(by: .milliseconds(1))
        #expect(histogram.value.count == 0 && histogram.value.native?.schema == 1 && histogram.value.native?.zeroThreshold == 0x1p-128)
        #expect(registry.snapshot().first?.metrics.first?.created == 3_661)
        for value in [1, 2, 4] { histogram.observe(Double(value)) }
        #expect(histogram.value.native?.zeroThreshold == 1 && histogram.value.count == 3)
        timer.advance(by: .seconds(61))
        histogram.observe(32)
        #expect(histogram.value.count == 1 && histogram.value.native?.positive == buckets([10: 1]))
    }
}
