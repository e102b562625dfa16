import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct `A handler of any gatherer` {
    let timer = ManualTimer()
    let engine: GatherEngine

    init() { engine = GatherEngine(timer: timer) }

    /// Two registries, the second of which counts the scrapes.
    private func merged() throws -> (handler: ScrapeHandler, registries: [ContextRegistry]) {
        let registries = (0..<2).map { _ in ContextRegistry(engine: engine) }
        try registries[0].counter("first_total", help: "First.").increment()
        try registries[1].register(InstantCollector(TestSamples(count: 1)), named: "second")
        let gatherer = MergedGatherer(registries, engine: engine)
        return (ScrapeHandler(gatherer, engine: engine, countingIn: registries[1]), registries)
    }

    @Test func `A merged gatherer is scraped as a registry is, in every format`() async throws {
        let (handler, _) = try merged()
        for accept in ["text/plain", "application/openmetrics-text;version=1.0.0", "application/json"] {
            let response = await handler.scrape(["accept": [accept]])
            #expect(response.status == 200)
            for name in ["first", "test_value", "metrics_handler_requests", "metrics_collector_success"] {
                #expect(response.text.contains(name), "\(accept)")
            }
        }
        let json = await handler.scrape(["accept": ["application/json"]]).text
        #expect(json.contains("{\"name\":\"second\",\"outcome\":\"success\""))
        #expect(handler.respondAtOnce(to: ScrapeRequest { _ in [] }) == nil)
    }

    @Test func `The status is that of all registries behind it, and there is none without one`() async throws {
        let (merging, registries) = try merged()
        try registries[0].register(InstantCollector(), named: "first")
        _ = await merging.scrape()
        let shown = MergedGatherer(
            [
                try PrefixedGatherer(registries[0], prefix: "a_"), OwnGatherer { _ in GatherResult([], from: "own") },
                FilteredGatherer(try LabelledGatherer(registries[1], labels: ["a": "b"]), .everything),
                try ShardedGatherer(ContextRegistry(engine: engine), index: 0, of: 1),
            ], engine: engine)
        for handler in [merging, ScrapeHandler(shown, engine: engine)] {
            let response = handler.respondWithStatus(to: ScrapeRequest { _ in [] })
            #expect(response.status == 200)
            let names = response.text.split(separator: "\"collector\":\"").dropFirst().map { $0.prefix { $0 != "\"" } }
            #expect(names == ["first", "second"])
        }
        let own = ScrapeHandler(OwnGatherer { _ in GatherResult([], from: "own") }, engine: engine)
        #expect(own.respondWithStatus(to: ScrapeRequest { _ in [] }).status == 404)
    }

    @Test func `A lone registry is answered in the same way, however it is given`() async throws {
        let registry = ContextRegistry(engine: engine)
        try registry.gauge("g").set(1)
        let handler = ScrapeHandler(registry as any Gatherer, engine: engine, countingIn: registry)
        #expect(handler.respondAtOnce(to: ScrapeRequest { _ in [] })?.samples["g"] == "1")
    }

    @Test func `Filters reach the parts, and unknown names are those that none has`() async throws {
        let (handler, _) = try merged()
        #expect(await handler.scrape(query: "collect[]=second").samples.keys.contains { $0.hasPrefix("test_value") })
        #expect(await handler.scrape(query: "collect[]=second").samples["first_total"] == nil)
        #expect(await handler.scrape(query: "name[]=first_total").samples == ["first_total": "1"])
        #expect(await handler.scrape(query: "collect[]=third").status == 400)
        #expect(await handler.scrape(query: "name[]=third").status == 400)
    }

    @Test func `Of a gatherer that tells nothing any name is taken, and what isn't asked for left out`() async {
        let own = OwnGatherer { context in
            #expect(!context.filter.isEverything)
            return GatherResult(
                ["a", "b"].compactMap { name in
                    (try? MetricName(name)).map { MetricFamily(name: $0, type: .gauge, metrics: [.init(value: .number(1))]) }
                }, from: "own")
        }
        let handler = ScrapeHandler(own, engine: engine)
        #expect(await handler.scrape(query: "name[]=b&name[]=c&exclude[]=x").samples == ["b": "1"])
    }

    @Test func `The limit, the deadline and the policy are those of any handler`() async throws {
        let gated = GatedCollector()
        defer { gated.open() }
        let (one, two) = (ContextRegistry(engine: engine), ContextRegistry(engine: engine))
        try one.register(gated, named: "gated")
        try two.register(InstantCollector(), named: "quick")
        let handler = ScrapeHandler(
            MergedGatherer([one, two], engine: engine), engine: engine,
            options: .init(timeout: .seconds(1), maxConcurrentScrapes: 1, errorPolicy: .strict))
        async let first = handler.scrape()
        await gated.waitUntilStarted()
        #expect(await handler.scrape(query: "collect[]=quick").status == 503)
        timer.advance(by: .seconds(1))
        #expect(await first.status == 500)
        #expect(await first.text == "Not all metrics could be gathered.\ncollector gated: timeout\n")
        #expect(handler.scrapesInFlight == 0)
    }

    @Test func `A collector that asks the handler it is scraped by gets an answer`() async throws {
        let registry = ContextRegistry(engine: engine)
        let handler = ScrapeHandler(MergedGatherer([registry], engine: engine), engine: engine)
        let inner = Locked(0)
        try registry.register("nested") { _, _ in
            let status = await handler.scrape().status
            inner.withLock { $0 = status }
        }
        #expect(await handler.scrape().status == 200)
        #expect(inner.withLock { $0 } == 500)
        registry.unregister(named: "nested")
    }
}
