import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite struct `Answers at once` {
    let registry = ContextRegistry()
    let request = ScrapeRequest { _ in [] }

    @Test func `are those of a registry without collectors, and the same as any other`() async throws {
        try registry.counter("jobs_total", help: "Jobs.").increment(by: 2.5)
        let handler = ScrapeHandler(registry, options: .init(includesHandlerMetrics: false))
        let response = try #require(handler.respondAtOnce(to: request))
        #expect(response.status == 200)
        #expect(response.text.contains("\njobs_total 2.5\n"))
        #expect(response.text == (await handler.respond(to: request)).text)
    }

    @Test func `aren't given where a collector has to be asked, and nothing is counted then`() async throws {
        try registry.register(GatedCollector(), named: "gated")
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 1))
        #expect(handler.respondAtOnce(to: request) == nil)
        #expect(handler.respondAtOnce(to: request) == nil)
        #expect(handler.scrapesInFlight == 0)
    }

    @Test func `aren't given where the response is to be compressed`() throws {
        let asking = ScrapeRequest { $0 == "accept-encoding" ? ["gzip"] : [] }
        #expect(ScrapeHandler(registry).respondAtOnce(to: asking) == nil)
        #expect(ScrapeHandler(registry, options: .init(compression: .none)).respondAtOnce(to: asking)?.status == 200)
    }

    @Test func `have the refusals of the others, and leave the limiter as it was`() async throws {
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 1))
        #expect(handler.respondAtOnce(to: ScrapeRequest(method: "POST") { _ in [] })?.status == 405)
        #expect(handler.respondAtOnce(to: ScrapeRequest(method: "HEAD") { _ in [] })?.body.bytes == [])
        #expect(handler.respondAtOnce(to: request)?.status == 200)
        #expect(handler.scrapesInFlight == 0)
        let closed = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 0))
        #expect(closed.respondAtOnce(to: request)?.status == 503)
        await registry.shutdown(within: .seconds(1))
        #expect(handler.respondAtOnce(to: request)?.status == 503)
    }
}
