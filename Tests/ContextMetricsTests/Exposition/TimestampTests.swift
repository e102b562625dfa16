import Testing

@testable import ContextMetrics

@Suite struct `Timestamps of samples` {
    private func lines(_ format: ExpositionFormat, _ collect: (inout SampleSink) throws -> Void) rethrows -> [Substring] {
        exposition(try sealed(collect), as: format).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    @Test func `are milliseconds in text and seconds in OpenMetrics, on each line of a sample`() throws {
        let value = try HistogramValue(bounds: [1], counts: [1, 0], sum: 0.5)
        let summary = try SummaryValue(quantiles: [.init(0.5, 2)], count: 1, sum: 2)
        func write(_ sink: inout SampleSink) throws {
            let exemplar = try Exemplar(1, labels: ["t": "f"], at: 3)
            sink.sample(GaugeDescriptor("a"), value: 1, at: 1_700_000_000.1234)
            sink.sample(CounterDescriptor("b_total"), value: 2, exemplar: exemplar, at: 1_700_000_000)
            sink.family(HistogramDescriptor("c")) { $0.sample(histogram: value, exemplars: [exemplar], at: 0) }
            sink.family(SummaryDescriptor("d")) { $0.sample(summary: summary, at: 0.25) }
            sink.family(StateSetDescriptor("e")) { $0.sample(states: ["on": true], at: 7) }
            sink.family(UntypedDescriptor("f", labels: "l")) {
                $0.sample("1", value: 1, at: 8)
                $0.sample("2", value: 1)
                $0.sample("3", value: 1, at: nil)
            }
        }
        #expect(
            try lines(.text, write) == [
                "a 1 1700000000123", "b_total 2 1700000000000", "c_bucket{le=\"1.0\"} 1 0", "c_bucket{le=\"+Inf\"} 1 0", "c_sum 0.5 0",
                "c_count 1 0", "d{quantile=\"0.5\"} 2 250", "d_sum 2 250", "d_count 1 250", "e{e=\"on\"} 1 7000", "f{l=\"1\"} 1 8000",
                "f{l=\"2\"} 1", "f{l=\"3\"} 1",
            ])
        #expect(
            try lines(.openMetrics, write) == [
                "a 1 1700000000.1234", "b_total 2 1700000000 # {t=\"f\"} 1 3", "c_bucket{le=\"1.0\"} 1 0 # {t=\"f\"} 1 3",
                "c_bucket{le=\"+Inf\"} 1 0", "c_sum 0.5 0", "c_count 1 0", "d{quantile=\"0.5\"} 2 0.25", "d_sum 2 0.25", "d_count 1 0.25",
                "e{e=\"on\"} 1 7", "f{l=\"1\"} 1 8", "f{l=\"2\"} 1", "f{l=\"3\"} 1",
            ])
    }

    @Test func `before 1970 are in OpenMetrics, and their samples not in text, nor a family of no others`() {
        func write(_ sink: inout SampleSink) {
            sink.family(GaugeDescriptor("a", labels: "l")) {
                $0.sample("1", value: 1, at: -0.001)
                $0.sample("2", value: 1, at: -0.0004)
            }
            sink.sample(GaugeDescriptor("b", help: "Gone."), value: 1, at: -5)
        }
        #expect(lines(.text, write) == ["a{l=\"2\"} 1 0"])
        #expect(lines(.openMetrics, write) == ["a{l=\"1\"} 1 -0.001", "a{l=\"2\"} 1 -0.0004", "b 1 -5"])
        #expect(!exposition(sealed(write), as: .text).contains("# HELP b"))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 9.3e15, -9.3e15, .greatestFiniteMagnitude])
    func `that are none cost their sample, which is counted`(timestamp: Double) throws {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        let value = try HistogramValue(bounds: [1], counts: [1, 0], sum: 0.5)
        sink.sample(GaugeDescriptor("a"), value: 1, at: timestamp)
        sink.sample(CounterDescriptor("b_total"), value: 1, exemplar: nil, at: timestamp)
        sink.family(HistogramDescriptor("c")) {
            $0.sample(histogram: value, at: timestamp)
            $0.sample(histogram: value, exemplars: [], at: timestamp)
        }
        sink.family(SummaryDescriptor("d")) { $0.sample(summary: SummaryValue(unchecked: [], count: 1, sum: 1), at: timestamp) }
        sink.family(StateSetDescriptor("e")) { $0.sample(states: ["on": true, "off": false], at: timestamp) }
        #expect(buffer.dropped[.invalidTimestamp] == 6)
        #expect(buffer.dropped.total == 6)
        #expect(exposition(buffer.families(upTo: buffer.watermark), as: .text).isEmpty)
    }

    @Test func `may be as far away as 64 bits of milliseconds reach`() {
        for timestamp in [9_223_372_036_854_774, -9_223_372_036_854_774, 9.2e15] {
            #expect(lines(.openMetrics) { $0.sample(GaugeDescriptor("a"), value: 1, at: timestamp) }.count == 1)
        }
        #expect(lines(.text) { $0.sample(GaugeDescriptor("a"), value: 1, at: 9.2e15) } == ["a 1 9200000000000000000"])
    }

    @Test func `are in the values of a gather, and are read back from both formats`() throws {
        let families = try sealed { sink in
            let value = try HistogramValue(bounds: [1], counts: [1, 0], sum: 0.5)
            sink.family(GaugeDescriptor("a", labels: "l")) {
                $0.sample("1", value: 1, at: 1.5)
                $0.sample("2", value: 1)
            }
            sink.family(HistogramDescriptor("b")) { $0.sample(histogram: value, at: 2.125) }
            sink.family(SummaryDescriptor("c")) { $0.sample(summary: SummaryValue(unchecked: [], count: 1, sum: 1), at: 3) }
        }
        let values = MetricFamily.families(families)
        #expect(values.map { $0.metrics.map(\.timestamp) } == [[1.5, nil], [2.125], [3]])
        #expect(try MetricFamily.families(in: exposition(families, as: .text), as: .text) == values)
        #expect(try MetricFamily.families(in: exposition(families, as: .openMetrics), as: .openMetrics) == values)
    }
}
