import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite struct GatheredFamiliesTests {
    private func result() async throws -> GatherResult {
        let registry = ContextRegistry(engine: GatherEngine(timer: ManualTimer()))
        _ = ScrapeHandler(registry)
        try registry.register(InstantCollector(), named: "instant")
        try registry.register(ThrowingCollector(TestSamples(family: "thrown")), named: "thrower")
        try registry.histogram("size_bytes", unit: .bytes).observe(3)
        return await registry.gather(within: .seconds(1))
    }

    @Test func `A family is found by its name`() async throws {
        let result = try await result()
        #expect(result["test_value"]?.metrics.count == 10)
        #expect(result["metrics_collector_success"]?.metrics.count == 2)
        #expect(result["thrown"] == nil)
        #expect(result[""] == nil)
    }

    @Test func `A number is found by its labels, in any order`() async throws {
        let families = try await result().families
        #expect(families.value(of: "test_value", ["collector": "test", "i": "7"]) == 7)
        #expect(families.value(of: "test_value", ["i": "7", "collector": "test"]) == 7)
        #expect(families.value(of: "test_value", ["i": "7"]) == nil)
        #expect(families.value(of: "test_value") == nil)
        #expect(families.value(of: "size_bytes") == nil)
        #expect(families.value(of: "test_value", ["i": "7", "i": "7"]) == nil)
        #expect(families.value(of: "metrics_handler_requests_in_flight") == 0)
    }

    @Test func `The program's own families can be looked at alone`() async throws {
        let families = try await result().families
        #expect(families.count > 10)
        #expect(families.withoutSelfMetrics.map(\.name.text) == ["size_bytes", "test_value"])
    }

    @Test func `Outcomes are found by the collectors' names`() async throws {
        #expect(try await result().outcomes == ["instant": .success, "thrower": .error])
    }
}
