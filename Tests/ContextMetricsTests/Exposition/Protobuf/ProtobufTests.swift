import ContextMetricsTesting
import Synchronization
import TestSupport
import Testing

@testable import ContextMetrics

/// The bytes of an exposition as protobuf.
func protobuf(_ families: ExposedFamilies) -> [UInt8] { ExpositionFormat.protobuf.blocks(families)?.joined().map(\.self) ?? [] }

@Suite struct `Protobuf` {
    /// Families that have samples, as a reader should find them.
    private func expected(_ families: [MetricFamily]) -> [DecodedFamily] {
        families.filter { !$0.metrics.isEmpty }.map { DecodedFamily($0) }
    }

    @Test func `has what was written, whatever that is`() throws {
        let first = UInt64.random(in: 0...(.max / 2))
        print("seeds \(first) to \(first + 150)")
        for seed in first..<first + 150 {
            let registry = RandomRegistry(seed: seed)
            let bytes = protobuf(ExposedFamilies(samples: registry.sealed))
            #expect(try difference(DecodedFamily.all(bytes), expected(registry.families)) == nil, "seed \(seed)")
            #expect(registry.sealed.reduce(16) { $0 + $1.mostBytes } > bytes.count, "seed \(seed)")
        }
    }

    @Test(.enabled(if: Judge.protoc.isRequired)) func `is to protoc what it is to us, and has no field that it doesn't know`() throws {
        let first = UInt64.random(in: 0...(.max / 2))
        print("seeds \(first) to \(first + 40)")
        for seed in first..<first + 40 {
            let registry = RandomRegistry(seed: seed)
            let bytes = protobuf(ExposedFamilies(samples: registry.sealed))
            let (text, again) = try Judge.decode(bytes)
            // A field without a name stands there by its number.
            let unknown = text.split(separator: "\n").filter { $0.drop { $0 == " " }.first?.isNumber == true }
            #expect(unknown == [], "seed \(seed)")
            let families = try WireMessage(again[...]).messages(1).map { try DecodedFamily($0) }
            #expect(difference(families, expected(registry.families)) == nil, "seed \(seed)")
        }
    }

    @Test func `of instruments is the same`() throws {
        let registry = ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: true), clock: WallClock { 1_520_879_607.789 })
        let counters = try registry.counter("c_total", help: "Counts.", constantLabels: ["z": "", "y": "\"\n"], labels: "a", "b")
        counters.with("x", "").increment(by: 2.5)
        counters.with(String(repeating: "long ", count: 100), "é").increment(by: 0x1p60)
        try registry.counter("plain").increment()
        try registry.counter("exact_total", of: UInt64.self).increment(by: 1 << 40)
        try registry.counter("paid_total", of: UInt128.self, decimals: 2).increment(by: 12_345)
        try registry.gauge("g_seconds", unit: .seconds).set(-.infinity)
        try registry.gauge("signed", of: Int64.self).set(-7)
        try registry.gauge("unsigned", of: UInt64.self).set(.max)
        try registry.info("build_info", labels: ["version": "1"])
        try registry.stateSet("state", states: ["on", "off"]).set(only: "on")
        let summary = try registry.summary("s", quantiles: [0.5])
        summary.observe(3)
        let histograms = try registry.histogram("h", constantLabels: ["b": "c"], buckets: [-1, 0.5], labels: "a")
        for value in [-2, 0.25, 7] { histograms.with("x").observe(value) }
        _ = histograms.with("")
        try registry.histogram("bare", buckets: []).observe(1)
        #expect(try difference(DecodedFamily.all(protobuf(registry.instruments)), expected(registry.snapshot())) == nil)
        // With exemplars, which takes another way.
        counters.with("x", "").increment(exemplar: ["trace": "1"])
        histograms.with("x").observe(0.25, exemplar: ["trace": "2"], at: 17.25)
        histograms.with("x").observe(9, exemplar: [:])
        let families = try DecodedFamily.all(protobuf(registry.instruments))
        #expect(difference(families, expected(registry.snapshot())) == nil)
        #expect(families.flatMap(\.metrics).map(\.exemplars.count).reduce(0, +) == 3)
        #expect(families.flatMap(\.metrics).filter { $0.created == 1_520_879_607_789 }.count == 8)
    }

    /// Prometheus ends a series with one that it takes for no value.
    @Test(arguments: [0x7ff0_0000_0000_0002, 0x7ff8_0000_0000_0000, 0xffff_ffff_ffff_ffff] as [UInt64])
    func `has one NaN, whatever its bits were`(bits: UInt64) throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.gauge("a").set(Double(bitPattern: bits))
        let families = [
            registry.instruments,
            ExposedFamilies(samples: sealed { $0.sample(GaugeDescriptor("a"), value: Double(bitPattern: bits)) }),
        ]
        for families in families {
            let metric = try #require(try WireMessage.delimited(protobuf(families)).first.map { try WireMessage($0).messages(4) }?.first)
            #expect(try metric.messages(2).first?.doubles(1).map(\.bitPattern) == [Double.nan.bitPattern])
        }
    }

    @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 1 << 28, (1 << 56) - 1, 1 << 56, (1 << 63) - 1] as [UInt64])
    func `has counts of any size in the same nine bytes`(count: UInt64) throws {
        var text = TextBuffer(capacity: 16)
        text.append(field: 1, .varint)
        text.append(fixedCount: count)
        #expect(text.count == 10)
        #expect(try WireMessage(text.bytes[...]).varints(1) == [count])
    }

    @Test(arguments: [0, 1, 127, 128, 300, 16_383, 16_384, 3_000_000]) func `has lengths before messages of any length`(length: Int) throws
    {
        var text = TextBuffer(capacity: 1)
        text.append(field: 1, varint: 7)
        text.appendMessage(field: 15) { text in for index in 0..<length { text.append(UInt8(truncatingIfNeeded: index)) } }
        text.append(field: 2, varint: 8)
        let message = try WireMessage(text.bytes[...])
        #expect(message.varints(1) == [7] && message.varints(2) == [8])
        #expect(message.bytes(15).map(Array.init) == [(0..<length).map { UInt8(truncatingIfNeeded: $0) }])
    }

    @Test(arguments: [
        (0, 0), (1_520_879_607.789, 1_520_879_607_789), (-0.25, -250), (1.9999999, 2_000), (-9e15, -9e18), (9e15, 9e18),
    ])
    func `has times to the microsecond`(seconds: Double, milliseconds: Double) throws {
        let time = try #require(ProtobufTime(seconds))
        var text = TextBuffer(capacity: 1)
        time.append(field: 3, to: &text)
        #expect(text.count == time.fieldBytes)
        let message = try #require(try WireMessage(text.bytes[...]).messages(3).first)
        #expect(DecodedMetric.milliseconds(message) == milliseconds)
        #expect(message.varints(2).allSatisfy { $0 < 1_000_000_000 })
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e19, -1e300]) func `has no time that is none`(seconds: Double) {
        #expect(ProtobufTime(seconds) == nil)
    }

    @Test func `comes in blocks of bounded size, with one message for a family of many thousand series`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let counters = try registry.counter("c_total", labels: "a")
        for index in 0..<(Sanitizer.isOn ? 5_000 : 20_000) { counters.with("\(index)").increment(by: Double(index)) }
        try registry.gauge("z").set(1)
        let blocks = try #require(ExpositionFormat.protobuf.blocks(registry.instruments))
        #expect(blocks.allSatisfy { $0.count < TextBuffer.blockSize + 1_000 })
        let families = try DecodedFamily.all(Array(blocks.joined()))
        #expect(families.map(\.name) == ["c_total", "z"].map { Array($0.utf8) })
        #expect(families[0].metrics.enumerated().allSatisfy { $1.value == .number(3, Double($0).bitPattern) })
    }

    @Test func `has one message for a family that several collectors write`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.gauge("a", labels: "n").with("instrument").set(1)
        try registry.gauge("b").set(1)
        for name in ["first", "second", "third"] {
            let descriptor = GaugeDescriptor("a", labels: "n")
            try registry.register(name) { sink in
                sink.family(descriptor) { family in
                    // The second time it is a duplicate.
                    family.sample(name, value: 2)
                    family.sample("instrument", value: 3)
                }
            }
        }
        let merged = await registry.gather(within: .seconds(60)).merged()
        let families = try DecodedFamily.all(protobuf(merged.families))
        #expect(families.map(\.metrics.count) == [4, 1])
    }
}

extension `Protobuf` {
    /// What the threads of a test have in common.
    private final class Shared: Sendable {
        let isOver = Atomic(false)
        let problems = Locked<[String]>([])
    }

    /// Each length is right, each family there once, whatever comes and goes.
    @Test func `is whole while series change, come and go`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false, includesCreated: true))
        let counters = try registry.counter("c_total", labels: "a")
        let histograms = try registry.histogram("h", buckets: [1, 2, 3], labels: "a")
        let gauges = try registry.gauge("g", labels: "a")
        for index in 0..<1_200 { counters.with("\(index)").increment() }
        let shared = Shared()
        await onThreads(3) { thread in
            if thread == 0 {
                for _ in 0..<(Sanitizer.isOn ? 5 : 20) {
                    let found = Self.problems(protobuf(registry.instruments))
                    shared.problems.withLock { $0 += found }
                }
                shared.isOver.store(true, ordering: .relaxed)
            }
            var random = SeededGenerator(seed: UInt64(thread))
            while !shared.isOver.load(ordering: .relaxed) {
                let label = String(random.next() % 1_500)
                switch random.next() % 8 {
                case 0: counters.remove(label)
                case 1: histograms.with(label).observe(Double(random.next() % 5))
                case 2: histograms.remove(label)
                case 3: gauges.with("\(label.count)").set(1)
                case 4: gauges.removeAll()
                default: counters.with(label).increment(by: Double(random.next() >> 8))
                }
            }
        }
        #expect(shared.problems.withLock { $0 } == [])
    }

    private static func problems(_ bytes: [UInt8]) -> [String] {
        let families: [DecodedFamily]
        do { families = try DecodedFamily.all(bytes) } catch { return ["\(error)"] }
        let names = families.map { String(decoding: $0.name, as: UTF8.self) }
        var problems: [String] = []
        if names != names.sorted() || Set(names).count != names.count || !Set(names).isSubset(of: ["c_total", "g", "h"]) {
            problems.append("families \(names)")
        }
        for family in families {
            for metric in family.metrics {
                guard case .histogram(let histogram) = metric.value else { continue }
                if histogram.buckets.last?[1] != histogram.count { problems.append("a torn histogram") }
            }
        }
        return problems
    }
}
