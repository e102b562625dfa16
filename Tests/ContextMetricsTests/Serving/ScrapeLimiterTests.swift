import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeLimiterTests {
    let timer = ManualTimer()
    let registry: ContextRegistry

    init() { registry = ContextRegistry(engine: GatherEngine(timer: timer)) }

    @Test func `G14: a scrape over the limit gets 503, a time to come back, and the reason`() async throws {
        let gated = GatedCollector()
        defer { gated.open() }
        try registry.register(gated, named: "gated")
        let events = EventLog()
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 1, onEvent: events.note))
        async let first = handler.scrape()
        await gated.waitUntilStarted()
        let second = await handler.scrape()
        #expect(second.status == 503)
        #expect(second[header: "retry-after"].flatMap { Int($0) } ?? 0 >= 1)
        #expect(second[header: "content-type"] == "text/plain; charset=utf-8")
        #expect(second[header: "cache-control"] == "no-store")
        #expect(second.text == "Limit of concurrent scrapes reached (1), try again later.\n")
        await events.waitUntilTold(1)
        #expect(events.texts == ["over limit 1"])
        gated.open()
        #expect(await first.status == 200)
        #expect(await handler.scrape().status == 200)
    }

    @Test func `G14: copies of a handler share its limit, and so do HEAD and GET`() async throws {
        let gated = GatedCollector()
        defer { gated.open() }
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 1))
        let copy = handler
        async let first = handler.scrape(method: "HEAD")
        await gated.waitUntilStarted()
        #expect(await copy.scrape().status == 503)
        #expect(copy.scrapesInFlight == 1)
        gated.open()
        #expect(await first.status == 200)
        #expect(copy.scrapesInFlight == 0)
    }

    @Test(arguments: [0, -1, Int.min])
    func `G14: a limit that admits nobody refuses, and nothing else`(limit: Int) async {
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: limit))
        #expect(await handler.scrape().status == 503)
        #expect(handler.scrapesInFlight == 0)
    }

    @Test func `G14: without a limit all are admitted`() async throws {
        let gated = GatedCollector()
        defer { gated.open() }
        try registry.register(gated, named: "gated")
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: nil))
        let statuses = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { await handler.scrape().status } }
            await wait { handler.scrapesInFlight == 100 }
            gated.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 100))
    }

    enum Fault: String, CaseIterable {
        case answered, head, methodNotAllowed, noTimeLeft, clientGoneBefore, clientGoneWhile, deaf, halfFinished, throwing, overflow
        case tooLarge, strict, shutdownBefore, shutdownWhile, nested
    }

    /// Runs into a fault, and gives the status that it was answered with.
    private func run(_ fault: Fault, _ handler: ScrapeHandler, _ gated: GatedCollector) async throws -> Int {
        let noting = NotingCollector()
        switch fault {
        case .answered: return await handler.scrape().status
        case .head: return await handler.scrape(method: "HEAD").status
        case .methodNotAllowed: return await handler.scrape(method: "POST").status
        case .noTimeLeft: return await handler.scrape(deadline: MonotonicInstant(nanoseconds: 0)).status
        case .throwing, .overflow, .strict, .tooLarge, .nested:
            try register(fault, handler, noting)
            return await handler.scrape().status
        case .shutdownBefore:
            await registry.shutdown(within: .zero)
            return await handler.scrape().status
        case .clientGoneBefore:
            return await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await handler.scrape().status
            }.value
        case .deaf, .halfFinished, .clientGoneWhile, .shutdownWhile:
            if fault == .halfFinished { try registry.register(HalfFinishedCollector(for: .seconds(3600)), named: "half") }
            try registry.register(gated, named: "gated")
            let answer = Task { await handler.scrape().status }
            await gated.waitUntilStarted()
            #expect(handler.scrapesInFlight == 1)
            switch fault {
            case .clientGoneWhile: answer.cancel()
            case .shutdownWhile:
                async let left = registry.shutdown(within: .seconds(1))
                let status = await answer.value
                timer.advance(by: .seconds(3600))
                #expect(await left <= 1)
                return status
            default: timer.advance(by: .seconds(10))
            }
            return await answer.value
        }
    }

    private func register(_ fault: Fault, _ handler: ScrapeHandler, _ noting: NotingCollector) throws {
        switch fault {
        case .throwing: try registry.register(ThrowingCollector())
        case .overflow: try registry.register(InstantCollector(), policy: .init(caps: .init(samples: 3)))
        case .strict:
            for name in ["a", "b"] { try registry.register(InstantCollector(), named: name) }
        case .nested: try registry.register("nested") { sink, context in _ = await handler.scrape() }
        default: break
        }
    }

    @Test(arguments: Fault.allCases)
    func `G7, G14: every slot comes back, whatever becomes of the scrape`(fault: Fault) async throws {
        let gated = GatedCollector()
        defer { gated.open() }
        let options = ScrapeHandler.Options(
            maxConcurrentScrapes: fault == .nested ? 2 : 1, errorPolicy: fault == .strict ? .strict : .continueOnError,
            maxResponseBytes: fault == .tooLarge ? 100 : 1 << 30)
        let handler = ScrapeHandler(registry, options: options)
        let expected: [Fault: Int] = [
            .methodNotAllowed: 405, .clientGoneBefore: 499, .clientGoneWhile: 499, .tooLarge: 500, .strict: 500, .shutdownBefore: 503,
            .shutdownWhile: 503,
        ]
        #expect(try await run(fault, handler, gated) == expected[fault] ?? 200)
        #expect(handler.scrapesInFlight == 0)
        let after = await registry.gather(within: .zero)
        #expect(after.families.first { $0.name.text == "metrics_handler_requests_in_flight" }?[.none] == .number(0))
        // The slot can be had again, even while a run that was left holds its thread.
        let again = await handler.scrape(deadline: MonotonicInstant(nanoseconds: 0))
        #expect(!again.text.contains("Limit"), "\(again.text)")
    }
}
