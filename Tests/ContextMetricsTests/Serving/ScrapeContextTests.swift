import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeContextTests {
    enum Tenant: ContextKey { static let defaultValue = "all" }

    /// Takes the tenant from the query `tenant=...`.
    private func handler(_ registry: ContextRegistry) -> ScrapeHandler {
        ScrapeHandler(
            registry,
            options: .init(context: { request in
                var values = ContextValues()
                if request.query.hasPrefix("tenant=") { values[Tenant.self] = String(request.query.dropFirst("tenant=".count)) }
                return values
            }))
    }

    @Test func `Values that the handler derives from the request reach every collector of that scrape`() async throws {
        let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))
        let descriptor = GaugeDescriptor("tenant", labels: "name", "seen")
        try registry.register("async") { sink, context in
            sink.family(descriptor) { $0.sample(context[Tenant.self], "asynchronously", value: 1) }
        }
        try registry.register("sync") { sink in
            let tenant = CollectionContext.current?[Tenant.self] ?? "none"
            sink.family(descriptor) { $0.sample(tenant, "synchronously", value: 1) }
        }
        let handler = handler(registry)
        for (query, tenant) in [("tenant=a", "a"), ("", "all"), ("tenant=b", "b")] {
            let response = await handler.scrape(query: query)
            for seen in ["synchronously", "asynchronously"] {
                #expect(response.samples["tenant{name=\"\(tenant)\",seen=\"\(seen)\"}"] == "1")
            }
            #expect(response.samples.keys.count { $0.hasPrefix("tenant{") } == 2)
        }
    }

    @Test func `G9: scrapes that ask for something else don't share a run`() async throws {
        let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))
        let noting = NotingCollector(waits: true)
        defer { noting.finish() }
        try registry.register(noting)
        let handler = handler(registry)
        async let first = handler.scrape(query: "tenant=a")
        await noting.waitUntilStarted()
        async let second = handler.scrape(query: "tenant=b")
        await wait { noting.runs == 2 }
        noting.finish()
        #expect(await [first.status, second.status] == [200, 200])
        #expect(noting.runs == 2)
    }
}
