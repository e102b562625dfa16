import ContextMetrics
import ContextMetricsTesting
import Foundation
import TestSupport
import Testing

/// Collectors that write what can't be exposed: none of it may spoil the exposition, or end the program. (G13, G15, G16, G22)
@Suite(.timeLimit(.minutes(15))) struct HostileCollectorTests {
    /// A collector that is registered after a good one, and what of it is counted as dropped.
    struct Hostile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var drops: [DropReason: Int] = [:]
        var policy = CollectorPolicy()
        var outcome = CollectorOutcome.success
        let collect: @Sendable (inout SampleSink) throws -> Void
    }

    static let plain = GaugeDescriptor("plain", labels: "a")
    static let counter = CounterDescriptor("work_total")

    static let texts = [
        "\"", "\\", "\n", "\\n", "\r", "\r\n", "\t", "\0", "\u{1}", "\u{7f}", "\u{85}", "\u{2028}", "\u{fffd}", "\u{feff}", "\u{202e}", "",
        "}", "{", ",", "=", " ", "#", "# EOF", "\n# EOF\n", "\"} 1\nevil{a=\"", "a\\", "\\\"", "e\u{301}", "\u{e9}", "\u{1f557}",
        String(decoding: [0xed, 0xa0, 0x80, 0xff, 0xc0, 0x80] as [UInt8], as: UTF8.self), String(repeating: "long", count: 50_000),
    ]

    static let all: [Hostile] = [
        Hostile(testDescription: "label values of every kind") { sink in
            sink.family(plain) { family in for text in texts { family.sample(text, value: 1) } }
        },
        Hostile(testDescription: "help of every kind") { sink in
            for (i, text) in texts.enumerated() { sink.sample(GaugeDescriptor("help\(i)", help: text), value: 1) }
        },
        Hostile(testDescription: "values at the edge") { sink in
            sink.family(plain) { family in
                let tiny = Double.leastNonzeroMagnitude
                for value in [Double.nan, -Double.nan, .infinity, -Double.infinity, -0.0, tiny, Double.greatestFiniteMagnitude] {
                    family.sample("\(value.bitPattern)", value: value)
                }
            }
        },
        Hostile(testDescription: "wrong numbers of labels", drops: [.labelCount: 4]) { sink in
            sink.family(plain) { family in
                family.sample(value: 1)
                family.sample("a", "b", value: 1)
                family.sample([], value: 1)
                family.sample(Array(repeating: "x", count: 1000), value: 1)
                family.sample("right", value: 1)
            }
        },
        Hostile(testDescription: "counters that go down or are no number", drops: [.invalidValue: 4]) { sink in
            sink.family(counter) { family in
                for value in [Double.nan, -1, -Double.infinity, -Double.leastNonzeroMagnitude] { family.sample(value: value) }
                family.sample(value: 7)
            }
        },
        Hostile(testDescription: "invalid names", drops: [.invalidDescriptor: 5]) { sink in
            for name in ["", String(repeating: "a", count: 1025)] { sink.sample(GaugeDescriptor(name), value: 1) }
            for label in ["", "__a"] { sink.family(GaugeDescriptor("labels", labels: label)) { $0.sample("x", value: 1) } }
            sink.family(GaugeDescriptor("labels", labels: "a", "a")) { $0.sample("x", "y", value: 1) }
        },
        Hostile(testDescription: "series twice", drops: [.duplicate: 3]) { sink in
            sink.family(plain) { family in for _ in 0..<3 { family.sample("same", value: 1) } }
            sink.family(plain) { $0.sample("same", value: 2) }
        },
        Hostile(testDescription: "a series that the good one has", drops: [.duplicate: 1]) { sink in
            sink.sample(GaugeDescriptor("good"), value: 2)
        },
        Hostile(testDescription: "another type than the good one's", drops: [.conflict: 1]) { sink in
            sink.sample(CounterDescriptor("good"), value: 2)
        },
        Hostile(testDescription: "other labels than the good one's", drops: [.conflict: 1]) { sink in
            sink.family(GaugeDescriptor("good", labels: "a")) { $0.sample("x", value: 2) }
        },
        Hostile(testDescription: "a type that disagrees with itself", drops: [.conflict: 1]) { sink in
            sink.sample(GaugeDescriptor("own"), value: 1)
            sink.sample(CounterDescriptor("own"), value: 2)
        },
        Hostile(testDescription: "suffixes that collide", drops: [.conflict: 2]) { sink in
            sink.family(HistogramDescriptor("size")) { family in
                if let value = try? HistogramValue(bounds: [1], counts: [1, 0], sum: 1) { family.sample(histogram: value) }
            }
            sink.sample(GaugeDescriptor("size_count"), value: 1)
            sink.sample(CounterDescriptor("size_bucket"), value: 1)
        },
        Hostile(testDescription: "the names of our own families", drops: [.conflict: 2]) { sink in
            sink.sample(CounterDescriptor("metrics_collector_success"), value: 1)
            sink.sample(GaugeDescriptor("metrics_handler_requests_total"), value: 1)
        },
        Hostile(testDescription: "timestamps that are none", drops: [.invalidTimestamp: 5]) { sink in
            sink.family(plain) { family in
                for timestamp in [Double.nan, .infinity, -.infinity, 1e16, -1e300] { family.sample("x", value: 1, at: timestamp) }
                family.sample("y", value: 1, at: nil)
                family.sample("z", value: 1, at: 1_700_000_000.5)
            }
        },
        Hostile(testDescription: "names that no old scraper can read") { sink in
            for name in ["1a", "a b", "a{", "a\n", "é", "a\0", "q\u{308}", "__x\\"] { sink.sample(GaugeDescriptor(name), value: 1) }
            sink.family(GaugeDescriptor("a\n\"\\{} 花\0", labels: "b\n\"=,", "c.d")) { $0.sample("1", "2", value: 1) }
            sink.family(StateSetDescriptor("a:b")) { $0.sample([], states: [("on", true)]) }
        },
        Hostile(testDescription: "families without samples") { sink in
            sink.family(plain) { _ in }
            sink.family(HistogramDescriptor("nothing")) { _ in }
        },
        Hostile(testDescription: "a family that it gives up") { sink in
            try? sink.family(plain) { family in
                family.sample("lost", value: 1)
                throw CancellationError()
            }
            sink.family(plain) { $0.sample("kept", value: 1) }
        },
        Hostile(testDescription: "state sets with strange states", drops: [.duplicate: 1]) { sink in
            sink.family(StateSetDescriptor("state")) { family in
                family.sample([], states: [("\"\n\\", true), ("", false), ("twice", true), ("twice", false)])
            }
        },
        Hostile(
            testDescription: "more samples than its cap", drops: [.overflow: 100], policy: .init(caps: .init(samples: 10)),
            outcome: .overflow
        ) { sink in
            sink.family(plain) { family in for i in 0..<100 { family.sample("\(i)", value: 1) } }
        },
        Hostile(
            testDescription: "more bytes than its cap", drops: [.overflow: 1], policy: .init(caps: .init(bytes: 100_000)),
            outcome: .overflow
        ) { sink in
            sink.family(plain) { $0.sample(String(repeating: "x", count: 200_000), value: 1) }
        },
    ]

    private func scrapes(_ hostile: Hostile) async throws -> (text: ScrapeResponse, openMetrics: ScrapeResponse) {
        let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))
        let handler = ScrapeHandler(registry)
        try registry.register("good") { $0.sample(GaugeDescriptor("good", help: "A good one."), value: 1) }
        try registry.register("hostile", policy: hostile.policy, collect: hostile.collect)
        let openMetrics = await handler.scrape(["accept": [ScrapeResponseTests.openMetrics]])
        return (await handler.scrape(), openMetrics)
    }

    @Test(arguments: all)
    func `Bad samples are dropped and counted; the good stay`(hostile: Hostile) async throws {
        let (text, openMetrics) = try await scrapes(hostile)
        for response in [text, openMetrics] {
            #expect(response.status == 200)
            #expect(response[header: "content-length"] == String(response.body.bytes.count))
            #expect(response.samples["good"] == "1")
            #expect(
                response.samples[#"metrics_collector_runs_total{collector="hostile",outcome="\#(hostile.outcome.rawValue)"}"#] != nil)
        }
        #expect(openMetrics.text.hasSuffix("\n# EOF\n"))
        // Conflicts are found and counted once for each scrape, and the second sees both.
        for reason in DropReason.allCases {
            let counted = text.samples[#"metrics_collector_dropped_samples_total{collector="hostile",reason="\#(reason.rawValue)"}"#]
            #expect(counted == hostile.drops[reason].map { String($0 * 2) }, "\(reason)")
        }
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired))
    func `prometheus-client reads every exposition with bad samples in it`() async throws {
        var texts: [String] = []
        var openMetrics: [String] = []
        for hostile in HostileCollectorTests.all {
            let responses = try await scrapes(hostile)
            texts.append(responses.text.text)
            openMetrics.append(responses.openMetrics.text)
        }
        for (expositions, grammar) in [(texts, Judge.Grammar.text), (openMetrics, .openMetrics)] {
            let read = try Judge.read(expositions, as: grammar)
            #expect(read.count == HostileCollectorTests.all.count)
            for (hostile, read) in zip(HostileCollectorTests.all, read) {
                #expect(read.error == nil, "\(hostile.testDescription), \(grammar)")
                #expect(!read.families.contains { $0.name == "evil" })
            }
            let values = read.first?.families.first { $0.name == "plain" }?.samples.compactMap { $0.labels["a"] } ?? []
            #expect(values.map { Array($0.utf8) } == HostileCollectorTests.texts.map { Array($0.utf8) })
        }
    }

    @Test(.enabled(if: Judge.promtool.isRequired), arguments: all)
    func `promtool reads every exposition with bad samples in it`(hostile: Hostile) async throws {
        let text = try await scrapes(hostile).text.text
        let verdict = try Judge.promtool.verdict(on: Data(text.utf8))
        #expect(verdict.status == 0 || verdict.status == 3, "\(verdict.errors)")
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired))
    func `Collectors' names of every kind are labels of the self-metrics, byte for byte`() async throws {
        let long = String(repeating: "x", count: 1024)
        let names = ["a\"b", "\\", "\\n", "{}", ",", "# EOF", " ", "\u{1f557}", "e\u{301}", "\u{202e}", long]
        let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))
        for name in names { try registry.register(InstantCollector(), named: name) }
        let handler = ScrapeHandler(registry)
        let responses = [await handler.scrape().text, await handler.scrape(["accept": [ScrapeResponseTests.openMetrics]]).text]
        for (response, grammar) in zip(responses, [Judge.Grammar.text, .openMetrics]) {
            let read = try #require(try Judge.read([response], as: grammar).first)
            #expect(read.error == nil)
            let samples = read.families.first { $0.name == "metrics_collector_success" }?.samples ?? []
            #expect(samples.compactMap { $0.labels["collector"] }.map { Array($0.utf8) } == names.map { Array($0.utf8) })
        }
    }

    @Test func `G16: ten million samples are an overflow, not memory`() async throws {
        let count = Sanitizer.isOn ? 1_000_000 : 10_000_000
        let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))
        try registry.register("good") { $0.sample(GaugeDescriptor("good"), value: 1) }
        let growth = Locked(0)
        try registry.register("endless", policy: .init(caps: .init(samples: 10_000))) { sink in
            let before = residentBytes()
            let label = String(repeating: "x", count: 200)
            sink.family(HostileCollectorTests.plain) { family in for _ in 0..<count { family.sample(label, value: 1) } }
            growth.withLock { $0 = residentBytes() - before }
        }
        let log = EventLog()
        let handler = ScrapeHandler(registry, options: .init(onEvent: log.note))
        let response = await handler.scrape()
        #expect(response.status == 200)
        #expect(response.samples["good"] == "1")
        #expect(!response.text.contains("plain"))
        #expect(
            response.samples[#"metrics_collector_dropped_samples_total{collector="endless",reason="overflow"}"#] == String(count))
        await log.waitUntilTold(1)
        #expect(log.texts == ["endless overflow"])
        // All samples would take more than 2 GB; other suites in this process grow meanwhile as well. A sanitizer's memory is its own.
        if !Sanitizer.isOn { #expect(growth.withLock { $0 } < 1 << 30) }
    }

    @Test func `G16: a collector that never stops writing is left at the deadline`() async throws {
        let timer = ManualTimer()
        let registry = ContextRegistry(engine: GatherEngine(timer: timer))
        let written = Locked(0)
        let isOver = Locked(false)
        try registry.register("endless", policy: .init(caps: .init(samples: 10_000))) { sink in
            sink.family(HostileCollectorTests.plain) { family in
                while !isOver.withLock({ $0 }) {
                    family.sample("x", value: 1)
                    written.withLock { $0 += 1 }
                }
            }
        }
        async let answer = ScrapeHandler(registry).scrape(timeout: "5")
        await wait { written.withLock { $0 } > 20_000 }
        timer.advance(by: .seconds(5))
        let response = await answer
        isOver.withLock { $0 = true }
        #expect(response.status == 200)
        #expect(response.samples[#"metrics_collector_runs_total{collector="endless",outcome="timeout"}"#] == "1")
    }
}

/// Of this process; 0 where the system doesn't tell.
private func residentBytes() -> Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * 4096
}
