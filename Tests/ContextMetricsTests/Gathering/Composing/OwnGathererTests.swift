import Testing

@testable import ContextMetrics
@testable import ContextMetricsTesting

@Suite(.timeLimit(.minutes(15))) struct `Gatherers of the user` {
    let timer = ManualTimer()
    let engine: GatherEngine

    init() { engine = GatherEngine(timer: timer) }

    private func family(_ name: String, _ type: MetricType = .gauge, _ metrics: MetricFamily.Metric...) -> MetricFamily {
        MetricFamily(name: MetricName(unchecked: name), type: type, help: "Help.", metrics: metrics)
    }

    @Test func `What it gives is exposed, every type with all that belongs to it`() throws {
        let exemplar = try Exemplar(0.5, labels: ["trace_id": "t"], at: 2)
        let histogram = try HistogramValue(bounds: [1], counts: [2, 1], sum: 4)
        let families = try [
            family("c_total", .counter, .init(labels: Labels(["l": "x"]), value: .number(3), exemplars: [exemplar], created: 1)),
            family("g", .gauge, .init(value: .number(.nan), timestamp: 5)),
            family("h", .histogram, .init(value: .histogram(histogram), exemplars: [exemplar], created: 1)),
            family("i_info", .info, .init(labels: Labels(["version": "1"]), value: .number(1))),
            family("s", .summary, .init(value: .summary(SummaryValue(quantiles: [.init(0.5, 1)], count: 2, sum: 3)))),
            family("state", .stateSet, .init(value: .state("on", true)), .init(value: .state("off", false))),
            family("u", .untyped, .init(value: .number(-1)), .init(labels: Labels(["a": "b"]), value: .number(2))),
        ]
        let result = GatherResult(families, from: "own")
        #expect(result.families.map(\.description) == families.map(\.description))
        #expect(result.dropped.isEmpty)
        // It throws where what is exposed would be invalid.
        _ = try result.lint()
        #expect(result.reports.isEmpty)
    }

    @Test func `What doesn't fit is dropped, and named`() throws {
        let histogram = try HistogramValue(bounds: [1], counts: [2, 1], sum: 4)
        let result = GatherResult(
            [
                family("g", .gauge, .init(value: .number(1)), .init(labels: try Labels(["a": "1"]), value: .histogram(histogram))),
                family("c_total", .counter, .init(value: .number(-1)), .init(labels: try Labels(["a": "1"]), value: .number(.nan))),
                family("h", .histogram, .init(value: .number(1))),
                family("i_info", .info, .init(value: .state("x", true))),
                family("t", .gauge, .init(value: .number(1), timestamp: .infinity)),
                family("", .gauge, .init(value: .number(1))),
                family("le", .histogram, .init(labels: try Labels(["le": "1"]), value: .histogram(histogram))),
            ], from: "own")
        #expect(result.families.flatMap(\.lines) == ["g{} 1.0"])
        let dropped = try #require(result.dropped.first)
        #expect(dropped.collector == "own")
        #expect(dropped.samples[.invalidValue] == 5)
        #expect(dropped.samples[.invalidTimestamp] == 1)
        #expect(dropped.samples[.invalidDescriptor] == 2)
    }

    @Test func `Its reports are those of the scrape, and its values reach it`() async {
        enum Tenant: ContextKey { static let defaultValue = "all" }
        let own = OwnGatherer { context in
            GatherResult(
                [], from: "own",
                reports: [.init(collector: context.values[Tenant.self], outcome: .error, error: CancellationError())], ending: .complete)
        }
        var values = ContextValues()
        values[Tenant.self] = "a"
        let result = await MergedGatherer([own], engine: engine).gather(GatherContext(values: values))
        #expect(result.outcome(of: "a") == .error)
        #expect(await ScrapeHandler(own, engine: engine, options: .init(errorPolicy: .failOnError)).scrape().status == 500)
    }

    @Test func `One that is deaf is left at the deadline, and not called again before it has come back`() async throws {
        let calls = Locked(0)
        let gate = Signal()
        let own = OwnGatherer { _ in
            calls.withLock { $0 += 1 }
            if calls.withLock({ $0 }) == 1 { await gate.wait() }
            return GatherResult([], from: "own", reports: [.init(collector: "back", outcome: .success)])
        }
        let registry = ContextRegistry(engine: engine)
        try registry.gauge("g").set(1)
        let merged = MergedGatherer([own, registry], engine: engine)
        func context() -> GatherContext { GatherContext(deadline: timer.now().advanced(by: .seconds(1))) }
        async let first = merged.gather(context())
        while calls.withLock({ $0 }) == 0 { await Task.yield() }
        timer.advance(by: .seconds(1))
        #expect(await first.ending == .deadline)
        #expect(await first.outcome(of: "OwnGatherer") == .timeout)
        #expect(await first.families.map(\.name.text) == ["g"])
        #expect(await merged.gather(context()).outcome(of: "OwnGatherer") == .stillRunning)
        #expect(calls.withLock { $0 } == 1)
        gate.send()
        while await merged.gather(context()).outcome(of: "back") != .success { await Task.yield() }
    }

    @Test func `It is cancelled a little before the deadline, so that it can still answer`() async throws {
        let started = Signal()
        let own = OwnGatherer { context in
            started.send()
            while !Task.isCancelled { await Task.yield() }
            return GatherResult([], from: "own", reports: [.init(collector: "partial", outcome: .cancelled)])
        }
        let merged = MergedGatherer([own], engine: engine)
        let deadline = timer.now().advanced(by: .seconds(1))
        async let result = merged.gather(GatherContext(deadline: deadline))
        await started.wait()
        timer.advance(by: .milliseconds(998))
        #expect(await result.outcome(of: "partial") == .cancelled)
        #expect(timer.now() < deadline)
    }

    @Test func `A caller that leaves cancels it, and doesn't wait for it`() async throws {
        let (started, cancelled, gate) = (Signal(), Signal(), Signal())
        let own = OwnGatherer { _ in
            started.send()
            await withTaskCancellationHandler {
                await gate.wait()
            } onCancel: {
                cancelled.send()
            }
            return GatherResult([], from: "own")
        }
        let handler = ScrapeHandler(own, engine: engine)
        let scrape = Task { await handler.scrape().status }
        await started.wait()
        scrape.cancel()
        #expect(await scrape.value == 499)
        await cancelled.wait()
        gate.send()
        #expect(handler.scrapesInFlight == 0)
    }

    @Test func `One that is cancelled at the deadline is late, and its client hasn't left`() async throws {
        let inner = ContextRegistry(engine: engine)
        try inner.register(SleepingCollector(for: .seconds(3600)), named: "slow")
        // Knows no deadline, and comes back when it is cancelled.
        let own = OwnGatherer { _ in await inner.gather(GatherContext()) }
        let registry = ContextRegistry(engine: engine)
        try registry.gauge("g").set(1)
        let handler = ScrapeHandler(MergedGatherer([own, registry], engine: engine), engine: engine, options: .init(timeout: .seconds(1)))
        async let scrape = handler.scrape()
        // The call's alarm and the sleeper's: the first is that it is cancelled.
        await timer.waitUntilArmed(count: 2)
        timer.advance(by: timer.now().duration(to: try #require(timer.nextAlarm)))
        let response = await scrape
        #expect(response.status == 200)
        #expect(response.samples["g"] == "1")
    }

    @Test func `Without time it isn't called`() async {
        let own = OwnGatherer { _ in
            Issue.record("called")
            return GatherResult([], from: "own")
        }
        let result = await MergedGatherer([own], engine: engine).gather(GatherContext(deadline: timer.now()))
        #expect(result.ending == .noBudget)
        #expect(result.outcome(of: "OwnGatherer") == .skipped)
    }
}

extension MetricFamily {
    /// All of it, NaN and all.
    var description: String { "\(name) \(type) \(help) \(metrics)" }
}
