import Testing

@testable import ContextMetrics

extension `Native histograms` {
    @Test func `of collectors are exposed like any`() throws {
        let descriptor = HistogramDescriptor("h", labels: "a")
        let native = try HistogramValue.Native(
            schema: 8, zeroThreshold: 0.5, zeroCount: 3, positive: [.init(index: -270_000, count: 1), .init(index: 7, count: 2)],
            negative: [.init(index: 262_144, count: 4)])
        let value = try HistogramValue(bounds: [1], counts: [9, 1], sum: -5, native: native)
        let exemplar = try Exemplar(0.5, labels: ["t": "1"], at: 5)
        let families = sealed { sink in
            sink.family(descriptor) { family in
                family.sample("long label value", histogram: value)
                family.sample("b", histogram: value, exemplars: [exemplar])
            }
        }
        #expect(MetricFamily.families(families).flatMap(\.metrics).map(\.value) == [.histogram(value), .histogram(value)])
        #expect(MetricFamily.families(families).flatMap(\.metrics).map(\.exemplars) == [[], [exemplar]])
        let metrics = try DecodedFamily.all(protobuf(ExposedFamilies(samples: families))).flatMap(\.metrics)
        for metric in metrics {
            guard case .histogram(let histogram) = metric.value else { continue }
            #expect(histogram.native?.positive == [-270_000: 1, 7: 2] && histogram.native?.negative == [262_144: 4])
            #expect(histogram.native?.zeroCount == 3 && histogram.count == 10 && histogram.buckets.count == 2)
        }
        #expect(families.reduce(16) { $0 + $1.mostBytes } > protobuf(ExposedFamilies(samples: families)).count)
    }

    @Test func `of collectors are refused when they can't be`() throws {
        typealias Native = HistogramValue.Native
        #expect(throws: Native.Invalid.schema(9)) { try Native(schema: 9, positive: []) }
        #expect(throws: Native.Invalid.zeroThreshold(-1)) { try Native(schema: 0, zeroThreshold: -1, positive: []) }
        #expect(throws: Native.Invalid.index(1)) {
            try Native(schema: 0, positive: [.init(index: 1, count: 1), .init(index: 1, count: 1)])
        }
        #expect(throws: Native.Invalid.index(.max)) { try Native(schema: 0, positive: [], negative: [.init(index: .max, count: 1)]) }
        #expect(throws: Native.Invalid.index(.min)) { try Native(schema: 0, positive: [.init(index: .min, count: 1)]) }
        #expect(throws: Native.Invalid.tooMany) { try Native(schema: 0, zeroCount: .max, positive: [.init(index: 0, count: 1)]) }
        #expect(throws: Native.Invalid.tooMany) { try Native(schema: 0, zeroCount: 1 << 63, positive: []) }
        let native = try Native(schema: 0, zeroCount: 2, positive: [])
        #expect(throws: HistogramValue.Invalid.nativeCount(2, expected: 1)) {
            try HistogramValue(bounds: [], counts: [1], sum: 0, native: native)
        }
    }
}
