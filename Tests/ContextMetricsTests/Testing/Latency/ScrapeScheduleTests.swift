import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite struct ScrapeScheduleTests {
    private static let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

    private static func after(_ duration: Duration) -> MonotonicInstant { start.advanced(by: duration) }

    @Test func `In an open loop scrapes are due by the clock, however late they are taken`() throws {
        let plan = try ScrapePlan(.open(scrapesPerSecond: 4), .count(9))
        for delay in [Duration.zero, .milliseconds(1), .seconds(100)] {
            var schedule = ScrapeSchedule(plan, start: Self.start)
            let due = (0..<9).map { schedule.next(at: Self.after(delay * $0)) }
            #expect(due == (0..<9).map { Self.after(.milliseconds(250 * $0)) })
            #expect(schedule.next(at: Self.start) == nil)
            #expect(schedule.next(at: Self.after(.seconds(1_000))) == nil)
        }
    }

    @Test func `Nothing adds up over a hundred thousand scrapes`() throws {
        var schedule = ScrapeSchedule(try ScrapePlan(.open(scrapesPerSecond: 3), .count(100_001)), start: Self.start)
        var last: MonotonicInstant?
        while let due = schedule.next(at: Self.start) { last = due }
        #expect(last == Self.after(.nanoseconds(33_333_333_333_333)))
    }

    @Test func `An open loop of a duration has those scrapes that are due before its end`() throws {
        var schedule = ScrapeSchedule(try ScrapePlan(.open(scrapesPerSecond: 10), .duration(.seconds(1))), start: Self.start)
        var due: [MonotonicInstant] = []
        // Far too late: those that were due are still handed out.
        while let next = schedule.next(at: Self.after(.seconds(60))) { due.append(next) }
        #expect(due == (0..<10).map { Self.after(.milliseconds(100 * $0)) })
    }

    @Test func `In a closed loop a scrape is due when it is asked for`() throws {
        var schedule = ScrapeSchedule(try ScrapePlan(.closed, .count(2)), start: Self.start)
        #expect(schedule.next(at: Self.after(.seconds(3))) == Self.after(.seconds(3)))
        #expect(schedule.next(at: Self.after(.seconds(99))) == Self.after(.seconds(99)))
        #expect(schedule.next(at: Self.after(.seconds(99))) == nil)
    }

    @Test func `A closed loop of a duration ends with it`() throws {
        var schedule = ScrapeSchedule(try ScrapePlan(.closed, .duration(.seconds(5))), start: Self.start)
        #expect(schedule.next(at: Self.after(.milliseconds(4_999))) != nil)
        #expect(schedule.next(at: Self.after(.seconds(5))) == nil)
    }

    @Test(arguments: [0, -1, .nan, .infinity, 1e-300, 1e-5, 1_000_001, -.infinity])
    func `A rate by which nothing could be measured is refused with its value`(rate: Double) {
        let error = #expect(throws: InvalidScrapePlan.self) { try ScrapePlan(.open(scrapesPerSecond: rate)) }
        #expect(error?.description.contains("\(rate)") == true)
    }

    @Test func `Counts, durations, timeouts and concurrency have bounds`() throws {
        let refused: [(InvalidScrapePlan, () throws -> ScrapePlan)] = [
            (.count(0), { try ScrapePlan(.closed, .count(0)) }),
            (.count(.min), { try ScrapePlan(.closed, .count(.min)) }),
            (.count(1_000_000_001), { try ScrapePlan(.closed, .count(1_000_000_001)) }),
            (.duration(.zero), { try ScrapePlan(.closed, .duration(.zero)) }),
            (.duration(.seconds(Int64.max)), { try ScrapePlan(.closed, .duration(.seconds(Int64.max))) }),
            (.concurrency(0), { try ScrapePlan(concurrency: 0) }),
            (.concurrency(10_001), { try ScrapePlan(concurrency: 10_001) }),
            (.timeout(.zero), { try ScrapePlan(timeout: .zero) }),
            (.timeout(.seconds(86_401)), { try ScrapePlan(timeout: .seconds(86_401)) }),
        ]
        for (expected, plan) in refused { #expect(throws: expected) { try plan() } }
        _ = try ScrapePlan(.open(scrapesPerSecond: 1e6), .count(1_000_000_000), concurrency: 10_000, timeout: .seconds(86_400))
        _ = try ScrapePlan(.open(scrapesPerSecond: 1 / 86_400), .duration(.nanoseconds(1)), timeout: .milliseconds(1))
    }

    @Test func `The slowest and longest plan stays in range`() throws {
        var schedule = ScrapeSchedule(try ScrapePlan(.open(scrapesPerSecond: 1 / 86_400), .count(1_000_000_000)), start: Self.start)
        for _ in 0..<3 { _ = schedule.next(at: .distantFuture) }
        #expect(schedule.next(at: Self.start) == Self.after(.seconds(3 * 86_400)))
    }
}
