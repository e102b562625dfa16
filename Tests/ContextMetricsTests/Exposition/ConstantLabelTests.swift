import Testing

@testable import ContextMetrics

@Suite struct `Labels that are the same in all series` {
    private enum Door: String, CaseIterable { case open, shut }
    private struct Shop: LabelSet {
        var name: String
        static let labelNames: [1 of String] = ["shop"]
        var labelValues: [1 of String] { [name] }
    }

    private let registry = ContextRegistry(options: .init(includesSelfMetrics: false))

    private func lines(_ families: ExposedFamilies, _ format: ExpositionFormat = .text) -> [String] {
        exposition(families, as: format).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0) }
    }

    @Test(arguments: ExpositionFormat.ofLines)
    func `stand in every line of every kind of instrument, before the others, by name`(format: ExpositionFormat) async throws {
        let two: KeyValuePairs = ["z": "\"\n", "a": "1"]
        try registry.counter("c1_total", constantLabels: two).increment()
        try registry.counter("c2_total", constantLabels: two, labels: "l").with("x").increment()
        try registry.counter("c3_total", constantLabels: ["b": ""], of: UInt128.self, decimals: 1).increment()
        try registry.counter("c4_total", constantLabels: two) { 4 }
        try registry.counter("c5_total", constantLabels: ["b": ""], labels: Shop.self).with(Shop(name: "x")).increment()
        try registry.gauge("g1", constantLabels: two, labels: ["l"]).with(["x"]).set(1)
        try registry.gauge("g2", constantLabels: two) { () async -> Double in 2 }
        try registry.histogram("h", constantLabels: ["b": ""], buckets: [1]).observe(0.5)
        try registry.info("i_info", constantLabels: ["b": ""], labels: ["version": "1"])
        try registry.summary("s", constantLabels: ["b": ""], quantiles: [0.5], labels: "l").with("x").observe(0)
        try registry.stateSet("t", constantLabels: ["b": ""], states: ["on"]).set("on", to: true)
        try registry.stateSet("u", constantLabels: ["b": ""], of: Door.self, labels: "l").with("x").set(only: .open)
        let merged = await registry.gather(within: .seconds(60)).merged()
        let expected = [
            #"c1_total{a="1",z="\"\n"} 1"#, #"c2_total{a="1",z="\"\n",l="x"} 1"#, #"c3_total{b=""} 0.1"#, #"c4_total{a="1",z="\"\n"} 4"#,
            #"c5_total{b="",shop="x"} 1"#, #"g1{a="1",z="\"\n",l="x"} 1"#, #"g2{a="1",z="\"\n"} 2"#,
            #"h_bucket{b="",le="1.0"} 1"#, #"h_bucket{b="",le="+Inf"} 1"#, #"h_sum{b=""} 0.5"#, #"h_count{b=""} 1"#,
            #"i_info{b="",version="1"} 1"#,
            #"s{b="",l="x",quantile="0.5"} 0"#, #"s_sum{b="",l="x"} 0"#, #"s_count{b="",l="x"} 1"#,
            #"t{b="",t="on"} 1"#, #"u{b="",l="x",u="open"} 1"#, #"u{b="",l="x",u="shut"} 0"#,
        ]
        #expect(lines(merged.families, format) == expected)
        #expect(lines(ExposedFamilies(samples: merged.families.sealed), format) == expected)
    }

    @Test func `are among the labels of families as values`() throws {
        try registry.counter("a_total", constantLabels: ["z": "1"], labels: "l").with("x").increment()
        try registry.stateSet("b", constantLabels: ["z": "1"], states: ["on"]).set("on", to: true)
        let families = registry.snapshot()
        #expect(families.map { $0.metrics.map(\.labels) } == [[try Labels(["l": "x", "z": "1"])], [try Labels(["z": "1"])]])
        #expect(families[1].metrics.map(\.value) == [.state("on", true)])
    }

    @Test func `stand in what collectors write`() async throws {
        let numbers = GaugeDescriptor("a", constantLabels: ["z": "1", "y": "2"], labels: "l")
        let histograms = HistogramDescriptor("b", constantLabels: ["z": "1"])
        try registry.register("collector", describing: numbers, histograms) { sink in
            sink.family(numbers) { $0.sample("x", value: 1) }
            let value = try HistogramValue(bounds: [], counts: [2], sum: 3)
            sink.family(histograms) { $0.sample(histogram: value) }
        }
        let result = await registry.gather(within: .seconds(60))
        let expected = [
            #"a{y="2",z="1",l="x"} 1"#, #"b_bucket{z="1",le="+Inf"} 2"#, #"b_sum{z="1"} 3"#, #"b_count{z="1"} 2"#,
        ]
        for format in ExpositionFormat.ofLines { #expect(lines(result.merged().families, format) == expected) }
    }

    @Test func `are the same wherever the family is written, or the later one is dropped`() async throws {
        let own = GaugeDescriptor("a", constantLabels: ["y": "1", "z": "2"], labels: "l")
        // In another order they are the same.
        let same = GaugeDescriptor("a", constantLabels: ["z": "2", "y": "1"], labels: "l")
        let other = GaugeDescriptor("a", constantLabels: ["y": "1", "z": "3"], labels: "l")
        let none = GaugeDescriptor("a", labels: "l")
        for (index, descriptor) in [own, same, other, none].enumerated() {
            try registry.register("collector \(index)") { sink in sink.family(descriptor) { $0.sample("\(index)", value: 1) } }
        }
        let merged = await registry.gather(within: .seconds(60)).merged()
        #expect(lines(merged.families) == [#"a{y="1",z="2",l="0"} 1"#, #"a{y="1",z="2",l="1"} 1"#])
        #expect(merged.conflicts.map(\.collector) == ["collector 2", "collector 3"])
        #expect(merged.conflicts.allSatisfy { $0.reason == .conflict })
    }

    @Test func `are refused where another label has their name, or the format needs it`() throws {
        func refusal(_ body: () throws -> Void) -> InvalidDescriptor? {
            do { try body() } catch RegistrationError.invalidDescriptor(let problem) { return problem } catch {}
            return nil
        }
        #expect(refusal { _ = try registry.counter("a_total", constantLabels: ["l": ""], labels: "l") } == .duplicateLabel("l"))
        #expect(refusal { _ = try registry.gauge("a", constantLabels: ["x": "1", "x": "2"]) } == .duplicateLabel("x"))
        #expect(refusal { _ = try registry.histogram("a", constantLabels: ["le": "1"]) } == .reservedLabel("le", .histogram))
        #expect(refusal { _ = try registry.summary("a", constantLabels: ["quantile": "1"]) } == .reservedLabel("quantile", .summary))
        #expect(refusal { _ = try registry.stateSet("a", constantLabels: ["a": ""], states: ["b"]) } == .reservedLabel("a", .stateSet))
        #expect(refusal { try registry.info("a_info", constantLabels: ["x": ""], labels: ["x": ""]) } == .duplicateLabel("x"))
        #expect(refusal { try registry.gauge("a", constantLabels: ["x": "", "x": ""]) { 1 } } == .duplicateLabel("x"))
        let invalid = InvalidName(role: .label, text: "a-b", reason: .byte(UInt8(ascii: "-"), offset: 1))
        #expect(refusal { _ = try registry.gauge("a", constantLabels: ["a-b": ""]) } == .name(invalid))
        #expect(CounterDescriptor("a_total", constantLabels: ["__x": ""]).family.problem != nil)
        #expect(registry.snapshot().isEmpty)
    }

    @Test func `are within the bound of their family's text, whatever has to be escaped`() {
        let gauge = GaugeDescriptor("a", constantLabels: ["x": String(repeating: "\"", count: 10_000)], labels: "l")
        let families = sealed { sink in sink.family(gauge) { family in for index in 0..<9 { family.sample("\(index)", value: 1) } } }
        for format in ExpositionFormat.ofLines {
            #expect(families.reduce(16) { $0 + $1.mostBytes } > exposition(families, as: format).utf8.count)
        }
    }
}
