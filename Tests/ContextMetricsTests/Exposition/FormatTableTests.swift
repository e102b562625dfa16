import Testing

@testable import ContextMetrics

/// The same data where formats differ: one row for each kind of difference, one column for each format.
@Suite struct FormatTableTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let families: @Sendable () throws -> ExposedFamilies
        /// Whole lines, without those of other formats.
        let text: [String]
        let openMetrics: [String]
        // A column for protobuf goes here.

        init(_ name: String, text: [String], openMetrics: [String], _ families: @escaping @Sendable () throws -> ExposedFamilies) {
            testDescription = name
            self.families = families
            self.text = text
            self.openMetrics = openMetrics
        }
    }

    private static func collected(_ collect: (inout SampleSink) throws -> Void) rethrows -> ExposedFamilies {
        ExposedFamilies(samples: try sealed(collect))
    }

    private static func instruments(_ register: (ContextRegistry) throws -> Void) rethrows -> ExposedFamilies {
        let registry = ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: true), clock: WallClock { 1_600_000_000.5 })
        try register(registry)
        return ExposedFamilies(instruments: registry.contents.instruments)
    }

    static let rows = [
        Row(
            "a counter's family has the name of its samples in text, and none of their suffix in OpenMetrics",
            text: ["# HELP x_total H.", "# TYPE x_total counter", "x_total 1"],
            openMetrics: ["# TYPE x counter", "# HELP x H.", "x_total 1"]
        ) { collected { $0.sample(CounterDescriptor("x_total", help: "H."), value: 1) } },
        Row(
            "a counter without _total is unknown in OpenMetrics", text: ["# TYPE x counter", "x 1"],
            openMetrics: ["# TYPE x unknown", "x 1"]
        ) { collected { $0.sample(CounterDescriptor("x"), value: 1) } },
        Row("untyped is called unknown in OpenMetrics", text: ["# TYPE x untyped", "x 1"], openMetrics: ["# TYPE x unknown", "x 1"]) {
            collected { $0.sample(UntypedDescriptor("x"), value: 1) }
        },
        Row(
            "an info is a gauge in text, under the name of its sample", text: ["# TYPE x_info gauge", "x_info{v=\"1\"} 1"],
            openMetrics: ["# TYPE x info", "x_info{v=\"1\"} 1"]
        ) { collected { sink in sink.family(InfoDescriptor("x", labels: "v")) { $0.sample("1") } } },
        Row(
            "a state set is a gauge in text", text: ["# TYPE x gauge", "x{x=\"a\"} 1", "x{x=\"b\"} 0"],
            openMetrics: ["# TYPE x stateset", "x{x=\"a\"} 1", "x{x=\"b\"} 0"]
        ) { collected { sink in sink.family(StateSetDescriptor("x")) { $0.sample(states: ["a": true, "b": false]) } } },
        // There are no gauge histograms to write.
        Row(
            "a sample's time is in milliseconds in text, in seconds in OpenMetrics", text: ["# TYPE x gauge", "x 1 1600000000500"],
            openMetrics: ["# TYPE x gauge", "x 1 1600000000.5"]
        ) { collected { $0.sample(GaugeDescriptor("x"), value: 1, at: 1_600_000_000.5) } },
        Row(
            "when a series began is a line in OpenMetrics, behind its own series",
            text: ["# TYPE x_total counter", "x_total{l=\"1\"} 0", "x_total{l=\"2\"} 0"],
            openMetrics: [
                "# TYPE x counter", "x_total{l=\"1\"} 0", "x_created{l=\"1\"} 1600000000.5", "x_total{l=\"2\"} 0",
                "x_created{l=\"2\"} 1600000000.5",
            ]
        ) {
            try instruments { registry in
                let counters = try registry.counter("x_total", labels: "l")
                for label in ["1", "2"] { _ = counters.with(label) }
            }
        },
        Row(
            "exemplars are in OpenMetrics only", text: ["# TYPE x_total counter", "x_total 1"],
            openMetrics: ["# TYPE x counter", "x_total 1 # {t=\"f\"} 1 2"]
        ) {
            try collected {
                $0.sample(CounterDescriptor("x_total"), value: 1, exemplar: try Exemplar(1, labels: ["t": "f"], at: 2))
            }
        },
        Row(
            "units are in OpenMetrics only", text: ["# TYPE x_seconds gauge", "x_seconds 1"],
            openMetrics: ["# TYPE x_seconds gauge", "# UNIT x_seconds seconds", "x_seconds 1"]
        ) { collected { $0.sample(GaugeDescriptor("x_seconds", unit: .seconds), value: 1) } },
        // Whole numbers are written for people in both.
        Row(
            "values look the same", text: ["# TYPE x gauge", "x{l=\"1\"} 1", "x{l=\"2\"} 0.5", "x{l=\"3\"} NaN", "x{l=\"4\"} -Inf"],
            openMetrics: ["# TYPE x gauge", "x{l=\"1\"} 1", "x{l=\"2\"} 0.5", "x{l=\"3\"} NaN", "x{l=\"4\"} -Inf"]
        ) {
            collected { sink in
                sink.family(GaugeDescriptor("x", labels: "l")) { family in
                    for (label, value) in [("1", 1), ("2", 0.5), ("3", Double.nan), ("4", -.infinity)] {
                        family.sample(label, value: value)
                    }
                }
            }
        },
        // To Prometheus 2 le="1" and le="1.0" are two series, and a scraper may change its format.
        Row(
            "bounds of buckets look the same", text: ["# TYPE x histogram"] + buckets + ["x_sum 2", "x_count 3"],
            openMetrics: ["# TYPE x histogram"] + buckets + ["x_sum 2", "x_count 3"]
        ) {
            try collected { sink in
                let value = try HistogramValue(bounds: [0.25, 1, 1e6], counts: [1, 1, 0, 1], sum: 2)
                sink.family(HistogramDescriptor("x")) { $0.sample(histogram: value) }
            }
        },
        Row("quantiles look the same", text: ["# TYPE x summary"] + quantiles, openMetrics: ["# TYPE x summary"] + quantiles) {
            try collected { sink in
                let value = try SummaryValue(quantiles: [.init(0.5, 7), .init(1, 8)], count: 2, sum: 15)
                sink.family(SummaryDescriptor("x")) { $0.sample(summary: value) }
            }
        },
    ]

    private static let buckets = [
        "x_bucket{le=\"0.25\"} 1", "x_bucket{le=\"1.0\"} 2", "x_bucket{le=\"1e+06\"} 2", "x_bucket{le=\"+Inf\"} 3",
    ]
    private static let quantiles = ["x{quantile=\"0.5\"} 7", "x{quantile=\"1.0\"} 8", "x_sum 15", "x_count 2"]

    @Test(arguments: rows, [ExpositionFormat.text, .textUTF8, .openMetrics, .openMetrics001])
    func `Each cell is what the format has`(row: Row, format: ExpositionFormat) throws {
        let lines = exposition(try row.families(), as: format).split(separator: "\n").map(String.init)
        #expect(lines == (format.isOpenMetrics ? row.openMetrics + ["# EOF"] : row.text))
    }
}
