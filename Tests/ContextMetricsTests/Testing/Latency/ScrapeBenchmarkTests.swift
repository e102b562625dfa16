import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeBenchmarkTests {
    /// Time that passes when somebody sleeps or scrapes.
    private final class Clock: Sendable {
        private let time = Locked(MonotonicInstant(nanoseconds: 5_000_000_000))

        var now: MonotonicInstant { time.withLock { $0 } }

        func pass(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

        var scrapes: ScrapeClock {
            ScrapeClock {
                self.now
            } sleep: { instant in
                self.time.withLock { $0 = max($0, instant) }
            }
        }
    }

    /// An endpoint whose n-th scrape takes the n-th duration, or the last one, and has the n-th body, or the last one.
    private struct Endpoint: ScrapeTransport {
        let clock: Clock
        let durations: [Duration]
        let bodies: [String]
        var status = 200
        private var scrapes = 0

        init(_ clock: Clock, _ durations: [Duration], bodies: [String] = ["a 1\n"], status: Int = 200) {
            self.clock = clock
            self.durations = durations
            self.bodies = bodies
            self.status = status
        }

        mutating func scrape() async -> ScrapeObservation {
            let started = clock.now
            clock.pass(durations[min(scrapes, durations.count - 1)])
            var answer = ScrapeAnswer(status: status, contentType: "text/plain", contentEncoding: nil)
            answer.read(Array(bodies[min(scrapes, bodies.count - 1)].utf8).span)
            answer.end()
            scrapes += 1
            return ScrapeObservation(started: started, firstByte: nil, ended: clock.now, result: .success(answer))
        }

        func close() async {}
    }

    private func report(
        _ plan: ScrapePlan, _ durations: [Duration], bodies: [String] = ["a 1\n"], status: Int = 200
    ) async -> ScrapeReport {
        let clock = Clock()
        return await ScrapeBenchmark(target: "test", scraper: .prometheus, clock: clock.scrapes) { _ in
            Endpoint(clock, durations, bodies: bodies, status: status)
        }.run(plan)
    }

    /// Within what a percentile may be wrong.
    private func isNearly(_ duration: Duration?, _ expected: Duration) -> Bool {
        duration.map { $0 >= expected && $0 <= expected + expected / 128 } ?? false
    }

    // MARK: Coordinated omission

    @Test func `In an open loop one stall is felt by every scrape that was due in it`() async throws {
        // Due every 100 ms; the first takes a second, the others a millisecond.
        let plan = try ScrapePlan(.open(scrapesPerSecond: 10), .count(20))
        let report = await report(plan, [.seconds(1), .milliseconds(1)])
        // The second was due at 100 ms and ended at 1001 ms, the third was due at 200 ms and ended at 1002 ms, and so on, up to the one that
        // was due at 1000 ms and ended at 1010 ms. Nine took a millisecond.
        #expect(report.latency.max == .seconds(1))
        #expect(isNearly(report.latency.p90, .milliseconds(802)))
        #expect(isNearly(report.latency.p50, .milliseconds(10)))
        #expect(report.latency.min == .milliseconds(1))
        #expect(report.startDelay.max == .milliseconds(900))
        #expect(report.elapsed == .milliseconds(1_901))
    }

    @Test func `In a closed loop it is one of many`() async throws {
        let report = await report(try ScrapePlan(.closed, .count(20)), [.seconds(1), .milliseconds(1)])
        #expect(report.latency.max == .seconds(1))
        #expect(isNearly(report.latency.p90, .milliseconds(1)))
        #expect(report.startDelay.max == .zero)
    }

    @Test func `What is still due after the timeout isn't sent, and has failed`() async throws {
        let plan = try ScrapePlan(.open(scrapesPerSecond: 10), .count(50), timeout: .seconds(1))
        let report = await report(plan, [.seconds(2), .milliseconds(1)])
        // The first took too long; those due until 1000 ms have waited for a second when it has ended.
        #expect(report.failures == [.timeout: 1, .notSent: 10])
        #expect(report.scrapes == 50)
        #expect(report.latency.p90 == nil)
        #expect(report.startDelay.max.map { $0 < .seconds(1) } == true)
    }

    // MARK: What is checked

    @Test func `An answer that is later than the timeout has failed`() async throws {
        let report = await report(try ScrapePlan(.closed, .count(3), timeout: .seconds(1)), [.milliseconds(1_001), .milliseconds(1_000)])
        #expect(report.failures == [.timeout: 1])
        #expect(report.succeeded == 2)
    }

    @Test func `Without a good scrape nothing is known, and that breaks any limits`() async throws {
        let report = await report(try ScrapePlan(.closed, .count(3)), [.milliseconds(1)], status: 500)
        #expect(report.failures == [.status(500): 3])
        #expect(report.latency.p50 == nil)
        #expect(report.broken(ScrapeLimits()) == [.nothingMeasured])
        #expect(report.text().contains("\nBROKEN     no scrape succeeded\n"))
        #expect(report.text().contains("  p50     -\n"))
    }

    @Test func `Series that come and go are told`() async throws {
        let bodies = ["a 1\n", "a 1\nb 1\n", "a 1\nb 1\n", "a 1\n"]
        let report = await report(try ScrapePlan(.closed, .count(10)), [.milliseconds(1)], bodies: bodies)
        #expect(report.series == 1...2)
        #expect(report.seriesChanges == 2)
        #expect(report.text().contains("series     1 to 2, changed 2 times"))
    }

    @Test func `Collectors are missing from scrapes that say so, say nothing of them, or fail`() async throws {
        func line(_ name: String, _ value: Int) -> String { "metrics_collector_success{collector=\"\(name)\"} \(value)\n" }
        let bodies = [line("good", 1) + line("bad", 0) + line("late", 1), line("good", 1) + line("bad", 1), "", line("good", 1)]
        let plan = try ScrapePlan(.closed, .count(5), timeout: .seconds(1))
        let report = await report(plan, [.milliseconds(1), .milliseconds(1), .seconds(2), .milliseconds(1)], bodies: bodies)
        #expect(report.failures == [.timeout: 1])
        #expect(report.collectors.map { "\($0.name) \($0.failed) \($0.absent)" } == ["bad 1 3", "good 0 1", "late 0 4"])
        #expect(report.missing == 9)
        #expect(report.broken(ScrapeLimits(missing: 9)).isEmpty)
        #expect(report.broken(ScrapeLimits(missing: 8)) == [.missing(9, limit: 8)])
        #expect(report.text().contains("missing    3 of 3 collectors\n  4        bad\n  4        late\n  1        good\n"))
    }

    @Test func `Limits are kept up to their value`() async throws {
        let report = await report(try ScrapePlan(.closed, .count(3)), [.milliseconds(5)])
        #expect(report.broken(ScrapeLimits(p99: .milliseconds(5))).isEmpty)
        #expect(report.broken(ScrapeLimits(p99: .microseconds(4_999))) == [.p99(.milliseconds(5), limit: .microseconds(4_999))])
        // No answer says which collectors there are, so nobody knows.
        #expect(report.broken(ScrapeLimits(missing: 1_000)) == [.missing(nil, limit: 1_000)])
    }

    @Test func `A percentile on a failed scrape breaks its limit`() async throws {
        let plan = try ScrapePlan(.closed, .count(10), timeout: .seconds(1))
        let report = await report(plan, [.seconds(2), .milliseconds(1)])
        #expect(report.broken(ScrapeLimits(p99: .seconds(10))) == [.p99(nil, limit: .seconds(10))])
        #expect(report.text().contains("  p99     failed\n"))
    }

    // MARK: A handler of this process

    @Test func `A handler is scraped so often, in all at once`() async throws {
        let registry = ContextRegistry()
        try registry.register(InstantCollector(), named: "good")
        try registry.register(ThrowingCollector(TestSamples(family: "thrown")), named: "bad")
        let progress = Locked<[Int]>([])
        let plan = try ScrapePlan(.closed, .count(40), concurrency: 4, timeout: .seconds(3_600))
        let handler = ScrapeHandler(registry, options: .init(timeout: .seconds(3_600)))
        let report = await ScrapeBenchmark(handler).run(plan) { told in progress.withLock { $0.append(told.scrapes) } }
        #expect(report.scrapes == 40)
        #expect(report.failures.isEmpty)
        #expect(report.latency.count == 40)
        #expect(report.collectors.map { "\($0.name) \($0.missing)" } == ["bad 40", "good 0"])
        #expect(report.series.map { $0.lowerBound > 10 } == true)
        #expect(progress.withLock { $0 }.sorted() == Array(1...40))
        let requests = await registry.gather(within: .seconds(10)).families.value(of: "metrics_handler_requests_total", ["code": "200"])
        #expect(requests == 40)
    }

    @Test(arguments: [Scraper.prometheus, .openMetrics, .text])
    func `It asks as the scraper does, and tells the timeout`(scraper: Scraper) async throws {
        let asked = Locked<[ScrapeRequest]>([])
        let handler = ScrapeHandler(
            ContextRegistry(),
            options: .init(
                timeout: .seconds(3_600),
                context: { request in
                    asked.withLock { $0.append(request) }
                    return ContextValues()
                }))
        let report = await ScrapeBenchmark(handler, as: scraper).run(try ScrapePlan(.closed, .count(1), timeout: .milliseconds(600_500)))
        let request = try #require(asked.withLock { $0.first })
        #expect(request.header("accept") == [scraper.accept])
        #expect(request.header("user-agent") == [scraper.userAgent])
        #expect(request.header("x-prometheus-scrape-timeout-seconds") == ["600.5"])
        #expect(request.header("accept-encoding") == ["identity"])
        #expect(report.failures.isEmpty)
    }

    @Test func `On a manual timer an open loop waits for the test`() async throws {
        let timer = ManualTimer()
        let start = timer.now()
        let handler = ScrapeHandler(ContextRegistry(on: timer))
        let plan = try ScrapePlan(.open(scrapesPerSecond: 1), .count(3))
        let run = Task { await ScrapeBenchmark(handler).run(plan) }
        for second in 1...2 {
            while timer.nextAlarm != start.advanced(by: .seconds(second)) { await Task.yield() }
            timer.advance(by: .seconds(1))
        }
        let report = await run.value
        #expect(report.scrapes == 3)
        #expect(report.elapsed == .seconds(2))
    }

    @Test func `Cancelled, it tells of what has ended`() async throws {
        let gated = GatedCollector()
        let registry = ContextRegistry()
        try registry.register(gated, named: "gated")
        let plan = try ScrapePlan(.closed, .count(1_000_000), timeout: .seconds(3_600))
        let handler = ScrapeHandler(registry, options: .init(timeout: .seconds(3_600)))
        let run = Task { await ScrapeBenchmark(handler).run(plan) }
        await gated.waitUntilStarted()
        run.cancel()
        let report = await run.value
        #expect(report.wasCancelled)
        #expect(report.scrapes == 0)
        gated.open()
    }
}
