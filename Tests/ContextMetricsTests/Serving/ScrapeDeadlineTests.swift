import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeDeadlineTests {
    let timer = ManualTimer(now: MonotonicInstant(nanoseconds: 1_000_000_000_000))
    let registry: ContextRegistry
    let noting = NotingCollector()

    init() throws {
        registry = ContextRegistry(engine: GatherEngine(timer: timer))
        try registry.register(noting, named: "noting")
    }

    private func after(_ seconds: Double?) -> MonotonicInstant? {
        seconds.map { timer.now().advanced(by: .milliseconds(Int($0 * 1000))) }
    }

    /// Seconds from now.
    struct Case: CustomTestStringConvertible, Sendable {
        let options: Double
        let header: String?
        var server: Double?
        var received: Double?
        let expected: Double

        var testDescription: String {
            "options \(options), header \(header ?? "-"), server \(server ?? .nan), received \(received ?? 0): \(expected)"
        }
    }

    private func deadline(of scrape: Case) async -> MonotonicInstant? {
        let handler = ScrapeHandler(registry, options: .init(timeout: .milliseconds(Int(scrape.options * 1000))))
        let header = scrape.header.map { ["x-prometheus-scrape-timeout-seconds": [$0]] } ?? [:]
        _ = await handler.scrape(header, receivedAt: after(scrape.received), deadline: after(scrape.server))
        return noting.context?.deadline
    }

    @Test(arguments: [
        Case(options: 10, header: nil, expected: 10),
        Case(options: 3, header: nil, expected: 3),
        Case(options: 10, header: "5", expected: 4.5),
        Case(options: 10, header: "60", expected: 10),
        Case(options: 10, header: "0.5", expected: 0.45),
        Case(options: 10, header: "5", server: 3, expected: 3),
        Case(options: 10, header: "5", server: 20, expected: 4.5),
        Case(options: 10, header: nil, server: 20, expected: 10),
        Case(options: 10, header: "60", server: 20, expected: 10),
        Case(options: 10, header: nil, server: 0.2, expected: 0.2),
        Case(options: 10, header: "-1", server: 4, expected: 4),
    ])
    func `G2: the earliest deadline holds`(scrape: Case) async {
        #expect(await deadline(of: scrape) == after(scrape.expected))
    }

    @Test(arguments: [
        Case(options: 10, header: nil, received: -4, expected: 6),
        Case(options: 10, header: "5", received: -4, expected: 0.5),
        Case(options: 10, header: "60", received: -4, expected: 6),
        // The server's own deadline is an instant: it doesn't move.
        Case(options: 10, header: "5", server: 0.3, received: -4, expected: 0.3),
        // From a clock that runs ahead: nobody gains time by it.
        Case(options: 10, header: nil, received: 4, expected: 10),
        Case(options: 10, header: "5", received: 60, expected: 4.5),
    ])
    func `G1: time in the server's queue counts`(scrape: Case) async {
        #expect(await deadline(of: scrape) == after(scrape.expected))
    }

    @Test func `G1: timeouts of any length are no reason to trap`() async {
        for timeout in [Duration.seconds(Int64.max), .seconds(Int64.min), .zero, .nanoseconds(-1)] {
            #expect(await ScrapeHandler(registry, options: .init(timeout: timeout)).scrape(timeout: "5").status == 200)
        }
    }

    @Test func `G2: the answer leaves at the deadline, with everything that was ready`() async throws {
        let gated = GatedCollector(TestSamples(collector: "gated"))
        defer { gated.open() }
        try registry.counter("requests_total").increment(by: 3)
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry)
        async let answer = handler.scrape(timeout: "5")
        await gated.waitUntilStarted()
        // Cancellation first, 2 ms before the deadline. (G5)
        #expect(timer.nextAlarm == after(4.498))
        timer.advance(by: .milliseconds(4500))
        let response = await answer
        #expect(response.status == 200)
        #expect(response.samples["requests_total"] == "3")
        #expect(response.samples[#"metrics_collector_success{collector="gated"}"#] == "0")
        #expect(response.samples[#"metrics_collector_runs_total{collector="gated",outcome="timeout"}"#] == "1")
        #expect(!response.text.contains("test_value{collector=\"gated\""))
    }

    @Test func `G2: a handler that a collector calls inherits the collector's deadline`() async throws {
        let outer = ContextRegistry(engine: registry.engine)
        let handler = ScrapeHandler(registry)
        try outer.register("federating") { sink, context in
            _ = await handler.scrape(timeout: "60")
        }
        let result = await outer.gather(within: .seconds(2))
        #expect(result.outcome(of: "federating") == .success)
        #expect(noting.context?.deadline == after(2))
    }

    @Test func `G20: a handler that a collector of its own registry calls answers with an error, not never`() async throws {
        let handler = ScrapeHandler(registry)
        let inner = Locked<ScrapeResponse?>(nil)
        try registry.register("nested") { sink, context in
            let response = await handler.scrape()
            inner.withLock { $0 = response }
        }
        let outer = await handler.scrape()
        #expect(outer.samples[#"metrics_collector_success{collector="nested"}"#] == "1")
        #expect(outer.samples[#"metrics_handler_errors_total{cause="gathering"}"#] == "1")
        let response = inner.withLock { $0 }
        #expect(response?.status == 500)
        #expect(response?.text == "A collector asked for the metrics that it is being collected for.\n")
    }

    @Test(arguments: [("5", -4.5), ("5", -100), (nil, -10.0)] as [(String?, Double)])
    func `G10: without time left nothing is started, and nothing is said to have failed`(header: String?, received: Double) async {
        let handler = ScrapeHandler(registry)
        let headers = header.map { ["x-prometheus-scrape-timeout-seconds": [$0]] } ?? [:]
        let response = await handler.scrape(headers, receivedAt: after(received))
        #expect(response.status == 200)
        #expect(noting.runs == 0)
        let skipped = #"metrics_collector_runs_total{collector="noting",outcome="skipped"}"#
        #expect(response.samples[skipped] == "1")
        #expect(!response.text.contains("metrics_collector_success"))
        #expect(await handler.scrape(deadline: after(-1)).samples[skipped] == "2")
        #expect(await handler.scrape(timeout: "5").samples[#"metrics_collector_success{collector="noting"}"#] == "1")
    }
}
