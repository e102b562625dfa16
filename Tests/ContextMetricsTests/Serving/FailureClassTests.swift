import ContextMetricsTesting
import Testing

@testable import ContextMetrics

/// What users of other exporters and client libraries have suffered from, one test for each class of it.
@Suite(.timeLimit(.minutes(15))) struct `Failure classes` {
    let timer = ManualTimer(now: MonotonicInstant(nanoseconds: 1_000_000_000_000))
    let registry: ContextRegistry
    let gated = GatedCollector(TestSamples("gated"))
    let instant = InstantCollector(TestSamples("instant"))

    init() { registry = ContextRegistry(engine: GatherEngine(timer: timer)) }

    private func line(_ name: String, _ collector: String) -> String { "\(name){collector=\"\(collector)\"}" }

    @Test func `1: one hung collector doesn't take its target down`() async throws {
        try registry.register(gated, named: "gated")
        try registry.register(instant, named: "instant")
        let handler = ScrapeHandler(registry)
        for round in 0..<3 {
            async let scrape = handler.scrape(timeout: "1")
            if round == 0 {
                await gated.waitUntilStarted()
                timer.advance(by: .seconds(1))
            }
            let response = await scrape
            #expect(response.status == 200)
            #expect(response.samples[line("metrics_collector_success", "instant")] == "1")
            #expect(response.samples[line("metrics_collector_success", "gated")] == "0")
        }
        #expect(gated.started == 1)
        gated.open()
        await registry.waitUntilIdle()
    }

    @Test func `2: overlapping scrapes don't pile up work`() async throws {
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: nil))
        let scrapes = (0..<100).map { _ in Task { await handler.scrape() } }
        try await registry.waitUntilJoined("gated", by: 100)
        #expect(gated.started == 1)
        gated.open()
        for scrape in scrapes { #expect(await scrape.value.status == 200) }
        await registry.waitUntilIdle()
    }

    @Test func `3: abandoned work doesn't hold the limiter`() async throws {
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 1))
        async let scrape = handler.scrape(timeout: "1")
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        _ = await scrape
        #expect(registry.orphans == 1)
        #expect(handler.scrapesInFlight == 0)
        for _ in 0..<50 { #expect(await handler.scrape(timeout: "1").status == 200) }
        gated.open()
        await registry.waitUntilIdle()
    }

    @Test(arguments: [("10", 9.5), ("60", 59.5), ("1", 0.9), ("0.5", 0.45), ("0.01", 0.009)])
    func `4 and 5: the answer leaves before Prometheus gives up, and small timeouts keep most of their time`(header: String, budget: Double)
        async throws
    {
        let noting = NotingCollector()
        try registry.register(noting, named: "noting")
        let start = timer.now()
        _ = await ScrapeHandler(registry, options: .init(timeout: .seconds(100))).scrape(timeout: header)
        #expect(noting.context.map { start.duration(to: $0.deadline) } == .nanoseconds(Int64((budget * 1e9).rounded())))
    }

    @Test func `6: time in a queue counts`() async throws {
        let noting = NotingCollector()
        try registry.register(noting, named: "noting")
        let received = timer.now()
        timer.advance(by: .seconds(3))
        let handler = ScrapeHandler(registry)
        _ = await handler.scrape(["x-prometheus-scrape-timeout-seconds": ["5"]], receivedAt: received)
        #expect(noting.context?.deadline == received.advanced(by: .milliseconds(4_500)))
        timer.advance(by: .seconds(3))
        let late = await handler.scrape(["x-prometheus-scrape-timeout-seconds": ["5"]], receivedAt: received)
        #expect(late.status == 200)
        #expect(noting.runs == 1)
    }

    @Test func `7: a failed or partial result isn't kept`() async throws {
        let fails = Switch(true)
        let policy = CollectorPolicy(cache: CollectorCache(freshFor: .seconds(60)), partial: .completedFamilies)
        try registry.register("c", policy: policy) { sink in
            sink.sample(GaugeDescriptor("early"), value: 1)
            if fails.isOn { throw ThrowingCollector.Failure() }
            sink.sample(GaugeDescriptor("late"), value: 1)
        }
        let handler = ScrapeHandler(registry)
        let partial = await handler.scrape().samples
        #expect(partial["early"] == "1" && partial["late"] == nil)
        fails.isOn = false
        #expect(await handler.scrape().samples["late"] == "1")
        fails.isOn = true
        #expect(await handler.scrape().samples["late"] == "1")
    }

    @Test func `8: what is partial is whole collectors, named, and can be refused`() async throws {
        try registry.register(instant, named: "instant")
        try registry.register("half") { sink in
            sink.sample(GaugeDescriptor("half"), value: 1)
            throw ThrowingCollector.Failure()
        }
        let lenient = await ScrapeHandler(registry).scrape()
        #expect(lenient.status == 200)
        #expect(lenient.samples["half"] == nil)
        #expect(lenient.samples[line("metrics_collector_success", "half")] == "0")
        let strict = await ScrapeHandler(registry, options: .init(errorPolicy: .strict)).scrape()
        #expect(strict.status == 500)
        #expect(strict.text.contains("half: error"))
    }

    @Test func `9: no verdict is published that was not obtained`() async throws {
        try registry.register(instant, named: "instant")
        let response = await ScrapeHandler(registry, options: .init(timeout: .zero)).scrape()
        #expect(response.status == 200)
        #expect(response.samples[line("metrics_collector_success", "instant")] == nil)
        #expect(response.samples["metrics_collector_runs_total{collector=\"instant\",outcome=\"skipped\"}"] == "1")
    }

    @Test func `10: what comes late is in no answer, and breaks nothing`() async throws {
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry)
        async let scrape = handler.scrape(timeout: "1")
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        let response = await scrape
        gated.open()
        await registry.waitUntilIdle()
        #expect(registry.lateResults == 1)
        #expect(response.samples.keys.allSatisfy { !$0.hasPrefix("test_value") })
        #expect(await handler.scrape(timeout: "1").samples.keys.contains { $0.hasPrefix("test_value") })
    }

    @Test func `11: a collector that can't bear a second call at once doesn't get one`() async throws {
        try registry.register(gated, named: "gated", policy: CollectorPolicy(joining: .exclusive))
        let handler = ScrapeHandler(registry)
        let scrapes = (0..<5).map { _ in Task { await handler.scrape() } }
        await gated.waitUntilStarted()
        for _ in 0..<1_000 { await Task.yield() }
        #expect(gated.started == 1)
        gated.open()
        for scrape in scrapes { #expect(await scrape.value.samples.keys.contains { $0.hasPrefix("test_value") }) }
        #expect(gated.started == 5)
        await registry.waitUntilIdle()
    }

    @Test func `12: duplicates cost their later copy, not the answer`() async throws {
        for (name, value) in [("first", 1.0), ("second", 2.0)] {
            try registry.register(name) { $0.sample(GaugeDescriptor("same"), value: value) }
        }
        let log = EventLog()
        let response = await ScrapeHandler(registry, options: .init(onEvent: log.note)).scrape()
        #expect(response.status == 200)
        #expect(response.samples["same"] == "1")
        #expect(response.samples["metrics_collector_dropped_samples_total{collector=\"second\",reason=\"duplicate\"}"] == "1")
        await log.waitUntilTold(1)
        #expect(log.texts.contains("conflict second same duplicate 1"))
    }

    @Test func `13: somebody who reads slowly holds nothing up`() async throws {
        let caps = SampleCaps(samples: .max, bytes: .max)
        try registry.register("long", policy: CollectorPolicy(caps: caps)) { sink in
            sink.family(GaugeDescriptor("long", labels: "i")) { family in for i in 0..<20_000 { family.sample("\(i)", value: 1) } }
        }
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 1))
        let response = await handler.scrape()
        var reader = response.body.makeReader()
        #expect(reader.withNextBlock { $0.count } != nil)
        // In the middle of the body everything goes on.
        try registry.register(instant, named: "instant")
        #expect(registry.unregister(named: "long"))
        #expect(await handler.scrape().samples.keys.contains { $0.hasPrefix("test_value") })
        var blocks = 0
        while reader.withNextBlock({ _ in }) != nil { blocks += 1 }
        #expect(blocks > 2)
    }

    @Test func `14: each format has its own content type and ending`() async throws {
        try registry.register(instant, named: "instant")
        let handler = ScrapeHandler(registry)
        let text = await handler.scrape()
        #expect(text[header: "content-type"]?.hasPrefix("text/plain; version=0.0.4; charset=utf-8") == true)
        #expect(text.text.hasSuffix("\n") && !text.text.contains("# EOF"))
        let open = await handler.scrape(["accept": ["application/openmetrics-text;version=1.0.0"]])
        #expect(open[header: "content-type"]?.hasPrefix("application/openmetrics-text; version=1.0.0; charset=utf-8") == true)
        #expect(open.text.hasSuffix("\n# EOF\n"))
    }

    @Test func `15: what a lost scrape would have told is told by the next`() async throws {
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry)
        async let lost = handler.scrape(timeout: "1")
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1))
        _ = await lost
        gated.open()
        await registry.waitUntilIdle()
        let next = await handler.scrape(timeout: "1")
        #expect(next.samples["metrics_collector_runs_total{collector=\"gated\",outcome=\"timeout\"}"] == "1")
        #expect(next.samples[line("metrics_collector_run_seconds_total", "gated")].flatMap(Double.init).map { $0 > 0 } == true)
    }

    @Test func `16: a pair of Prometheus servers makes one collector run, and a cache none`() async throws {
        try registry.register(gated, named: "gated", policy: CollectorPolicy(cache: CollectorCache(freshFor: .seconds(10))))
        let handler = ScrapeHandler(registry)
        async let first = handler.scrape()
        await gated.waitUntilStarted()
        async let second = handler.scrape()
        try await registry.waitUntilJoined("gated", by: 2)
        gated.open()
        _ = await (first, second)
        #expect(await handler.scrape().samples.keys.contains { $0.hasPrefix("test_value") })
        #expect(gated.started == 1)
        await registry.waitUntilIdle()
    }
}
