import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct `Exemplars in an exposition` {
    private let registry = ContextRegistry(options: .init(includesSelfMetrics: false), clock: WallClock { 1_520_879_607.789 })

    private func text(_ format: ExpositionFormat = .openMetrics) -> String { exposition(registry.instruments, as: format) }

    @Test func `stand behind the value of their counter or bucket in OpenMetrics, and nowhere in text 0-0-4`() throws {
        let jobs = try registry.counter("jobs_total", labels: "queue")
        let wait = try registry.histogram("wait_seconds", buckets: [0.5, 1])
        jobs.with("a").increment(by: 3)
        jobs.with("b").increment(by: 2, exemplar: ["trace_id": "x\"\\\n", "a": "é"])
        wait.observe(0.25, exemplar: ["trace_id": "KOO5S4vxi0o"])
        wait.observe(7.5, exemplar: [:], at: 17)
        #expect(
            text() == """
                # TYPE jobs counter
                jobs_total{queue="a"} 3
                jobs_total{queue="b"} 2 # {a="é",trace_id="x\\"\\\\\\n"} 2 1520879607.789
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.5"} 1 # {trace_id="KOO5S4vxi0o"} 0.25 1520879607.789
                wait_seconds_bucket{le="1.0"} 1
                wait_seconds_bucket{le="+Inf"} 2 # {} 7.5 17
                wait_seconds_sum 7.75
                wait_seconds_count 2
                # EOF

                """)
        #expect(
            text(.text) == """
                # TYPE jobs_total counter
                jobs_total{queue="a"} 3
                jobs_total{queue="b"} 2
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.5"} 1
                wait_seconds_bucket{le="1.0"} 1
                wait_seconds_bucket{le="+Inf"} 2
                wait_seconds_sum 7.75
                wait_seconds_count 2

                """)
    }

    @Test func `are left out where OpenMetrics has no counter`() throws {
        try registry.counter("jobs").increment(exemplar: ["a": "b"])
        #expect(text() == "# TYPE jobs unknown\njobs 1\n# EOF\n")
    }

    @Test func `are shown from the first on, also when lines are kept already`() throws {
        let counter = try registry.counter("jobs_total")
        for format in ExpositionFormat.allCases { _ = text(format) }
        counter.increment(exemplar: ["a": "1"])
        #expect(text().contains("jobs_total 1 # {a=\"1\"} 1 1520879607.789\n"))
        counter.increment(exemplar: ["a": "2"])
        #expect(text().contains("jobs_total 2 # {a=\"2\"} 1 1520879607.789\n"))
        #expect(text(.text).contains("jobs_total 2\n"))
    }

    /// What is kept in a plan, by family.
    private func kept<Encoder: ExpositionEncoder>(_ encoder: Encoder.Type) -> [String: PlanSegment] {
        let list = registry.contents.instruments
        var kept: [String: PlanSegment] = [:]
        for piece in list.plan(encoder).pieces {
            guard case .lines(let segment) = piece.content else { continue }
            for run in segment.runs { kept[list.entries[run.family].core.descriptor.name.text] = segment }
        }
        return kept
    }

    @Test func `have their family rendered anew in OpenMetrics only, and no other`() throws {
        // More than stand together in one piece.
        for index in 100..<200 { try registry.gauge("a_\(index)").set(1) }
        let counter = try registry.counter("z_total")
        let (text, openMetrics) = (kept(TextEncoder.self), kept(OpenMetricsEncoder.self))
        counter.increment(exemplar: ["a": "1"])
        let (textAfter, openMetricsAfter) = (kept(TextEncoder.self), kept(OpenMetricsEncoder.self))
        #expect(text.count == 101 && textAfter.allSatisfy { text[$0.key] === $0.value } && textAfter.count == 101)
        #expect(openMetrics["z_total"] != nil && openMetricsAfter["z_total"] == nil && openMetricsAfter.count == 100)
        #expect(openMetricsAfter["a_100"] === openMetrics["a_100"])
    }

    @Test func `cost an integer no digit`() throws {
        let counter = try registry.counter("sent_total", of: UInt64.self)
        counter.increment(by: .max - 2)
        counter.increment(by: 1, exemplar: [:])
        try registry.counter("odd_total", of: Int.self).increment(by: 9_007_199_254_740_993, exemplar: ["a": ""])
        #expect(text().contains("sent_total 18446744073709551614 # {} 1 1520879607.789\n"))
        #expect(text().contains("odd_total 9007199254740993 # {a=\"\"} 9007199254740992 1520879607.789\n"))
    }

    @Test func `of collectors are shown at the buckets of their values`() throws {
        let counter = CounterDescriptor("jobs_total", labels: "queue")
        let plain = CounterDescriptor("plain_total")
        let wait = HistogramDescriptor("wait_seconds", labels: "queue")
        let families = try sealed { sink in
            let (one, two) = (try Exemplar(1, labels: ["t": "1"]), try Exemplar(2, labels: ["t": "2"], at: 5.5))
            sink.sample(plain, value: 8, exemplar: two)
            sink.family(counter) { family in
                family.sample("a", value: 3, exemplar: one)
                family.sample(["b"], value: 4, exemplar: nil)
            }
            let value = try HistogramValue(bounds: [1, 2], counts: [1, 1, 0], sum: 3)
            sink.family(wait) { family in
                family.sample("a", histogram: value, exemplars: [two, one])
                family.sample("b", histogram: value)
            }
        }
        #expect(
            exposition(families, as: .openMetrics) == """
                # TYPE jobs counter
                jobs_total{queue="a"} 3 # {t="1"} 1
                jobs_total{queue="b"} 4
                # TYPE plain counter
                plain_total 8 # {t="2"} 2 5.5
                # TYPE wait_seconds histogram
                wait_seconds_bucket{queue="a",le="1.0"} 1 # {t="1"} 1
                wait_seconds_bucket{queue="a",le="2.0"} 2 # {t="2"} 2 5.5
                wait_seconds_bucket{queue="a",le="+Inf"} 2
                wait_seconds_sum{queue="a"} 3
                wait_seconds_count{queue="a"} 2
                wait_seconds_bucket{queue="b",le="1.0"} 1
                wait_seconds_bucket{queue="b",le="2.0"} 2
                wait_seconds_bucket{queue="b",le="+Inf"} 2
                wait_seconds_sum{queue="b"} 3
                wait_seconds_count{queue="b"} 2
                # EOF

                """)
        #expect(!exposition(families, as: .text).contains(" # {"))
    }

    @Test func `of collectors are dropped and counted where their bucket is empty or has another`() async throws {
        let wait = HistogramDescriptor("wait_seconds")
        try registry.register("collector") { sink in
            let value = try HistogramValue(bounds: [1, 2], counts: [0, 5, 0], sum: 8)
            let exemplars = try [0.5, 1.5, 3, 2].map { try Exemplar($0, labels: [:]) }
            sink.family(wait) { $0.sample(histogram: value, exemplars: exemplars) }
        }
        let result = await registry.gather(within: .seconds(60))
        #expect(result.families.first?.metrics.first?.exemplars.map(\.value) == [2])
        #expect(result.families.first?.metrics.first?.value == .histogram(try HistogramValue(bounds: [1, 2], counts: [0, 5, 0], sum: 8)))
        #expect(registry.contents.entries.first?.statistics.dropped[.exemplar] == 3)
    }

    @Test func `of an instrument stay where a collector writes into its family`() async throws {
        try registry.counter("jobs_total", labels: "a").with("1").increment(exemplar: ["t": "1"])
        let descriptor = CounterDescriptor("jobs_total", labels: "a")
        try registry.register("collector") { sink in
            let exemplar = try Exemplar(2, labels: ["t": "2"])
            sink.family(descriptor) { family in
                family.sample("1", value: 7, exemplar: exemplar)
                family.sample("2", value: 8, exemplar: exemplar)
            }
        }
        let merged = await registry.gather(within: .seconds(60)).merged()
        #expect(
            exposition(merged.families, as: .openMetrics) == """
                # TYPE jobs counter
                jobs_total{a="1"} 1 # {t="1"} 1 1520879607.789
                jobs_total{a="2"} 8 # {t="2"} 2
                # EOF

                """)
        #expect(merged.conflicts.map(\.reason) == [.duplicate])
    }

    /// The bound decides whether a response is counted before it is sent: a text that is longer would break its limit.
    @Test func `are never longer than the bound of their family's text says`() throws {
        let worst = String(repeating: "\"", count: 100)
        let bounds = (1...50).map { Double($0) / 3 }
        let exemplars = try (bounds + [1e300]).map { try Exemplar($0, labels: ["a": worst, "b": "\n\\"], at: -1.2345678901234567e-300) }
        let value = try HistogramValue(bounds: bounds, counts: Array(repeating: 1, count: 51), sum: 1)
        let family = HistogramDescriptor("h", labels: "a")
        let families = sealed { sink in
            sink.family(family) { family in for index in 0..<20 { family.sample("\(index)", histogram: value, exemplars: exemplars) } }
        }
        let text = exposition(families, as: .openMetrics)
        #expect(text.split(separator: " # {").count == 20 * 51 + 1)
        #expect(families.reduce(16) { $0 + $1.mostBytes } > text.utf8.count)
    }
}
