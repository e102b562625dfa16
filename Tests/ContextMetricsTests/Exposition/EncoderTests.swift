import Testing

@testable import ContextMetrics

/// One family in both formats.
struct EncodingCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let collect: @Sendable (inout SampleSink) throws -> Void
    let text: String
    let openMetrics: String

    init(_ name: String, text: String, openMetrics: String, _ collect: @escaping @Sendable (inout SampleSink) throws -> Void) {
        testDescription = name
        self.text = text
        self.openMetrics = openMetrics
        self.collect = collect
    }
}

@Suite struct EncoderTests {
    static let kinds: [EncodingCase] = [
        EncodingCase(
            "counter",
            text: """
                # HELP jobs_total Jobs done.
                # TYPE jobs_total counter
                jobs_total{queue="a"} 3
                jobs_total{queue="b"} 0.5

                """,
            openMetrics: """
                # TYPE jobs counter
                # HELP jobs Jobs done.
                jobs_total{queue="a"} 3
                jobs_total{queue="b"} 0.5
                # EOF

                """
        ) { sink in
            sink.family(CounterDescriptor("jobs_total", help: "Jobs done.", labels: "queue")) {
                $0.sample("a", value: 3)
                $0.sample("b", value: 0.5)
            }
        },
        EncodingCase(
            "counter without _total",
            text: """
                # HELP jobs Jobs done.
                # TYPE jobs counter
                jobs 3

                """,
            openMetrics: """
                # TYPE jobs unknown
                # HELP jobs Jobs done.
                jobs 3
                # EOF

                """
        ) { $0.sample(CounterDescriptor("jobs", help: "Jobs done."), value: 3) },
        EncodingCase(
            "gauge with a unit",
            text: """
                # HELP age_seconds Age.
                # TYPE age_seconds gauge
                age_seconds -1.5

                """,
            openMetrics: """
                # TYPE age_seconds gauge
                # UNIT age_seconds seconds
                # HELP age_seconds Age.
                age_seconds -1.5
                # EOF

                """
        ) { $0.sample(GaugeDescriptor("age_seconds", help: "Age.", unit: .seconds), value: -1.5) },
        EncodingCase(
            "counter with a unit",
            text: """
                # TYPE sent_bytes_total counter
                sent_bytes_total 1

                """,
            openMetrics: """
                # TYPE sent_bytes counter
                # UNIT sent_bytes bytes
                sent_bytes_total 1
                # EOF

                """
        ) { $0.sample(CounterDescriptor("sent_bytes_total", unit: .bytes), value: 1) },
        EncodingCase(
            "untyped without help",
            text: """
                # TYPE x untyped
                x NaN

                """,
            openMetrics: """
                # TYPE x unknown
                x NaN
                # EOF

                """
        ) { $0.sample(UntypedDescriptor("x"), value: .nan) },
        EncodingCase(
            "info",
            text: """
                # HELP build_info Build.
                # TYPE build_info gauge
                build_info{version="1.2"} 1

                """,
            openMetrics: """
                # TYPE build info
                # HELP build Build.
                build_info{version="1.2"} 1
                # EOF

                """
        ) { $0.family(InfoDescriptor("build", help: "Build.", labels: "version")) { $0.sample("1.2") } },
        EncodingCase(
            "state set",
            text: """
                # HELP door Door.
                # TYPE door gauge
                door{house="1",door="open"} 1
                door{house="1",door="shut"} 0

                """,
            openMetrics: """
                # TYPE door stateset
                # HELP door Door.
                door{house="1",door="open"} 1
                door{house="1",door="shut"} 0
                # EOF

                """
        ) {
            $0.family(StateSetDescriptor("door", help: "Door.", labels: "house")) {
                $0.sample("1", states: ["open": true, "shut": false])
            }
        },
        EncodingCase(
            "histogram",
            text: """
                # HELP h H.
                # TYPE h histogram
                h_bucket{a="b",le="0.5"} 1
                h_bucket{a="b",le="1.0"} 3
                h_bucket{a="b",le="1e+06"} 3
                h_bucket{a="b",le="+Inf"} 7
                h_sum{a="b"} 12.5
                h_count{a="b"} 7

                """,
            openMetrics: """
                # TYPE h histogram
                # HELP h H.
                h_bucket{a="b",le="0.5"} 1
                h_bucket{a="b",le="1.0"} 3
                h_bucket{a="b",le="1e+06"} 3
                h_bucket{a="b",le="+Inf"} 7
                h_sum{a="b"} 12.5
                h_count{a="b"} 7
                # EOF

                """
        ) {
            let value = try HistogramValue(bounds: [0.5, 1, 1e6], counts: [1, 2, 0, 4], sum: 12.5)
            $0.family(HistogramDescriptor("h", help: "H.", labels: "a")) { $0.sample("b", histogram: value) }
        },
        EncodingCase(
            "histogram with a negative bound",
            text: """
                # TYPE h histogram
                h_bucket{le="-1.0"} 1
                h_bucket{le="+Inf"} 2
                h_sum 3
                h_count 2

                """,
            openMetrics: """
                # TYPE h histogram
                h_bucket{le="-1.0"} 1
                h_bucket{le="+Inf"} 2
                # EOF

                """
        ) {
            let value = try HistogramValue(bounds: [-1], counts: [1, 1], sum: 3)
            $0.family(HistogramDescriptor("h")) { $0.sample(histogram: value) }
        },
        EncodingCase(
            "histogram with a negative sum and no negative bound",
            text: """
                # TYPE h histogram
                h_bucket{le="0.0"} 1
                h_bucket{le="+Inf"} 1
                h_sum -3
                h_count 1

                """,
            openMetrics: """
                # TYPE h histogram
                h_bucket{le="0.0"} 1
                h_bucket{le="+Inf"} 1
                # EOF

                """
        ) {
            let value = try HistogramValue(bounds: [-0.0], counts: [1, 0], sum: -3)
            $0.family(HistogramDescriptor("h")) { $0.sample(histogram: value) }
        },
        EncodingCase(
            "summary",
            text: """
                # HELP s S.
                # TYPE s summary
                s{a="b",quantile="0.0"} -1
                s{a="b",quantile="0.5"} 2
                s{a="b",quantile="1.0"} NaN
                s_sum{a="b"} 12.5
                s_count{a="b"} 7

                """,
            openMetrics: """
                # TYPE s summary
                # HELP s S.
                s{a="b",quantile="0.5"} 2
                s{a="b",quantile="1.0"} NaN
                s_sum{a="b"} 12.5
                s_count{a="b"} 7
                # EOF

                """
        ) {
            let value = try SummaryValue(quantiles: [.init(0, -1), .init(0.5, 2), .init(1, .nan)], count: 7, sum: 12.5)
            $0.family(SummaryDescriptor("s", help: "S.", labels: "a")) { $0.sample("b", summary: value) }
        },
        EncodingCase(
            "summary with a negative sum",
            text: """
                # TYPE s summary
                s_sum -1
                s_count 1

                """,
            openMetrics: """
                # TYPE s summary
                s_count 1
                # EOF

                """
        ) {
            let value = try SummaryValue(count: 1, sum: -1)
            $0.family(SummaryDescriptor("s")) { $0.sample(summary: value) }
        },
        EncodingCase(
            "hostile text",
            text: """
                # HELP g say "x\\\\y"\\nz
                # TYPE g gauge
                g{a="",b="\\"\\\\\\n{},=# \u{0}ü🙈"} 1

                """,
            openMetrics: """
                # TYPE g gauge
                # HELP g say \\"x\\\\y\\"\\nz
                g{a="",b="\\"\\\\\\n{},=# \u{0}ü🙈"} 1
                # EOF

                """
        ) {
            $0.family(GaugeDescriptor("g", help: "say \"x\\y\"\nz", labels: "a", "b")) { $0.sample("", "\"\\\n{},=# \0ü🙈", value: 1) }
        },
        EncodingCase("a family without samples", text: "", openMetrics: "# EOF\n") {
            $0.family(GaugeDescriptor("g", help: "G.")) { _ in }
        },
        EncodingCase("nothing", text: "", openMetrics: "# EOF\n") { _ in },
    ]

    @Test(arguments: kinds)
    func `Every kind of family has its form in text 0-0-4`(kind: EncodingCase) throws {
        #expect(exposition(try sealed(kind.collect), as: .text) == kind.text)
    }

    @Test(arguments: kinds)
    func `Every kind of family has its form in OpenMetrics 1-0-0`(kind: EncodingCase) throws {
        #expect(exposition(try sealed(kind.collect), as: .openMetrics) == kind.openMetrics)
    }

    @Test func `Counts print all their digits`() throws {
        let value = HistogramValue(unchecked: [], cumulativeCounts: [.max], sum: 1)
        let families = sealed { $0.family(HistogramDescriptor("h")) { $0.sample(histogram: value) } }
        #expect(exposition(families, as: .text).hasSuffix("h_count 18446744073709551615\n"))
    }

    @Test(arguments: ExpositionFormat.ofLines)
    func `Neighbours of one name are one family, with the help of the first`(format: ExpositionFormat) {
        let families = sealed { sink in
            for (help, label) in [("", "silent"), ("One.", "1"), ("Two.", "2")] {
                sink.family(GaugeDescriptor("b", help: help.isEmpty ? "Zero." : help, labels: "i")) {
                    if !help.isEmpty { $0.sample(label, value: 1) }
                }
            }
            sink.sample(GaugeDescriptor("a"), value: 0)
        }
        let lines = exposition(families, as: format).split(separator: "\n").filter { !$0.hasPrefix("# EOF") }
        #expect(lines.filter { !$0.hasPrefix("#") } == ["a 0", "b{i=\"1\"} 1", "b{i=\"2\"} 1"])
        #expect(Set(lines.filter { $0.hasPrefix("#") }) == ["# TYPE a gauge", "# TYPE b gauge", "# HELP b Zero."])
    }

    @Test(arguments: ExpositionFormat.ofLines)
    func `A family whose samples are all hidden is left out`(format: ExpositionFormat) {
        var families = sealed { sink in
            sink.sample(GaugeDescriptor("a"), value: 0)
            sink.family(GaugeDescriptor("b", labels: "i")) {
                $0.sample("1", value: 1)
                $0.sample("2", value: 2)
            }
        }
        families[0].hidden = [0]
        families[1].hidden = [0]
        let lines = exposition(families, as: format).split(separator: "\n").filter { !$0.hasPrefix("# EOF") }
        #expect(lines == ["# TYPE b gauge", "b{i=\"2\"} 2"])
    }

    @Test(arguments: ExpositionFormat.allCases)
    func `G16 Encoding stops at the limit and says so`(format: ExpositionFormat) {
        let families = sealed { sink in
            sink.family(GaugeDescriptor("g", labels: "i")) { for i in 0..<10_000 { $0.sample(String(i), value: 1) } }
        }
        let bytes = format.blocks(families)?.joined().count ?? 0
        #expect(format.blocks(families, limit: bytes) != nil)
        #expect(format.blocks(families, limit: bytes - 1) == nil)
        #expect(format.blocks(families, limit: 0) == nil)
        #expect(format.blocks([] as [SealedFamily], limit: 5) == (format == .openMetrics ? nil : []))
    }

    @Test func `The content types carry version and charset`() {
        #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(ExpositionFormat.openMetrics.contentType == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    }
}

@Suite struct StateSetNameTests {
    @Test(arguments: ["a:b", "__a"])
    func `A state set needs a name that can be a label's too`(name: String) {
        #expect(StateSetDescriptor(name).family.problem != nil)
        #expect(GaugeDescriptor(name).family.problem == nil)
    }
}

@Suite struct `The bounds of a family's text` {
    @Test(arguments: SeededGenerator.seeds(20)) func `are some, whatever is in it`(seed: UInt64) {
        for family in RandomRegistry(seed: seed).sealed {
            for format in ExpositionFormat.ofLines {
                let bytes = exposition([family], as: format).utf8.count
                #expect(bytes <= family.mostBytes + 6, "\(family.descriptor.name), seed \(seed)")
                #expect(bytes >= family.leastBytes, "\(family.descriptor.name), seed \(seed)")
            }
        }
    }

    /// The bound is no `Int` then: it is the largest, and nothing traps.
    @Test func `of what no memory could hold is no trap`() throws {
        let names = (0..<1_000).map { "n\($0)" + String(repeating: "x", count: 1_000) }
        let descriptor = HistogramDescriptor("h", labels: names)
        let value = try HistogramValue(bounds: (0..<900_000).map(Double.init), counts: Array(repeating: 1, count: 900_001), sum: 1)
        let values = [String(repeating: "y", count: 32 << 20)] + Array(repeating: "", count: 999)
        let family = try #require(sealed { sink in sink.family(descriptor) { $0.sample(values, histogram: value) } }.first)
        #expect(family.mostBytes > 1 << 40)
    }
}
