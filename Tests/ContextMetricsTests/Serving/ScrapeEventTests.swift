import ContextMetrics
import ContextMetricsTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeEventTests {
    let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))

    @Test func `Events come in order, with what was thrown`() async throws {
        try registry.register(InstantCollector(), named: "first")
        try registry.register(ThrowingCollector(TestSamples(family: "other")), named: "thrower")
        try registry.register(InstantCollector(), named: "second")
        try registry.register(InstantCollector(TestSamples(family: "more")), named: "writer", policy: .init(caps: .init(samples: 3)))
        let log = EventLog()
        let handler = ScrapeHandler(registry, options: .init(onEvent: log.note))
        for i in 0..<3 { _ = await handler.scrape(timeout: "bad\(i)") }
        await log.waitUntilTold(6)
        #expect(
            log.texts == [
                "invalid timeout bad0", "thrower error Failure()", "writer overflow", "conflict second test_value duplicate 10",
                "invalid timeout bad1", "invalid timeout bad2",
            ])
    }

    @Test func `A failure is told of when it begins, changes and ends, not with each scrape`() async throws {
        let fails = Switch(true), overflows = Switch(false)
        try registry.register("c", policy: .init(caps: .init(samples: 3))) { sink in
            if fails.isOn { throw ThrowingCollector.Failure() }
            sink.family(GaugeDescriptor("g", labels: "i")) { for i in 0..<(overflows.isOn ? 9 : 1) { $0.sample("\(i)", value: 1) } }
        }
        let log = EventLog()
        let handler = ScrapeHandler(registry, options: .init(onEvent: log.note))
        func scrapes() async { for _ in 0..<5 { _ = await handler.scrape() } }
        await scrapes()
        fails.isOn = false
        overflows.isOn = true
        await scrapes()
        overflows.isOn = false
        await scrapes()
        fails.isOn = true
        await scrapes()
        await log.waitUntilTold(4)
        #expect(log.texts == ["c error Failure()", "c overflow", "c recovered", "c error Failure()"])
    }

    @Test func `Samples that are dropped are told of when that begins, each time`() async throws {
        let drops = Switch(true)
        try registry.register("c") { sink in
            sink.family(GaugeDescriptor("g", labels: "i")) { if drops.isOn { $0.sample(value: 1) } else { $0.sample("1", value: 1) } }
        }
        let log = EventLog()
        let handler = ScrapeHandler(registry, options: .init(onEvent: log.note))
        for isOn in [true, true, false, false, true, true] {
            drops.isOn = isOn
            _ = await handler.scrape()
        }
        await log.waitUntilTold(2)
        #expect(log.texts == ["c dropped 1", "c dropped 1"])
    }

    @Test func `Nothing is told of a scrape that went well`() async throws {
        try registry.register(InstantCollector())
        let log = EventLog()
        let handler = ScrapeHandler(registry, options: .init(onEvent: log.note))
        for method in ["GET", "HEAD", "POST"] { _ = await handler.scrape(method: method) }
        _ = await handler.scrape(timeout: "bad")
        await log.waitUntilTold(1)
        #expect(log.texts == ["invalid timeout bad"])
    }

    /// Blocks its thread until it is opened, as a log on a full disk does.
    private final class BlockingLog: Sendable {
        let log = EventLog()
        private let isOpen = Atomic<Bool>(false)
        private let isReached = Atomic<Bool>(false)

        var note: @Sendable (ScrapeEvent) -> Void {
            { event in
                self.isReached.store(true, ordering: .relaxed)
                while !self.isOpen.load(ordering: .relaxed) { blockThread(for: .milliseconds(1)) }
                self.log.note(event)
            }
        }

        func waitUntilReached() async { await wait { isReached.load(ordering: .relaxed) } }
        func open() { isOpen.store(true, ordering: .relaxed) }
    }

    @Test func `A closure that blocks delays no scrape, and gets its events later`() async throws {
        try registry.register(ThrowingCollector(), named: "bad")
        let blocking = BlockingLog()
        defer { blocking.open() }
        let handler = ScrapeHandler(registry, options: .init(onEvent: blocking.note))
        for _ in 0..<20 { #expect(await handler.scrape(timeout: "bad").status == 200) }
        await blocking.waitUntilReached()
        #expect(await handler.scrape(timeout: "bad").status == 200)
        #expect(blocking.log.events.isEmpty)
        blocking.open()
        await blocking.log.waitUntilTold(22)
        #expect(blocking.log.texts.count { $0 == "invalid timeout bad" } == 21)
        #expect(blocking.log.texts.contains("bad error Failure()"))
    }

    @Test func `Events that nobody takes are bounded, and what was dropped is told`() async throws {
        let blocking = BlockingLog()
        defer { blocking.open() }
        let handler = ScrapeHandler(registry, options: .init(maxConcurrentScrapes: 0, onEvent: blocking.note))
        _ = await handler.scrape()
        await blocking.waitUntilReached()
        for _ in 0..<3000 { _ = await handler.scrape() }
        blocking.open()
        // The one that blocked, those that fitted, and the one that tells of the others.
        await blocking.log.waitUntilTold(1 + 1024 + 1)
        let texts = blocking.log.texts
        #expect(texts.count == 1026)
        #expect(texts.dropLast().allSatisfy { $0 == "over limit 0" })
        #expect(texts.last == "dropped \(3000 - 1024)")
        // And then it goes on.
        _ = await handler.scrape()
        await blocking.log.waitUntilTold(1027)
        #expect(blocking.log.texts.last == "over limit 0")
    }

    @Test func `A closure may scrape`() async throws {
        let registry = registry
        let answered = EventLog()
        let handler = ScrapeHandler(
            registry,
            options: .init(onEvent: { event in
                Task {
                    _ = await ScrapeHandler(registry).scrape()
                    answered.note(event)
                }
            }))
        _ = await handler.scrape(timeout: "bad")
        await answered.waitUntilTold(1)
        #expect(answered.texts == ["invalid timeout bad"])
    }
}
