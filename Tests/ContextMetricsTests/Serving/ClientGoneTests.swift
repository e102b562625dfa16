import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ClientGoneTests {
    let timer = ManualTimer()
    let registry: ContextRegistry
    let events = EventLog()
    let handler: ScrapeHandler

    init() {
        registry = ContextRegistry(engine: GatherEngine(timer: timer))
        handler = ScrapeHandler(registry, options: .init(onEvent: events.note))
    }

    @Test func `G11: nothing is written for a client that has gone, and no error is told or counted`() async throws {
        let noting = NotingCollector(waits: true)
        defer { noting.finish() }
        try registry.register(noting, named: "waiting")
        let answer = Task { await handler.scrape() }
        await noting.waitUntilStarted()
        answer.cancel()
        let response = await answer.value
        #expect(response.status == 499)
        #expect(response.body.count == 0)
        // The next event is that of this header, so none came before it.
        let later = await handler.scrape(timeout: "bad")
        await events.waitUntilTold(1)
        #expect(events.texts.first == "invalid timeout bad")
        #expect(later.samples[#"metrics_handler_requests_total{code="499"}"#] == "1")
        #expect(later.samples[#"metrics_collector_runs_total{collector="waiting",outcome="cancelled"}"#] == "1")
        for cause in ["encoding", "limit"] { #expect(later.samples["metrics_handler_errors_total{cause=\"\(cause)\"}"] == "0") }
    }

    @Test func `G11: others keep the run that a client leaves`() async throws {
        let noting = NotingCollector(waits: true)
        defer { noting.finish() }
        try registry.register(noting, named: "shared")
        let leaving = Task { await handler.scrape(timeout: "2") }
        await noting.waitUntilStarted()
        let staying = Task { await handler.scrape(timeout: "4") }
        // A run's deadline moves when somebody joins it.
        let later = timer.now().advanced(by: .milliseconds(3600))
        await wait { noting.context?.deadline == later }
        leaving.cancel()
        #expect(await leaving.value.status == 499)
        noting.finish()
        let response = await staying.value
        #expect(noting.runs == 1)
        #expect(response.samples[#"metrics_collector_success{collector="shared"}"#] == "1")
        #expect(response.samples[#"test_value{collector="test",i="9"}"#] == "9")
    }
}
