import ContextMetricsTesting
import Synchronization
import Testing

@testable import ContextMetrics

@Suite struct `Summaries` {
    let timer = ManualTimer()
    let registry: ContextRegistry
    struct Failure: Error {}

    init() { registry = ContextRegistry(engine: GatherEngine(timer: timer)) }

    private func summary(_ quantiles: [Double] = [0.5, 0.9, 0.99], _ window: SummaryWindow = .standard) throws -> Summary {
        try registry.summary("size", help: "Size.", quantiles: quantiles, window: window)
    }

    @Test func `quantiles are those of the observations, within their error`() throws {
        let summary = try summary([0, 0.5, 0.9, 0.99, 1])
        for value in (1...1000).reversed() { summary.observe(Double(value)) }
        #expect(summary.value.quantiles.map(\.quantile) == [0, 0.5, 0.9, 0.99, 1])
        for (told, exact) in zip(summary.value.quantiles, [1.0, 500, 900, 990, 1000]) {
            #expect((told.value - exact).magnitude <= exact / 128, "\(told)")
        }
        #expect(summary.value.count == 1000)
        #expect(summary.value.sum == 500_500)
    }

    @Test func `the standard quantiles are the median, nine of ten and 99 of 100`() throws {
        #expect(try registry.summary("size").value.quantiles.map(\.quantile) == [0.5, 0.9, 0.99])
    }

    @Test func `without observations quantiles are NaN, and the count and the sum 0`() throws {
        let value = try summary().value
        #expect(value.quantiles.allSatisfy { $0.value.isNaN } && value.quantiles.count == 3)
        #expect(value.count == 0)
        #expect(value.sum == 0)
    }

    @Test func `without quantiles there are the count and the sum`() throws {
        let summary = try summary([])
        summary.observe(3)
        #expect(summary.value == SummaryValue(unchecked: [], count: 1, sum: 3))
    }

    @Test(arguments: [Double.nan, .signalingNaN, -.nan, .infinity, -.infinity])
    func `an observation that is no finite number is dropped and counted`(value: Double) throws {
        let summary = try summary([1])
        summary.observe(0.5)
        summary.observe(value)
        #expect(summary.value.count == 1)
        #expect(summary.value.sum == 0.5)
        #expect(summary.dropped == 1)
    }

    @Test func `a sum that overflows is infinite and never NaN`() throws {
        let summary = try summary([1])
        for _ in 0..<2 { summary.observe(.greatestFiniteMagnitude) }
        for _ in 0..<2 { summary.observe(-.greatestFiniteMagnitude) }
        #expect(summary.value.sum == .infinity)
        #expect(summary.value.count == 4)
        #expect(summary.value.quantiles.allSatisfy { $0.value.isFinite })
    }

    @Test func `negative observations count, and make the sum go down`() throws {
        let summary = try summary([0.5])
        for value in [-1.0, -2, -4] { summary.observe(value) }
        #expect(summary.value.sum == -7)
        #expect(try (#require(summary.value.quantiles.first).value + 2).magnitude <= 2.0 / 128)
    }

    @Test func `a duration is observed in seconds`() throws {
        let summary = try registry.summary("wait_seconds", help: "Wait.", unit: .seconds, quantiles: [])
        summary.observe(.milliseconds(250))
        summary.observe(Duration.seconds(2))
        #expect(summary.value.sum == 2.25)
    }

    @Test func `a timed body is observed once, also when it throws, and its result passed on`() throws {
        let summary = try summary()
        let result = summary.time { 42 }
        #expect(result == 42)
        #expect(throws: Failure.self) { try summary.time { throw Failure() } }
        #expect(summary.value.count == 2)
        #expect(summary.value.sum >= 0)
    }

    @Test func `an asynchronous body is timed as well`() async throws {
        let summary = try summary()
        await summary.time { await Task.yield() }
        await #expect(throws: Failure.self) { try await summary.time { () async throws in throw Failure() } }
        #expect(summary.value.count == 2)
    }

    @Test func `no observation is lost, and a reader sees a count and a sum that belong together`() async throws {
        let summary = try summary([0.5], .last(.milliseconds(5)))
        let rounds = Sanitizer.isOn ? 2_000 : 20_000
        let wrong = Atomic(0)
        await onThreads(4) { thread in
            var last: UInt64 = 0
            for _ in 0..<rounds {
                if thread > 0 {
                    summary.observe(2)
                } else {
                    timer.advance(by: .milliseconds(1))
                    let value = summary.value
                    if value.sum != 2 * Double(value.count) || value.count < last { wrong.wrappingAdd(1, ordering: .relaxed) }
                    last = value.count
                }
            }
        }
        #expect(summary.value.count == UInt64(3 * rounds))
        #expect(summary.value.sum == Double(6 * rounds))
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    // MARK: The window

    @Test func `observations leave the window slice by slice, and stay in the count and the sum`() throws {
        let summary = try summary([1], .last(.seconds(50), slices: 5))
        func largest() throws -> Double { try #require(summary.value.quantiles.first).value }
        summary.observe(1000)
        timer.advance(by: .seconds(10))
        summary.observe(10)
        timer.advance(by: .seconds(39))
        #expect(try largest() > 990)
        timer.advance(by: .seconds(1))
        #expect(try (9...11).contains(largest()))
        timer.advance(by: .seconds(9))
        #expect(try (9...11).contains(largest()))
        timer.advance(by: .seconds(1))
        #expect(try largest().isNaN)
        #expect(summary.value.count == 2)
        #expect(summary.value.sum == 1010)
    }

    @Test(arguments: [Duration.seconds(600), .seconds(86_400), .seconds(Int64.max)])
    func `a pause longer than the window empties it`(pause: Duration) throws {
        let summary = try summary([0.5])
        summary.observe(1)
        timer.advance(by: pause)
        #expect(try #require(summary.value.quantiles.first).value.isNaN)
        summary.observe(8)
        #expect(try (7.9...8.1).contains(#require(summary.value.quantiles.first).value))
    }

    @Test func `the standard window is ten minutes in steps of two`() throws {
        let summary = try summary([0.5])
        summary.observe(1)
        timer.advance(by: .seconds(599))
        #expect(try !#require(summary.value.quantiles.first).value.isNaN)
        timer.advance(by: .seconds(1))
        #expect(try #require(summary.value.quantiles.first).value.isNaN)
    }

    @Test func `each series of a family has a window of its own`() throws {
        let family = try registry.summary("size", quantiles: [0.5], labels: "kind")
        family.with("a").observe(1)
        #expect(try #require(family.with("b").value.quantiles.first).value.isNaN)
        #expect(family.with("a").value.count == 1)
        #expect(family.with("b").value.count == 0)
    }

    // MARK: Registration

    @Test(arguments: [[-0.1], [1.1], [.nan], [0.5, 0.5], [0.9, 0.5], [.infinity], [0.0, -0.0]])
    func `quantiles that are not ascending numbers from 0 to 1 are refused`(quantiles: [Double]) {
        let error = #expect(throws: RegistrationError.self) { try summary(quantiles) }
        guard case .invalidDescriptor(.quantiles(let given)) = error else {
            Issue.record("\(String(describing: error)) doesn't name the quantiles")
            return
        }
        #expect(given.map(\.bitPattern) == quantiles.map(\.bitPattern))
    }

    @Test func `more quantiles than the limit are refused`() {
        let many = (0...100).map { Double($0) / 100 }
        #expect(throws: RegistrationError.invalidDescriptor(.quantileCount(101, limit: 100))) { try summary(many) }
        #expect(throws: Never.self) { try summary(many.dropLast()) }
    }

    @Test(arguments: [
        SummaryWindow.last(.zero), .last(.seconds(-1)), .last(.nanoseconds(4)), .last(.seconds(1), slices: 0),
        .last(.seconds(1), slices: -1),
        .last(.seconds(1), slices: .min), .last(.seconds(1), slices: 61), .last(.seconds(Int64.max)), .last(.seconds(Int64.min)),
    ])
    func `a window that can't be is refused`(window: SummaryWindow) {
        #expect(throws: RegistrationError.invalidDescriptor(.window(window.length, slices: window.slices))) { try summary([], window) }
    }

    @Test(arguments: [SummaryWindow.last(.nanoseconds(60), slices: 60), .last(.seconds(500 * 365 * 86_400)), .last(.seconds(1), slices: 1)])
    func `the smallest and the largest windows work`(window: SummaryWindow) throws {
        let summary = try summary([0.5], window)
        summary.observe(1)
        #expect(try !#require(summary.value.quantiles.first).value.isNaN)
    }

    @Test func `a label named quantile is refused`() {
        #expect(throws: RegistrationError.invalidDescriptor(.reservedLabel("quantile", .summary))) {
            try registry.summary("size", labels: "quantile")
        }
    }
}
