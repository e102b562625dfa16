import Testing

@testable import ContextMetrics

@Suite struct `Names in quotation marks` {
    private func lines(_ format: ExpositionFormat, _ collect: (inout SampleSink) throws -> Void) rethrows -> [String] {
        exposition(try sealed(collect), as: format).split(separator: "\n").map(String.init)
    }

    @Test func `stand first within the braces, and in metadata`() {
        let gauge = GaugeDescriptor("my.metric", help: "H.", labels: "l.n", "l")
        let plain = GaugeDescriptor("my.plain")
        func write(_ sink: inout SampleSink) {
            sink.family(gauge) { $0.sample("a\"", "b", value: 1) }
            sink.sample(plain, value: 2)
        }
        let metadata = ["# HELP \"my.metric\" H.", "# TYPE \"my.metric\" gauge"]
        let sample = "{\"my.metric\",\"l.n\"=\"a\\\"\",l=\"b\"} 1"
        let rest = ["# TYPE \"my.plain\" gauge", "{\"my.plain\"} 2"]
        #expect(lines(.textUTF8, write) == metadata + [sample] + rest)
        #expect(lines(.openMetrics, write) == metadata.reversed() + [sample] + rest + ["# EOF"])
    }

    @Test func `are those that are not of the legacy grammar, and no others`() {
        let gauge = GaugeDescriptor("a:b", constantLabels: ["x.y": "1", "z": "2"], labels: "c:d", "e")
        #expect(
            lines(.textUTF8) { sink in sink.family(gauge) { $0.sample("1", "2", value: 3) } } == [
                "# TYPE a:b gauge", "a:b{\"x.y\"=\"1\",z=\"2\",\"c:d\"=\"1\",e=\"2\"} 3",
            ])
        let quoted = GaugeDescriptor("a b", labels: "e")
        #expect(
            lines(.textUTF8) { sink in sink.family(quoted) { $0.sample("2", value: 3) } } == [
                "# TYPE \"a b\" gauge", "{\"a b\",e=\"2\"} 3",
            ])
    }

    @Test func `have the escapes of label values`() {
        let gauge = GaugeDescriptor("a\"\\\n", labels: "b\"\\\n")
        #expect(
            lines(.textUTF8) { sink in sink.family(gauge) { $0.sample("", value: 1) } } == [
                #"# TYPE "a\"\\\n" gauge"#, #"{"a\"\\\n","b\"\\\n"=""} 1"#,
            ])
    }

    @Test func `have their suffixes within`() throws {
        let value = try HistogramValue(bounds: [1], counts: [1, 0], sum: 0.5)
        let summary = try SummaryValue(quantiles: [.init(0.5, 2)], count: 1, sum: 2)
        let expected = [
            "# TYPE \"a.c\" counter", "{\"a.c_total\"} 1 # {\"t.id\"=\"f\"} 1",
            "# TYPE \"a.h\" histogram", "{\"a.h_bucket\",\"l.l\"=\"x\",le=\"1.0\"} 1", "{\"a.h_bucket\",\"l.l\"=\"x\",le=\"+Inf\"} 1",
            "{\"a.h_sum\",\"l.l\"=\"x\"} 0.5", "{\"a.h_count\",\"l.l\"=\"x\"} 1",
            "# TYPE \"a.i\" info", "{\"a.i_info\",version=\"1\"} 1",
            "# TYPE \"a.q\" summary", "{\"a.q\",quantile=\"0.5\"} 2", "{\"a.q_sum\"} 2", "{\"a.q_count\"} 1",
            "# TYPE \"a.s\" stateset", "{\"a.s\",\"a.s\"=\"on\"} 1", "# EOF",
        ]
        let lines = try lines(.openMetrics) { sink in
            let exemplar = try Exemplar(1, labels: ["t.id": "f"])
            sink.sample(CounterDescriptor("a.c_total"), value: 1, exemplar: exemplar)
            sink.family(HistogramDescriptor("a.h", labels: "l.l")) { $0.sample("x", histogram: value) }
            sink.family(InfoDescriptor("a.i", labels: "version")) { $0.sample("1") }
            sink.family(StateSetDescriptor("a.s")) { $0.sample(states: ["on": true]) }
            sink.family(SummaryDescriptor("a.q")) { $0.sample(summary: summary) }
        }
        #expect(lines == expected)
    }

    @Test func `are in the lines of instruments`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false, includesCreated: true), clock: WallClock { 5 })
        try registry.counter("a.c_total", labels: "l.l").with("x").increment()
        try registry.histogram("a.h", constantLabels: ["c.c": "1"], buckets: [1]).observe(2)
        try registry.stateSet("a.s", states: ["on"]).set(only: "on")
        let text = exposition(ExposedFamilies(instruments: registry.contents.instruments), as: .openMetrics)
        #expect(
            text.split(separator: "\n").filter { !$0.hasPrefix("#") } == [
                "{\"a.c_total\",\"l.l\"=\"x\"} 1", "{\"a.c_created\",\"l.l\"=\"x\"} 5",
                "{\"a.h_bucket\",\"c.c\"=\"1\",le=\"1.0\"} 0", "{\"a.h_bucket\",\"c.c\"=\"1\",le=\"+Inf\"} 1",
                "{\"a.h_sum\",\"c.c\"=\"1\"} 2", "{\"a.h_count\",\"c.c\"=\"1\"} 1", "{\"a.h_created\",\"c.c\"=\"1\"} 5",
                "{\"a.s\",\"a.s\"=\"on\"} 1",
            ])
        #expect(try MetricFamily.families(in: text, as: .openMetrics) == registry.snapshot())
    }

    @Test func `are no finding of the lint`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.counter("größe.gesamt_total", help: "H.", labels: "l.n").with("x").increment()
        #expect(try registry.lint().isEmpty)
        try registry.gauge("ohne.hilfe").set(1)
        #expect(try registry.lint().map(\.family) == ["ohne.hilfe"])
    }
}
