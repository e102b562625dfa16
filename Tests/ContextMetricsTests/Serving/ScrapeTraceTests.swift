import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeTraceTests {
    private let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    private let trace = "0af7651916cd43dd8448eb211c80319c"
    let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))

    @Test func `The trace of a request reaches collectors and events, and comes back`() async throws {
        let noting = NotingCollector()
        try registry.register(noting, named: "noting")
        try registry.register(ThrowingCollector(), named: "thrower")
        let log = EventLog()
        let response = await ScrapeHandler(registry, options: .init(onEvent: log.note)).scrape(["traceparent": [parent]])
        #expect(response[header: "x-trace-id"] == trace)
        #expect(noting.context?.traceID?.text == trace)
        await log.waitUntilTold(1)
        #expect(log.events.map { $0.traceID?.text } == [trace])
    }

    @Test func `Where traceparent is absent, invalid or there twice, it is the other header`() async throws {
        let handler = ScrapeHandler(registry)
        for parents in [[], ["nonsense"], [parent, parent], [""]] {
            let response = await handler.scrape(["traceparent": parents, "x-trace-id": ["nightly-42"]])
            #expect(response[header: "x-trace-id"] == "nightly-42")
        }
        #expect(await handler.scrape(["traceparent": [parent], "x-trace-id": ["nightly-42"]])[header: "x-trace-id"] == trace)
    }

    @Test(arguments: [[], [""], ["a", "b"], ["a b"], ["a\r\nset-cookie: b"], [String(repeating: "x", count: 129)]])
    func `What is no trace isn't sent back`(lines: [String]) async throws {
        let noting = NotingCollector()
        try registry.register(noting)
        let response = await ScrapeHandler(registry).scrape(["x-trace-id": lines])
        #expect(response.status == 200)
        #expect(response[header: "x-trace-id"] == nil)
        #expect(noting.context?.traceID == nil)
    }

    @Test func `Answers without metrics and those at once have it too`() async throws {
        let headers = ["x-trace-id": ["t"]]
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 0))
        #expect(await handler.scrape(headers, method: "POST")[header: "x-trace-id"] == "t")
        #expect(await handler.scrape(headers)[header: "x-trace-id"] == "t")
        #expect(await handler.scrape(headers, query: "collect[]=x")[header: "x-trace-id"] == "t")
        let quick = ScrapeHandler(registry).respondAtOnce(to: ScrapeRequest { headers[$0] ?? [] })
        #expect(quick?[header: "x-trace-id"] == "t")
        #expect(await ScrapeHandler(registry).scrape(headers, method: "HEAD")[header: "x-trace-id"] == "t")
    }
}
