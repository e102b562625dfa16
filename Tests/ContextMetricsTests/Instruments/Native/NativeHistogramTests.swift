import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct `Native histograms` {
    let timer = ManualTimer()
    /// In seconds, an hour after the timer's.
    let registry: ContextRegistry

    init() {
        let timer = timer
        registry = ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: true), engine: GatherEngine(timer: timer),
            clock: WallClock { Double(timer.now().nanoseconds / 1_000_000_000) + 3_600 })
    }

    func buckets(_ counts: [Int: UInt64]) -> [HistogramValue.Native.Bucket] {
        counts.sorted { $0.key < $1.key }.map { .init(index: $0.key, count: $0.value) }
    }

    /// What Prometheus gets to see.
    func decoded() throws -> [DecodedMetric] { try DecodedFamily.all(protobuf(registry.instruments)).flatMap(\.metrics) }

    @Test func `count each observation in its bucket`() throws {
        let histogram = try registry.nativeHistogram("h", buckets: .init(schema: 0))
        for value in [1, 1.5, 2, 2.5, 1_000, -1, -3, 0, -0.0, 0x1p-128, -0x1p-129, 0x1.0000000000001p-128] { histogram.observe(value) }
        let value = histogram.value
        #expect(value.count == 12 && value.bounds == [] && value.cumulativeCounts == [12])
        #expect(value.sum == 1_003)
        let native = try #require(value.native)
        #expect(native.schema == 0 && native.zeroThreshold == 0x1p-128 && native.zeroCount == 4)
        #expect(native.positive == buckets([-127: 1, 0: 1, 1: 2, 2: 1, 10: 1]))
        #expect(native.negative == buckets([0: 1, 2: 1]))
        #expect(native.count == 12)
        #expect(registry.snapshot().flatMap(\.metrics).map(\.value) == [.histogram(value)])
    }

    @Test func `are at standard as fine as a growth of ten percent, with 160 buckets`() throws {
        let histogram = try registry.nativeHistogram("h")
        for exponent in -10...10 {
            for step in 0..<8 { histogram.observe(Double(sign: .plus, exponent: exponent, significand: 1 + Double(step) / 8)) }
        }
        let native = try #require(histogram.value.native)
        #expect(native.schema == 3 && native.positive.count > 100 && native.positive.count <= 160)
    }

    @Test(arguments: [Double.nan, .signalingNaN, -.nan, .infinity, -.infinity])
    func `drop an observation that is no finite number, and count that`(value: Double) throws {
        let histogram = try registry.nativeHistogram("h", classic: [1])
        histogram.observe(0.5)
        histogram.observe(value)
        histogram.observe(value, exemplar: ["a": "b"])
        #expect(histogram.value.count == 1 && histogram.value.sum == 0.5 && histogram.dropped == 2)
        #expect(histogram.value.native?.count == 1)
    }

    @Test func `take the extremes of what numbers there are`() throws {
        for schema in NativeScale.schemas {
            let histogram = try registry.nativeHistogram(
                "h\(schema + 4)", buckets: .init(schema: schema, zeroThreshold: 0, limit: nil))
            let values = [Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, .ulpOfOne, .pi]
            for value in values + values.map({ -$0 }) + [0, -0.0] { histogram.observe(value) }
            let native = try #require(histogram.value.native)
            #expect(native.count == 12 && native.zeroCount == 2 && native.positive == native.negative)
            #expect(native.positive.map(\.index) == Set(values.map(NativeScale(schema: schema).index)).sorted())
        }
    }

    @Test func `have classic buckets beside them if asked, and one for all if not`() throws {
        let both = try registry.nativeHistogram("both", buckets: .init(schema: 0), classic: [1, 2])
        let bare = try registry.nativeHistogram("native", buckets: .init(schema: 0))
        for value in [0.5, 1, 2, 3] {
            both.observe(value)
            bare.observe(value)
        }
        #expect(both.value.bounds == [1, 2] && both.value.cumulativeCounts == [2, 3, 4])
        #expect(
            exposition(registry.instruments, as: .text) == """
                # TYPE both histogram
                both_bucket{le="1.0"} 2
                both_bucket{le="2.0"} 3
                both_bucket{le="+Inf"} 4
                both_sum 6.5
                both_count 4
                # TYPE native histogram
                native_bucket{le="+Inf"} 4
                native_sum 6.5
                native_count 4

                """)
        #expect(exposition(registry.instruments, as: .openMetrics).contains("native_created 3601\n"))
        let metrics = try decoded()
        let expected = DecodedMetric.Native(
            schema: 0, zeroThreshold: 0x1p-128.bitPattern, zeroCount: 0, positive: [-1: 1, 0: 1, 1: 1, 2: 1], negative: [:])
        for (metric, buckets) in zip(metrics, [[[1, 2], [2, 3], [.infinity, 4]], []] as [[[Double]]]) {
            let classic = buckets.map { [$0[0].bitPattern, UInt64($0[1])] }
            #expect(metric.value == .histogram(.init(count: 4, sum: 6.5.bitPattern, buckets: classic, native: expected)))
            #expect(metric.created == 3_601_000)
        }
    }

    @Test func `are told apart by labels, in every way that there is`() throws {
        struct Route: LabelSet {
            var method: String
            static let labelNames: [1 of String] = ["method"]
            var labelValues: [1 of String] { [method] }
        }
        let one = try registry.nativeHistogram("one", labels: "a")
        let six = try registry.nativeHistogram("six", constantLabels: ["z": "1"], labels: "a", "b", "c", "d", "e", "f")
        let dynamic = try registry.nativeHistogram("dynamic", labels: ["a"], limit: 1)
        let typed = try registry.nativeHistogram("typed", unit: nil, labels: Route.self)
        one.with("x").observe(.seconds(1))
        six.with("1", "2", "3", "4", "5", "6").time {}
        try dynamic.with(["x"]).observe(1)
        try dynamic.with(["y"]).observe(2)
        typed.with(Route(method: "GET")).observe(3)
        let counts = registry.snapshot().map { family in
            family.name.text
                + family.metrics.map { metric in
                    guard case .histogram(let value) = metric.value else { return "?" }
                    return " \(metric.labels.all.map(\.value).joined(separator: ",")) \(value.native?.count ?? 0)"
                }.joined()
        }
        #expect(counts == ["dynamic x 1 overflow 1", "one x 1", "six 1,2,3,4,5,6,1 1", "typed GET 1"])
        #expect(try decoded().count == 5)
    }

    @Test func `refuse what can't be`() throws {
        func refusal(_ buckets: NativeBuckets, _ classic: Buckets = []) -> InvalidDescriptor? {
            do {
                _ = try registry.nativeHistogram("h", buckets: buckets, classic: classic)
                return nil
            } catch RegistrationError.invalidDescriptor(let error) {
                #expect(error.description.hasSuffix("."))
                return error
            } catch { return nil }
        }
        #expect(refusal(.init(schema: 9)) == .schema(9))
        #expect(refusal(.init(schema: -5)) == .schema(-5))
        #expect(refusal(.init(growth: 1)) == .growth(1))
        #expect(refusal(.init(growth: .infinity)) == .growth(.infinity))
        if case .growth(let growth) = refusal(.init(growth: .nan)) { #expect(growth.isNaN) } else { Issue.record("NaN") }
        #expect(refusal(.init(schema: 0, zeroThreshold: -1)) == .zeroThreshold(-1))
        #expect(refusal(.init(schema: 0, greatestZeroThreshold: .infinity)) == .zeroThreshold(.infinity))
        #expect(refusal(.init(schema: 0, limit: 0)) == .nativeBucketLimit(0))
        #expect(refusal(.init(schema: 0, resetInterval: .seconds(-1))) == .resetInterval(.seconds(-1)))
        #expect(refusal(.standard, [2, 1]) == .buckets([2, 1]))
        #expect(registry.snapshot().isEmpty)
    }

    @Test func `of any values are to Prometheus what they are to us`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for round in 0..<60 {
            let schema = Int(random.next() % 13) - 4
            let buckets = NativeBuckets(
                schema: schema, zeroThreshold: random.one(in: 2) ? 0 : 0.001, limit: random.one(in: 2) ? nil : 20)
            let histogram = try registry.nativeHistogram("h\(round)", buckets: buckets)
            let width = Int(random.next() % 20)
            for _ in 0..<(random.next() % 200) {
                let value = Double(
                    sign: random.one(in: 3) ? .minus : .plus, exponent: Int(random.next() % 41) * width / 20 - width,
                    significand: Double.random(in: 1..<2, using: &random))
                for _ in 0...random.next() % 3 { histogram.observe(random.one(in: 50) ? 0 : value) }
            }
            let value = histogram.value
            let native = try #require(value.native)
            #expect(native.count == value.count, "seed \(seed)")
            let expected = DecodedMetric.Native(
                schema: native.schema, zeroThreshold: native.zeroThreshold.bitPattern, zeroCount: native.zeroCount,
                positive: Dictionary(uniqueKeysWithValues: native.positive.map { ($0.index, Int64($0.count)) }),
                negative: Dictionary(uniqueKeysWithValues: native.negative.map { ($0.index, Int64($0.count)) }))
            let metric = try DecodedFamily.all(protobuf(registry.instruments)).first { $0.name == Array("h\(round)".utf8) }?.metrics.first
            guard case .histogram(let decoded) = metric?.value else {
                Issue.record("no histogram")
                return
            }
            #expect(decoded.native == expected && decoded.count == value.count && decoded.sum == value.sum.bitPattern, "seed \(seed)")
        }
    }

    @Test func `are seen as native without an observation too`() throws {
        _ = try registry.nativeHistogram("h")
        _ = try registry.nativeHistogram("zero", buckets: .init(schema: 2, zeroThreshold: 0))
        for metric in try decoded() {
            guard case .histogram(let histogram) = metric.value else { continue }
            #expect(histogram.native != nil && histogram.count == 0)
        }
    }

    /// Bytes by the description of the format.
    @Test func `have spans of buckets that are at most two apart, and deltas`() throws {
        let native = try HistogramValue.Native(
            schema: 0, positive: [(-3, 2), (-2, 3), (1, 1), (5, 4)].map { .init(index: $0, count: $1) },
            negative: [(-7, 1), (700, 300)].map { .init(index: $0, count: $1) })
        var text = TextBuffer(capacity: 1)
        ProtobufEncoder.append(native, to: &text)
        let message = try WireMessage(text.bytes[...])
        func spans(_ number: Int) throws -> [[Int64]] {
            try message.messages(number).map { $0.signed(1) + $0.varints(2).map { Int64($0) } }
        }
        #expect(try spans(12) == [[-3, 5], [3, 1]])
        #expect(message.signed(13) == [2, 1, -3, 0, 1, 3])
        #expect(try spans(9) == [[-7, 1], [706, 1]])
        #expect(message.signed(10) == [1, 299])
    }
}
