import ContextMetricsTesting
import Testing

@testable import ContextMetrics

/// What may stand in `X-Prometheus-Scrape-Timeout-Seconds`.
enum TimeoutHeader {
    static let zeros = String(repeating: "0", count: 3000)

    /// With what they say, in nanoseconds.
    static let valid: [(String, Int64)] = [
        ("10", 10_000_000_000), ("0.5", 500_000_000), ("2.000", 2_000_000_000), (" 5 ", 5_000_000_000), ("\t5 \t", 5_000_000_000),
        ("1", 1_000_000_000), ("0.1", 100_000_000), ("14.25", 14_250_000_000), ("007", 7_000_000_000), ("86400", 86_400_000_000_000),
        ("86400.000", 86_400_000_000_000), ("86399.999999999", 86_399_999_999_999), ("0.000000001", 1),
        // What is less than a nanosecond is no reason to take the header for none.
        ("0.0000000001", 1), ("1.9999999999", 1_999_999_999), ("0." + zeros + "1", 1),
        (zeros + "5", 5_000_000_000), ("5." + zeros, 5_000_000_000),
        ("0." + String(repeating: "3", count: 3000), 333_333_333),
    ]

    static let invalid: [[String]] =
        invalidLines.map { [$0] } + [["5", "5"], ["5", "10"], ["", "5"], ["5", ""], ["", ""], ["5", "NaN"]]

    private static let invalidLines = [
        "", " ", "\t", "NaN", "nan", "-nan", "inf", "+Inf", "-inf", "Infinity", "1e300", "1e1", "1E1", "5e-1", "0x10", "0x1p4", "0b1",
        "0o7", "+5", "-5", "--5", "5-", "\u{2212}5", "-0", "5,10", "5, 10", "5;q=1", "5s", "5 s", "10.", ".5", ".", "..", "1.2.3", "1,5",
        "1_000", "1 000", "5 5", "5.-1", "5.+1", "5. 1", "5 .1", "\u{665}", "\u{ff15}", "\u{7ef}", "\u{1d7d3}", "\u{2164}", "\u{bd}",
        "5\u{301}", "5.\u{665}", "\u{0}5", "5\u{0}", "\u{0}", "5\n", "\n5", "5\r\n", "\u{b}5", "\u{a0}5", "5\u{2009}", "\u{200b}5",
        "\u{feff}5", "\u{fffd}", "0", "0.0", "00", zeros, "0." + zeros, "86401", "86400.1", "86400.000000001", "100000",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "10000000000000000000000000",
        String(repeating: "9", count: 3000), String(repeating: "1", count: 3000) + ".5", "1" + zeros, "null", "true", "\"5\"", "'5'",
        "%35", "5%", "$5", "five", "\u{1f557}",
    ]
}

@Suite struct ScrapeTimeoutTests {
    @Test(arguments: TimeoutHeader.valid)
    func `G4: digits with an optional fraction are a timeout`(text: String, nanoseconds: Int64) {
        #expect(ScrapeTimeout([text]) == .duration(.nanoseconds(nanoseconds)))
    }

    @Test(arguments: TimeoutHeader.invalid)
    func `G4: anything else is none`(lines: [String]) {
        #expect(ScrapeTimeout(lines) == .invalid)
        #expect(ScrapeTimeout(lines).budget() == nil)
    }

    @Test func `G4: no header is not an invalid one`() {
        #expect(ScrapeTimeout([]) == .absent)
        #expect(ScrapeTimeout([]).budget() == nil)
    }

    @Test(arguments: TimeoutHeader.invalid)
    func `G4: an invalid header is counted, told, and no stricter than none`(lines: [String]) async throws {
        let timer = ManualTimer()
        let registry = ContextRegistry(engine: GatherEngine(timer: timer))
        let noting = NotingCollector()
        try registry.register(noting)
        let events = EventLog()
        let handler = ScrapeHandler(registry, options: .init(timeout: .seconds(7), onEvent: events.note))
        let response = await handler.scrape(["x-prometheus-scrape-timeout-seconds": lines])
        #expect(response.status == 200)
        #expect(noting.context?.deadline == timer.now().advanced(by: .seconds(7)))
        #expect(response.samples["metrics_handler_invalid_timeout_headers_total"] == "1")
        await events.waitUntilTold(1)
        #expect(events.texts == ["invalid timeout \(lines.joined(separator: ", "))"])
    }

    @Test func `G4: a valid header is not counted`() async {
        let handler = ScrapeHandler(ContextRegistry(engine: GatherEngine(timer: ManualTimer())))
        for (text, _) in TimeoutHeader.valid { #expect(await handler.scrape(timeout: text).status == 200) }
        #expect(await handler.scrape().samples["metrics_handler_invalid_timeout_headers_total"] == "0")
    }

    @Test(arguments: [
        ("0.1", 90), ("0.25", 225), ("0.5", 450), ("1", 900), ("2", 1800), ("4.99", 4491), ("5", 4500), ("5.01", 4510), ("10", 9500),
        ("60", 59500), ("86400", 86_399_500),
    ])
    func `G3: the margin is a tenth, and at most half a second`(text: String, milliseconds: Int) {
        #expect(ScrapeTimeout([text]).budget() == .milliseconds(milliseconds))
    }

    @Test(arguments: TimeoutHeader.valid)
    func `G3: the margin leaves something of every header`(text: String, nanoseconds: Int64) throws {
        let budget = try #require(ScrapeTimeout([text]).budget())
        #expect(budget > .zero)
        #expect(budget < .nanoseconds(nanoseconds))
    }
}
