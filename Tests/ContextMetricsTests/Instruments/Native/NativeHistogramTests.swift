import ContextMetricsTesting
import Synchronization
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

    private func buckets(_ counts: [Int: UInt64]) -> [HistogramValue.Native.Bucket] {
        counts.sorted { $0.key < $1.key }.map { .init(index: $0.key, count: $0.value) }
    }

    /// What Prometheus gets to see.
    private func decoded() throws -> [DecodedMetric] { try DecodedFamily.all(protobuf(registry.instruments)).flatMap(\.metrics) }

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

extension `Native histograms` {
    // MARK: Limits

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

    // MARK: Exemplars

    @Test func `have exemplars with times, all of them in protobuf, and the newest of a classic bucket in OpenMetrics`() throws {
        let histogram = try registry.nativeHistogram("h", classic: [1])
        histogram.observe(0.5, exemplar: ["t": "1"], at: 10)
        histogram.observe(0.25, exemplar: ["t": "2"], at: 20)
        histogram.observe(0.75, exemplar: ["t": "3"], at: 15)
        histogram.observe(8, exemplar: ["t": String(repeating: "x", count: 200)])
        histogram.time(exemplar: ["t": "4"]) {}
        #expect(histogram.droppedExemplars == 1 && histogram.value.count == 5)
        let text = exposition(registry.instruments, as: .openMetrics)
        #expect(text.contains("h_bucket{le=\"1.0\"} 4 # {t=\"4\"} "))
        #expect(text.contains("h_bucket{le=\"+Inf\"} 5\n"))
        guard case .histogram(let decoded) = try decoded().first?.value else {
            Issue.record("no histogram")
            return
        }
        #expect(
            decoded.nativeExemplars.prefix(3) == [
                ExposedExemplar(["t": "1"], 0.5, at: 10), ExposedExemplar(["t": "3"], 0.75, at: 15),
                ExposedExemplar(["t": "2"], 0.25, at: 20),
            ])
        #expect(decoded.nativeExemplars.count == 4)
    }

    @Test func `keep ten exemplars, the ones furthest apart, and old ones no longer than five minutes`() throws {
        var exemplars = NativeExemplars()
        func keep(_ value: Double, at time: Double) throws { exemplars.keep(try Exemplar(value, labels: [:], at: time)) }
        for exponent in 0..<10 { try keep(Double(1 << exponent), at: Double(exponent)) }
        #expect(exemplars.all.map(\.value) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512])
        // Next to 64, which is older.
        try keep(65, at: 20)
        #expect(exemplars.all.map(\.value) == [1, 2, 4, 8, 16, 32, 65, 128, 256, 512])
        // Older than its neighbour.
        try keep(66, at: 3)
        #expect(exemplars.all.map(\.value) == [1, 2, 4, 8, 16, 32, 65, 128, 256, 512])
        try keep(-5, at: 30)
        #expect(exemplars.all.count == 10 && exemplars.all.first?.value == -5)
        let oldest = exemplars.all.compactMap(\.timestamp).min() ?? 0
        try keep(65.5, at: oldest + 301)
        #expect(exemplars.all.count == 10 && exemplars.all.contains { $0.value == 65.5 })
        #expect(exemplars.all.allSatisfy { $0.timestamp ?? 0 > oldest })
    }

    // MARK: Threads

    private final class Shared: Sendable {
        let isOver = Atomic(false)
        let problems = Locked<[String]>([])
    }

    @Test func `are whole in every read while others observe`() async throws {
        let buckets = NativeBuckets(schema: 3, limit: 8, greatestZeroThreshold: 0x1p-100)
        let histogram = try registry.nativeHistogram("h", buckets: buckets, classic: [0, 4])
        let shared = Shared()
        let each = Sanitizer.isOn ? 5_000 : 50_000
        await onThreads(3) { thread in
            if thread > 0 {
                var random = SeededGenerator(seed: UInt64(thread))
                for _ in 0..<each {
                    let value = Double(sign: .plus, exponent: Int(random.next() % 12), significand: 1)
                    histogram.observe(random.one(in: 4) ? -value : random.one(in: 9) ? 0 : value)
                }
                shared.isOver.store(true, ordering: .relaxed)
            }
            while thread == 0, !shared.isOver.load(ordering: .relaxed) {
                let value = histogram.value
                let used = (value.native?.positive.count ?? 0) + (value.native?.negative.count ?? 0)
                if value.native?.count != value.count || used > 8 { shared.problems.withLock { $0.append("\(value)") } }
            }
        }
        #expect(shared.problems.withLock { $0 } == [])
        #expect(histogram.value.count == UInt64(2 * each) && histogram.value.native?.count == UInt64(2 * each))
    }

    @Test func `are whole in every scrape while others observe`() async throws {
        let histograms = try registry.nativeHistogram("h", labels: "a")
        let shared = Shared()
        await onThreads(3) { thread in
            if thread == 0 {
                for _ in 0..<(Sanitizer.isOn ? 20 : 200) {
                    let problems = Self.problems(protobuf(registry.instruments))
                    shared.problems.withLock { $0 += problems }
                }
                shared.isOver.store(true, ordering: .relaxed)
            }
            var random = SeededGenerator(seed: UInt64(thread))
            while !shared.isOver.load(ordering: .relaxed) {
                histograms.with("\(random.next() % 20)").observe(Double(random.next() % 1_000))
                if random.one(in: 100) { histograms.remove("\(random.next() % 20)") }
            }
        }
        #expect(shared.problems.withLock { $0 } == [])
    }

    private static func problems(_ bytes: [UInt8]) -> [String] {
        do {
            return try DecodedFamily.all(bytes).flatMap(\.metrics).compactMap { metric in
                guard case .histogram(let histogram) = metric.value, let native = histogram.native else { return "no native histogram" }
                let total = UInt64(native.positive.values.reduce(0, +) + native.negative.values.reduce(0, +)) + native.zeroCount
                return total == histogram.count ? nil : "\(total) of \(histogram.count)"
            }
        } catch { return ["\(error)"] }
    }

    // MARK: Collectors

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
