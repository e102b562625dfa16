import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeFilterTests {
    let timer = ManualTimer()
    let registry: ContextRegistry

    init() throws {
        registry = ContextRegistry(engine: GatherEngine(timer: timer))
        try registry.counter("requests_total", help: "Requests.").increment(by: 3)
        for name in ["disk", "net"] { try registry.register(InstantCollector(TestSamples(family: name, count: 1)), named: name) }
    }

    /// A collector whose family nobody knows before it has run.
    private func addUndescribed() throws {
        try registry.register("free") { sink in sink.sample(GaugeDescriptor("free"), value: 1) }
    }

    /// The names of the samples that a query brings, without those of the handler.
    private func names(_ query: String) async -> Set<String> {
        let response = await ScrapeHandler(registry).scrape(query: query)
        #expect(response.status == 200, "\(response.text)")
        return Set(response.samples.keys.map { String($0.prefix { $0 != "{" }) }.filter { !$0.hasPrefix("metrics_") })
    }

    /// The collectors of which the scrape says something in a family.
    private func told(_ family: String, _ query: String) async -> Set<String> {
        let samples = await ScrapeHandler(registry).scrape(query: query).samples.keys
        return Set(
            samples.filter { $0.hasPrefix(family + "{") }.compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) })
    }

    @Test func `collect asks these collectors and shows nothing else, exclude all others: together they are everything`() async {
        #expect(await names("") == ["requests_total", "disk", "net"])
        #expect(await names("collect[]=disk") == ["disk"])
        #expect(await names("exclude[]=disk") == ["requests_total", "net"])
        #expect(await names("collect%5B%5D=disk&collect[]=net") == ["disk", "net"])
        #expect(await names("collect[]=disk&collect[]=net&exclude[]=net") == ["disk"])
        #expect(await names("collect[]=disk&exclude[]=disk") == [])
        #expect(await told("metrics_collector_success", "collect[]=disk") == ["disk"])
        #expect(await told("metrics_collector_success", "exclude[]=disk") == ["net"])
    }

    @Test func `name shows families by their name or that of a sample, collected or not`() async throws {
        try registry.histogram("wait_seconds", unit: .seconds, buckets: [1]).observe(0.5)
        #expect(await names("name[]=disk") == ["disk"])
        #expect(await names("name[]=requests_total&name[]=net") == ["requests_total", "net"])
        // In OpenMetrics the family's name.
        #expect(await names("name[]=requests") == ["requests_total"])
        for name in ["wait_seconds", "wait_seconds_bucket", "wait_seconds_count"] {
            #expect(await names("name[]=\(name)") == ["wait_seconds_bucket", "wait_seconds_sum", "wait_seconds_count"])
        }
        #expect(await names("name[]=disk&collect[]=net") == [])
        #expect(await names("name[]=requests_total&collect[]=net") == [])
    }

    @Test func `Collectors that can't have what is asked for are not run, and there is no verdict on them`() async throws {
        let noting = NotingCollector(TestSamples(family: "noted"))
        try registry.register(DescribingCollector(noting, GaugeDescriptor("noted")), named: "noting")
        #expect(await names("name[]=disk") == ["disk"])
        #expect(noting.runs == 0)
        let query = "name[]=disk&name[]=metrics_collector_success&name[]=metrics_collector_runs_total"
        #expect(await told("metrics_collector_success", query) == ["disk"])
        // What was counted of the others is told all the same.
        #expect(await told("metrics_collector_runs_total", query) == ["disk", "net", "noting"])
        #expect(await names("name[]=noted") == ["noted"])
        #expect(noting.runs == 1)
    }

    @Test func `Collectors without descriptors are run, and what isn't asked for of theirs isn't shown`() async throws {
        try addUndescribed()
        #expect(await names("name[]=free") == ["free"])
        #expect(await names("name[]=disk") == ["disk"])
        #expect(await told("metrics_collector_success", "name[]=disk&name[]=metrics_collector_success") == ["disk", "free"])
    }

    @Test func `Names that nobody knows are refused with the list of those that there are`() async throws {
        let handler = ScrapeHandler(registry)
        let response = await handler.scrape(query: "collect[]=disk&collect[]=disc&exclude[]=n%0Aet")
        #expect(response.status == 400)
        #expect(response.text == "There are no collectors \"disc\", \"n\\net\". There are: \"disk\", \"net\".\n")
        #expect(response[header: "content-type"] == "text/plain; charset=utf-8")
        let names = await handler.scrape(query: "name[]=disk&name[]=disks")
        #expect(names.status == 400)
        #expect(names.text == "There are no metrics \"disks\".\n")
        #expect(await handler.scrape(query: "name[]=metrics_collector_success").status == 200)
        #expect(await handler.scrape(query: "name[]=metrics_handler_requests_total").status == 200)
    }

    @Test func `A metric that nobody knows is no mistake where a collector doesn't describe its own`() async throws {
        try addUndescribed()
        #expect(await names("name[]=disks") == [])
        #expect(await ScrapeHandler(registry).scrape(query: "collect[]=disks").status == 400)
    }

    @Test func `A query that can't be read is refused, with no more of it than fits`() async {
        let handler = ScrapeHandler(registry)
        let response = await handler.scrape(query: "collect[]=%zz")
        #expect(response.status == 400)
        #expect(response.text == "The query can't be read at \"collect[]=%zz\": it isn't percent-encoded UTF-8.\n")
        let query = (0..<5_000).map { "collect[]=x\($0)" + String(repeating: "y", count: 500) }.joined(separator: "&")
        let long = await handler.scrape(query: query)
        #expect(long.status == 400)
        #expect(long.text.utf8.count < 6_000)
        #expect(long.text.contains(" and 4980 more"))
        #expect(handler.scrapesInFlight == 0)
    }

    @Test func `Parameters of others change nothing`() async {
        #expect(await names("tenant=a&format=%zz") == ["requests_total", "disk", "net"])
    }

    @Test(arguments: ["collect[]=gated", "exclude[]=disk", "name[]=test_value"])
    func `Filtered scrapes share the limit`(query: String) async throws {
        let gated = GatedCollector()
        defer { gated.open() }
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 1))
        async let first = handler.scrape(query: query)
        await gated.waitUntilStarted()
        #expect(await handler.scrape().status == 503)
        #expect(await handler.scrape(query: query).status == 503)
        gated.open()
        #expect(await first.status == 200)
        #expect(handler.scrapesInFlight == 0)
    }

    @Test func `Scrapes of different filters share a collector's run, which sees none of them`() async throws {
        let noting = NotingCollector(waits: true)
        defer { noting.finish() }
        try registry.register(noting, named: "noting")
        let handler = ScrapeHandler(registry)
        async let first = handler.scrape(query: "collect[]=noting")
        await noting.waitUntilStarted()
        async let second = handler.scrape(query: "exclude[]=disk")
        await wait { handler.scrapesInFlight == 2 }
        noting.finish()
        #expect(await [first, second].map(\.status) == [200, 200])
        #expect(noting.context?.filter == .everything)
    }

    @Test func `A registry of instruments only is filtered as well`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false), engine: registry.engine)
        try registry.gauge("b").set(2)
        try registry.gauge("a").set(1)
        let handler = ScrapeHandler(registry, options: .init(includesHandlerMetrics: false))
        #expect(await handler.scrape(query: "name[]=a").samples == ["a": "1"])
        #expect(await handler.scrape(query: "name[]=c").status == 400)
        #expect(await handler.scrape(query: "collect[]=c").status == 400)
        #expect(await handler.scrape().samples == ["a": "1", "b": "2"])
    }

    @Test(arguments: [
        "text/plain", "application/openmetrics-text;version=1.0.0", "application/json", "text/plain;version=1.0.0;escaping=dots",
    ])
    func `Every format is filtered`(accept: String) async throws {
        try registry.gauge("größe").set(1)
        let text = await ScrapeHandler(registry).scrape(["accept": [accept]], query: "name[]=disk").text
        #expect(text.contains("disk{") || text.contains("\"disk\""))
        #expect(!text.contains("requests") && !text.contains("gr"))
    }
}

/// Another collector, with a family that it tells of before it runs.
private struct DescribingCollector<Described: ContextCollector>: ContextCollector {
    let collector: Described
    let descriptor: GaugeDescriptor
    var descriptors: [any MetricDescriptor] { [descriptor] }

    init(_ collector: Described, _ descriptor: GaugeDescriptor) {
        self.collector = collector
        self.descriptor = descriptor
    }

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        try await collector.collect(into: &sink, context: context)
    }
}
