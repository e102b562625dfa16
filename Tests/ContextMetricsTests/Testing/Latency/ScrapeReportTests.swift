import ContextMetrics
import ContextMetricsTesting
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// That what a report is written as can be read, whatever the endpoint calls its collectors.
@Suite(.timeLimit(.minutes(15))) struct ScrapeReportTests {
    private static let names = [
        "plain", "a \"quoted\" \\ one", "<script>alert('x')</script>&amp;", "line\nbreak\ttab\r", "\u{0}\u{1}\u{1f}\u{7f}\u{9b}",
        "\u{fffe}\u{ffff}",
        "\u{1b}[31mred", "日本 🦆", "]]>", "--><!--",
    ]

    /// An endpoint from which collectors with these names are missing.
    private struct Endpoint: ScrapeTransport {
        func scrape() async -> ScrapeObservation {
            let started = ScrapeClock.system.now()
            var answer = ScrapeAnswer(status: 200, contentType: "text/plain", contentEncoding: nil)
            for name in names {
                let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
                answer.read(Array("metrics_collector_success{collector=\"\(escaped)\"} 0\n".utf8).span)
            }
            answer.end()
            let ended = ScrapeClock.system.now()
            return ScrapeObservation(started: started, firstByte: started, ended: ended, result: .success(answer))
        }

        func close() async {}
    }

    private func report(_ plan: ScrapePlan) async throws -> ScrapeReport {
        await ScrapeBenchmark(target: "http://a/?<&>\"'", scraper: .text) { _ in Endpoint() }.run(plan)
    }

    @Test func `Collectors keep their names through the exposition and JSON`() async throws {
        let report = try await report(ScrapePlan(.open(scrapesPerSecond: 1_000), .count(7), concurrency: 2, timeout: .seconds(3_600)))
        #expect(Set(report.collectors.map(\.name)) == Set(Self.names))
        let limits = ScrapeLimits(p99: .seconds(3_600), missing: 0)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.json(limits: limits).utf8)) as? [String: Any])
        let collectors = try #require(object["collectors"] as? [[String: Any]])
        #expect(Set(collectors.compactMap { $0["collector"] as? String }) == Set(Self.names))
        #expect(collectors.allSatisfy { $0["missing"] as? Int == 7 })
        #expect(object["format"] as? String == "scrape-latency")
        #expect(object["version"] as? Int == 1)
        #expect(object["scrapes"] as? Int == 7)
        #expect(object["rate_per_second"] as? Double == 1_000)
        #expect((object["broken"] as? [String])?.count == 1)
        let latency = try #require(object["latency_seconds"] as? [String: Any])
        #expect((latency["p99"] as? Double).map { $0 > 0 && $0 < 3_600 } == true)
        #expect((object["limits"] as? [String: Any])?["p99_seconds"] as? Double == 3_600)
        let rows = try #require(object["histogram"] as? [[String: Any]])
        #expect(rows.compactMap { $0["count"] as? Int }.reduce(0, +) == 7)
    }

    @Test func `What isn't known is null in JSON`() async throws {
        let report = await ScrapeBenchmark(ScrapeHandler(ContextRegistry(options: .init(includesSelfMetrics: false))))
            .run(try ScrapePlan(.closed, .count(1), timeout: .seconds(3_600)))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any])
        for name in ["rate_per_second", "missing"] { #expect(object[name] is NSNull, "\(name)") }
        #expect((object["first_byte_seconds"] as? [String: Any])?["p99"] is NSNull)
    }

    @Test func `The picture and the page are well-formed, and refer to nothing outside`() async throws {
        for plan in [try ScrapePlan(.open(scrapesPerSecond: 1_000), .count(20)), try ScrapePlan(.closed, .count(1))] {
            let report = try await report(plan)
            for text in [report.svg, report.html(limits: ScrapeLimits(missing: 0))] {
                #expect(XMLParser(data: Data(text.utf8)).parse())
                // The target is only shown, and the names of the two namespaces are no addresses that anybody asks.
                let outside = text.replacing("http://www.w3.org/2000/svg", with: "").replacing("http://www.w3.org/1999/xhtml", with: "")
                    .replacing("http://a/", with: "")
                for word in ["http", "src=", "href", "@import", "url(", "<script"] { #expect(!outside.contains(word), "\(word)") }
                #expect(text.contains("prefers-color-scheme: dark"))
            }
        }
    }

    @Test func `A run without any good scrape can be shown too`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.register(ThrowingCollector())
        let report = await ScrapeBenchmark(ScrapeHandler(registry, options: .init(includesHandlerMetrics: false)))
            .run(try ScrapePlan(.closed, .count(2), timeout: .seconds(3_600)))
        #expect(report.failures == [.status(500): 2])
        #expect(report.text().contains("failed     2 of 2\n  2        status_500\n"))
        #expect(try JSONSerialization.jsonObject(with: Data(report.json().utf8)) is [String: Any])
        for text in [report.svg, report.html()] { #expect(XMLParser(data: Data(text.utf8)).parse()) }
    }

    @Test func `A terminal is told names, not commands`() async throws {
        let text = try await report(ScrapePlan(.closed, .count(1), timeout: .seconds(3_600))).text()
        let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
        #expect(Set(controls) == ["\n"])
        #expect(text.hasSuffix("\n"))
    }

    @Test(arguments: [
        (Duration.seconds(10), "10", "10000.000"), (.milliseconds(500), "0.5", "500.000"), (.nanoseconds(1), "0.000000001", "0.000"),
        (.nanoseconds(1_500), "0.0000015", "0.002"), (.seconds(-1), "-1", "-1000.000"), (.zero, "0", "0.000"),
        (.nanoseconds(-1), "-0.000000001", "0.000"), (.nanoseconds(12_345_678_901), "12.345678901", "12345.679"),
        (.seconds(Int64.max), "9223372036.854775807", "9223372036854.776"),
        (.seconds(Int64.min), "-9223372036.854775808", "-9223372036854.776"),
    ])
    func `Durations are written in decimals`(duration: Duration, seconds: String, milliseconds: String) {
        #expect(duration.secondsText == seconds)
        #expect(duration.millisecondsText == milliseconds)
    }

    @Test(arguments: ["", "a\nb: c", "é", "\r", "\u{7f}", "\0"])
    func `An Accept that can't be a header is refused`(accept: String) {
        #expect(Scraper(accept: accept) == nil)
        #expect(Scraper(accept: "text/plain, */*;q=0.1")?.accept == "text/plain, */*;q=0.1")
    }
}
