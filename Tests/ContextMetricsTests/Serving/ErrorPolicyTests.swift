import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite struct ErrorPolicyTests {
    typealias Policy = ScrapeHandler.ErrorPolicy

    /// What becomes of the collectors of one scrape.
    enum Situation: String, CaseIterable, Sendable {
        case nothingRegistered, allWell, oneFails, allFail, conflict, allSkipped

        func register(in registry: ContextRegistry) throws {
            switch self {
            case .nothingRegistered: break
            case .allWell, .allSkipped: try registry.register(InstantCollector(TestSamples(family: "good")), named: "good")
            case .oneFails:
                try registry.register(InstantCollector(TestSamples(family: "good")), named: "good")
                try registry.register(ThrowingCollector(), named: "bad")
            case .allFail: try registry.register(ThrowingCollector(), named: "bad")
            case .conflict: for name in ["first", "second"] { try registry.register(InstantCollector(), named: name) }
            }
        }
    }

    private func scrape(
        _ situation: Situation, _ policy: Policy, ownMetrics: Bool = true, _ more: (ContextRegistry) throws -> Void = { _ in }
    ) async throws -> (response: ScrapeResponse, errors: Double?) {
        let engine = GatherEngine(timer: ManualTimer())
        let registry = ContextRegistry(options: .init(includesSelfMetrics: ownMetrics), engine: engine)
        try situation.register(in: registry)
        try more(registry)
        let handler = ScrapeHandler(registry, options: .init(errorPolicy: policy, includesHandlerMetrics: ownMetrics))
        let deadline = situation == .allSkipped ? MonotonicInstant(nanoseconds: 0) : nil
        let response = await handler.scrape(deadline: deadline)
        let errors = await registry.gather(within: .zero).families.first { $0.name.text == "metrics_handler_errors_total" }
        return (response, errors?[try Labels(["cause": "gathering"])]?.number)
    }

    @Test(
        arguments: Situation.allCases,
        [Policy.continueOnError, .failOnError, .strict])
    func `G14: the status is the policy's`(situation: Situation, policy: Policy) async throws {
        let fails: Bool =
            switch situation {
            case .nothingRegistered, .allWell: false
            case .oneFails, .allFail, .allSkipped: policy != .continueOnError
            case .conflict: policy == .strict
            }
        let (response, errors) = try await scrape(situation, policy)
        #expect(response.status == (fails ? 500 : 200))
        #expect(errors == (situation == .nothingRegistered || situation == .allWell ? 0 : 1))
    }

    @Test func `G14: when every collector failed and nothing is left the scrape fails`() async throws {
        #expect(try await scrape(.allFail, .continueOnError, ownMetrics: false).response.status == 500)
    }

    @Test(arguments: [Situation.nothingRegistered, .allWell, .oneFails, .conflict])
    func `G14: without metrics of its own a scrape fails only when all failed`(situation: Situation) async throws {
        #expect(try await scrape(situation, .continueOnError, ownMetrics: false).response.status == 200)
    }

    @Test func `G14: a family without series is nothing left`() async throws {
        let response = try await scrape(.allFail, .continueOnError, ownMetrics: false) {
            _ = try $0.counter("requests_total", labels: "method")
        }.response
        #expect(response.status == 500)
    }

    @Test func `G14: one success without samples is no failure of all`() async throws {
        let response = try await scrape(.allFail, .continueOnError, ownMetrics: false) {
            try $0.register("empty") { sink in }
        }.response
        #expect(response.status == 200)
    }

    @Test func `G10: what was never started has not failed`() async throws {
        #expect(try await scrape(.allSkipped, .continueOnError, ownMetrics: false).response.status == 200)
    }

    @Test func `G13, G18: strict mode lists what is missing, by class and without what was thrown`() async throws {
        struct Secret: Error, CustomStringConvertible { let description = "password=hunter2" }
        let response = try await scrape(.conflict, .strict) {
            try $0.register("thrower") { sink in throw Secret() }
        }.response
        #expect(response.status == 500)
        #expect(
            response.text == """
                Not all metrics could be gathered.
                collector thrower: error
                collector second: family test_value: duplicate, 10 samples dropped

                """)
        #expect(response[header: "content-type"] == "text/plain; charset=utf-8")
        #expect(response[header: "cache-control"] == "no-store")
    }
}
