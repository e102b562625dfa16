import TestSupport
import ContextMetrics
import ContextMetricsTesting
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct HandlerMetricsTests {
    let timer = ManualTimer()
    let registry: ContextRegistry

    init() { registry = ContextRegistry(engine: GatherEngine(timer: timer)) }

    private func metrics() async -> [String: String] {
        // Not through the handler that is looked at: it would count itself.
        let families = await registry.gather(within: .seconds(1)).families
        var metrics: [String: String] = [:]
        for family in families where family.name.text.hasPrefix("metrics_handler_") {
            for metric in family.metrics {
                let labels = metric.labels.all.map { "{\($0.name)=\($0.value)}" }.joined()
                switch metric.value {
                case .number(let value): metrics[family.name.text + labels] = "\(value)"
                case .histogram(let value): metrics[family.name.text + labels] = "\(value.count) in \(value.sum)"
                default: break
                }
            }
        }
        return metrics
    }

    @Test func `They are there from the beginning, and begin at zero`() async {
        _ = ScrapeHandler(registry)
        #expect(
            await metrics() == [
                "metrics_handler_requests_total{code=200}": "0.0", "metrics_handler_requests_total{code=500}": "0.0",
                "metrics_handler_requests_total{code=503}": "0.0", "metrics_handler_errors_total{cause=gathering}": "0.0",
                "metrics_handler_errors_total{cause=encoding}": "0.0", "metrics_handler_errors_total{cause=limit}": "0.0",
                "metrics_handler_requests_in_flight": "0.0", "metrics_handler_duration_seconds": "0 in 0.0",
                "metrics_handler_response_bytes_total": "0.0", "metrics_handler_invalid_timeout_headers_total": "0.0",
                "metrics_handler_name_collisions_total": "0.0",
            ])
    }

    @Test func `All handlers of a registry count in the same ones: answers by status, errors by cause, bytes that are sent`() async throws {
        let good = ScrapeHandler(registry)
        let full = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 0))
        let small = ScrapeHandler(registry, options: .init(maxResponseBytes: 1))
        let strict = ScrapeHandler(registry, options: .init(errorPolicy: .strict))
        var bytes = 0
        for (handler, method) in [
            (good, "GET"), (good, "GET"), (good, "HEAD"), (good, "POST"), (full, "GET"), (full, "HEAD"), (small, "GET"),
        ] {
            bytes += await handler.scrape(method: method).body.bytes.count
        }
        try registry.register(ThrowingCollector(), named: "bad")
        bytes += await strict.scrape().body.bytes.count
        bytes += await good.scrape(timeout: "1, 2").body.bytes.count
        #expect(
            await metrics() == [
                "metrics_handler_requests_total{code=200}": "4.0", "metrics_handler_requests_total{code=405}": "1.0",
                "metrics_handler_requests_total{code=500}": "2.0", "metrics_handler_requests_total{code=503}": "2.0",
                "metrics_handler_errors_total{cause=gathering}": "2.0", "metrics_handler_errors_total{cause=encoding}": "1.0",
                "metrics_handler_errors_total{cause=limit}": "2.0",
                "metrics_handler_requests_in_flight": "0.0", "metrics_handler_duration_seconds": "9 in 0.0",
                "metrics_handler_response_bytes_total": "\(Double(bytes))", "metrics_handler_invalid_timeout_headers_total": "1.0",
                "metrics_handler_name_collisions_total": "0.0",
            ])
    }

    @Test func `A scrape sees itself in flight, and its duration is from the request's arrival to the answer`() async throws {
        let gated = GatedCollector()
        defer { gated.open() }
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry)
        let received = timer.now().advanced(by: .milliseconds(-250))
        async let answer = handler.scrape(["x-prometheus-scrape-timeout-seconds": ["2"]], receivedAt: received)
        await gated.waitUntilStarted()
        timer.advance(by: .milliseconds(1550))
        #expect(await answer.samples["metrics_handler_requests_in_flight"] == "1")
        gated.open()
        #expect(await metrics()["metrics_handler_duration_seconds"] == "1 in 1.8")
    }

    @Test func `Without them a registry has none`() async {
        let handler = ScrapeHandler(registry, options: .init(includesHandlerMetrics: false))
        #expect(await handler.scrape().status == 200)
        #expect(await metrics().isEmpty)
    }

    @Test(arguments: [
        "metrics_handler_requests_total", "metrics_handler_errors_total", "metrics_handler_response_bytes_total",
        "metrics_handler_invalid_timeout_headers_total", "metrics_handler_name_collisions_total", "metrics_handler_requests_in_flight",
        "metrics_handler_duration_seconds",
        "metrics_handler_duration_seconds_count", "metrics_handler_requests",
    ])
    func `A user's own family of such a name stays, whenever it comes, and breaks nothing`(name: String) async throws {
        let own = GaugeDescriptor(name, help: "A user's.")
        // Registered before: it is the user's.
        let before = ContextRegistry(engine: registry.engine)
        let gauge: Gauge<Double> = try before.gauge(name)
        gauge.set(42)
        let first = await ScrapeHandler(before).scrape(["accept": [ScrapeResponseTests.openMetrics]])
        #expect(first.status == 200)
        #expect(first.samples[name] == "42")
        // Registered after: it is refused.
        let after = ContextRegistry(engine: registry.engine)
        let handler = ScrapeHandler(after)
        #expect(throws: RegistrationError.self) { let _: Gauge<Double> = try after.gauge(name) }
        // Written without being registered: it is dropped, and told.
        try after.register("undeclared") { $0.sample(own, value: 42) }
        let third = await handler.scrape(["accept": [ScrapeResponseTests.openMetrics]])
        #expect(third.status == 200)
        #expect(third.samples[name] != "42")
        let reason = name == "metrics_handler_requests_in_flight" ? DropReason.duplicate : .conflict
        let dropped = #"metrics_collector_dropped_samples_total{collector="undeclared",reason="\#(reason.rawValue)"}"#
        #expect(third.samples[dropped] == "1")
        if Judge.prometheusClient.isRequired {
            for read in try Judge.read([first.text, third.text], as: .openMetrics) { #expect(read.error == nil) }
        }
    }
}
