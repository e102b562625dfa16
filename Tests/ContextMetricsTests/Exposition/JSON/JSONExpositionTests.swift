import ContextMetricsTesting
import Foundation
import TestSupport
import Testing

@testable import ContextMetrics

/// JSON, read by Foundation and by Python.
@Suite struct JSONExpositionTests {
    private static func json(_ registry: ContextRegistry) async -> String {
        let response = await ScrapeHandler(registry, options: .init(includesHandlerMetrics: false)).scrape(["accept": ["application/json"]])
        #expect(response[header: "content-type"] == "application/json")
        return response.text
    }

    // MARK: Shape

    @Test func `A gather is shown with its outcomes and conflicts, a metric a line`() async throws {
        let registry = ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: true), engine: GatherEngine(timer: ManualTimer()),
            clock: WallClock { 1_520_872_607.5 })
        let jobs = try registry.counter("jobs_total", help: "Jobs \"done\".", constantLabels: ["zone": "1"], labels: "queue")
        jobs.with("mail\n").increment(by: 2.5, exemplar: ["trace_id": "a"])
        try registry.counter("exact_total", of: UInt128.self, decimals: 2).increment(by: 12_345)
        try registry.gauge("temperature_celsius", unit: .celsius).set(.nan)
        try registry.histogram("wait_seconds", unit: .seconds, buckets: [0.5, 1]).observe(0.75, exemplar: ["trace_id": "b"])
        try registry.info("build_info", labels: ["version": "1"])
        try registry.stateSet("door", states: ["open", "shut"]).set(only: "shut")
        try registry.register("good") { sink in
            let value = SummaryValue(unchecked: [.init(0.5, 3)], count: 4, sum: 12)
            sink.family(SummaryDescriptor("size")) { $0.sample(summary: value) }
            sink.sample(GaugeDescriptor("jobs"), value: 1)
        }
        try registry.register(ThrowingCollector(), named: "bad")
        let expected = """
            {"version":1,"ending":"complete",
            "collectors":[
            {"name":"good","outcome":"success","durationSeconds":SECONDS},
            {"name":"bad","outcome":"error","durationSeconds":SECONDS}],
            "conflicts":[
            {"collector":"good","family":"jobs","reason":"conflict","samples":1}],
            "families":[
            {"name":"build_info","type":"info","help":"","metrics":[
            {"labels":{"version":"1"},"value":1}]},
            {"name":"door","type":"stateset","help":"","metrics":[
            {"labels":{"door":"open"},"value":0},
            {"labels":{"door":"shut"},"value":1}]},
            {"name":"exact_total","type":"counter","help":"","metrics":[
            {"labels":{},"value":123.45,"created":1520872607.5}]},
            {"name":"jobs_total","type":"counter","help":"Jobs \\"done\\".","metrics":[
            {"labels":{"zone":"1","queue":"mail\\n"},"value":2.5,"exemplar":{"labels":{"trace_id":"a"},"value":2.5,"timestamp":1520872607.5},\
            "created":1520872607.5}]},
            {"name":"size","type":"summary","help":"","metrics":[
            {"labels":{},"quantiles":[{"quantile":0.5,"value":3}],"sum":12,"count":4}]},
            {"name":"temperature_celsius","type":"gauge","help":"","unit":"celsius","metrics":[
            {"labels":{},"value":"NaN"}]},
            {"name":"wait_seconds","type":"histogram","help":"","unit":"seconds","metrics":[
            {"labels":{},"buckets":[{"le":0.5,"count":0},{"le":1,"count":1,"exemplar":{"labels":{"trace_id":"b"},"value":0.75,\
            "timestamp":1520872607.5}},{"le":"+Inf","count":1}],"sum":0.75,"count":1,"created":1520872607.5}]}]}

            """
        let json = await Self.json(registry).replacing(/"durationSeconds":[0-9.e-]+/, with: "\"durationSeconds\":SECONDS")
        #expect(difference(json.split(separator: "\n"), expected.split(separator: "\n")) == nil)
        #expect(json == expected)
    }

    @Test func `A native histogram is one, beside its classic buckets`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let both = try registry.nativeHistogram("both", buckets: .init(schema: 0, zeroThreshold: 0.01), classic: [1, 4])
        for (place, value) in [-3.0, 0, 0.5, 0.7, 3, 3.5].enumerated() {
            both.observe(value, exemplar: ["n": "\(place)"], at: Double(place))
        }
        _ = try registry.nativeHistogram("empty", buckets: .init(schema: 8, zeroThreshold: 0))
        func exemplar(_ place: Int, _ value: String) -> String {
            "{\"labels\":{\"n\":\"\(place)\"},\"value\":\(value),\"timestamp\":\(place)}"
        }
        let expected = """
            {"name":"both","type":"histogram","help":"","metrics":[
            {"labels":{},"buckets":[{"le":1,"count":4,"exemplar":\(exemplar(3, "0.7"))},{"le":4,"count":6,"exemplar":\(exemplar(5, "3.5"))},\
            {"le":"+Inf","count":6}],"sum":4.7,"count":6,"native":{"schema":0,"zeroThreshold":0.01,"zeroCount":1,\
            "positive":[{"index":-1,"count":1},{"index":0,"count":1},{"index":2,"count":2}],\
            "negative":[{"index":2,"count":1}],"exemplars":[\
            \(exemplar(0, "-3")),\(exemplar(1, "0")),\(exemplar(2, "0.5")),\(exemplar(3, "0.7")),\(exemplar(4, "3")),\(exemplar(5, "3.5"))]}}]},
            {"name":"empty","type":"histogram","help":"","metrics":[
            {"labels":{},"buckets":[{"le":"+Inf","count":0}],"sum":0,"count":0,"native":{"schema":8,"zeroThreshold":0,"zeroCount":0,\
            "positive":[],"negative":[],"exemplars":[]}}]}]}

            """
        let json = await Self.json(registry)
        #expect(json.hasSuffix(expected), "\(json)")
        // The same by way of a collector's samples.
        #expect(exposition(ExposedFamilies(samples: registry.instruments.sealed), as: .json) == json)
    }

    /// Each kind, as the instrument itself and as samples; with label values that have to be escaped.
    @Test func `Instruments are written as their samples are`() async throws {
        let registry = try ServedRegistry(seed: 7, times: 0...1).registry
        let instruments = exposition(registry.instruments, as: .json).split(separator: "\n")
        let samples = exposition(ExposedFamilies(samples: registry.instruments.sealed), as: .json).split(separator: "\n")
        #expect(difference(instruments, samples) == nil)
        #expect(instruments.count > 20)
    }

    @Test func `A long one is encoded once: that it keeps to the limit is known before`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let gauges = try registry.gauge("a", labels: "i")
        for index in 0..<20_000 { gauges.with("\u{1}\(index)").set(.nan) }
        let histograms = try registry.histogram("h", labels: "i")
        for index in 0..<1_000 { histograms.with("\u{1}\(index)").observe(1, exemplar: ["\u{1}": "\u{2028}"]) }
        _ = try registry.summary("s", labels: "i").with("\u{1}")
        let parts = registry.instruments.parts(as: .json)
        let bytes = exposition(registry.instruments, as: .json).utf8.count
        #expect(parts.mostBytes(as: .json) > bytes)
        #expect(parts.leastBytes(as: .json) < bytes)
        #expect(parts.leastBytes(as: .json) > EncodedExposition.eager)
        guard case .streamed = EncodedExposition(registry.instruments, as: .json, limit: 1 << 30) else {
            Issue.record("not streamed")
            return
        }
        // Where it could be too long, it is counted.
        guard case .overLimit = EncodedExposition(registry.instruments, as: .json, limit: bytes - 1) else {
            Issue.record("not over the limit")
            return
        }
        guard case .streamed = EncodedExposition(registry.instruments, as: .json, limit: bytes) else {
            Issue.record("not streamed")
            return
        }
    }

    @Test func `A collector that is missing has no duration, and the ending says why`() async throws {
        let timer = ManualTimer()
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false), engine: GatherEngine(timer: timer))
        let gated = GatedCollector(TestSamples())
        defer { gated.open() }
        try registry.gauge("a").set(1)
        try registry.register(gated, named: "late \"one\"")
        async let json = Self.json(registry)
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(10))
        let expected = """
            {"version":1,"ending":"deadline",
            "collectors":[
            {"name":"late \\"one\\"","outcome":"timeout"}],
            "conflicts":[],
            "families":[
            {"name":"a","type":"gauge","help":"","metrics":[
            {"labels":{},"value":1}]}]}

            """
        #expect(await json == expected)
    }

    @Test func `Nothing at all is valid too`() async {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        #expect(
            await Self.json(registry)
                == "{\"version\":1,\"ending\":\"complete\",\n\"collectors\":[],\n\"conflicts\":[],\n\"families\":[]}\n")
    }

    @Test func `Only who asks for it by its name gets it`() async throws {
        #expect(ExpositionFormat.negotiated(accept: ["application/json"]) == .json)
        #expect(ExpositionFormat.negotiated(accept: ["application/json;charset=UTF-8;q=0.1"]) == .json)
        #expect(ExpositionFormat.negotiated(accept: ["application/json, text/plain, */*"]) == .text)
        for accept in ["*/*", "application/*", "application/json;version=2", "application/json;q=0", "text/json"] {
            #expect(ExpositionFormat.negotiated(accept: [accept]) == .text)
        }
    }

    @Test func `A family of many blocks is one, in memory for one of them`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let gauges = try registry.gauge("a", labels: "i")
        for index in 0..<30_000 { gauges.with("\(index)").set(Double(index)) }
        for index in 5_000..<9_000 { gauges.remove("\(index)") }
        try registry.gauge("b").set(1)
        var reader = ExpositionReader(registry.instruments, as: .json)
        var text: [UInt8] = []
        while let block = reader.withNextBlock({ $0.withUnsafeBufferPointer { Array($0) } }) {
            #expect(block.count < TextBuffer.blockSize + 200)
            text += block
        }
        let read = try JSONDecoder().decode(ReadJSON.self, from: Data(text))
        #expect(read.families.map(\.name) == ["a", "b"])
        #expect(read.families[0].metrics.map(\.value?.value) == (Array(0..<5_000) + Array(9_000..<30_000)).map { Double($0) })
    }

    // MARK: Judged

    private static func registries(_ count: Int) -> [RandomRegistry] {
        let seed = UInt64.random(in: 0...(.max / 2))
        print("JSON: seeds \(seed) to \(seed + UInt64(count))")
        return (0..<count).map { RandomRegistry(seed: seed + UInt64($0)) }
    }

    private func expectEqual(_ read: ReadJSON, _ registry: RandomRegistry) {
        let seed: Comment = "seed \(registry.seed)"
        let written = registry.families.filter { !$0.metrics.isEmpty }
        #expect(difference(read.families.map { Array($0.help.utf8) }, written.map { Array($0.help.utf8) }) == nil, seed)
        #expect(read.families.map(\.unit) == written.map(\.unit?.rawValue), seed)
        #expect(read.families.map(\.type) == written.map { $0.type.rawValue.lowercased() }, seed)
        #expect(
            read.families.map(\.name)
                == written.map { $0.type == .info && !$0.name.text.hasSuffix("_info") ? $0.name.text + "_info" : $0.name.text },
            seed)
        let metrics = read.families.map { family in family.metrics.map(ShownMetric.init) }
        #expect(difference(metrics, written.map { family in family.metrics.map { ShownMetric($0, of: family) } }) == nil, seed)
    }

    @Test func `Foundation reads what was written`() throws {
        for registry in Self.registries(100) {
            let text = exposition(registry.sealed, as: .json)
            expectEqual(try JSONDecoder().decode(ReadJSON.self, from: Data(text.utf8)), registry)
        }
    }

    @Test(.enabled(if: Judge.python.isRequired))
    func `Python reads what was written, and finds nothing twice`() throws {
        let registries = Self.registries(150)
        let texts = registries.map { exposition($0.sealed, as: .json) }
        let verdict = try Judge.python.verdict(on: try JSONEncoder().encode(texts))
        #expect(verdict.status == 0, "\(verdict.errors)")
        let read = try JSONDecoder().decode([ReadJSON].self, from: verdict.output)
        #expect(read.count == registries.count)
        for (registry, read) in zip(registries, read) { expectEqual(read, registry) }
    }

    @Test(
        .enabled(if: Judge.python.isRequired),
        arguments: [
            #"{"a":NaN}"#, #"{"a":1,"a":2}"#, "{\"a\":\"\n\"}", #"{"a":+Inf}"#, #"{"a":01}"#, #"{"a":1,}"#, #"{"a":.5}"#,
        ])
    func `Python does refuse what is invalid`(text: String) throws {
        #expect(try Judge.python.verdict(on: try JSONEncoder().encode([text])).status != 0)
    }
}
