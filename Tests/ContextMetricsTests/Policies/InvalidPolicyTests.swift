import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct `Policies that can't be` {
    @Test(arguments: [
        (CollectorPolicy(timeout: .zero), InvalidPolicy.duration(.zero, of: "timeout")),
        (CollectorPolicy(timeout: .seconds(-1)), .duration(.seconds(-1), of: "timeout")),
        (CollectorPolicy(cache: CollectorCache(freshFor: .seconds(-1))), .negative(.seconds(-1), of: "cache's freshFor")),
        (
            CollectorPolicy(cache: CollectorCache(freshFor: .seconds(1), staleFor: .seconds(-1))),
            .negative(.seconds(-1), of: "cache's staleFor")
        ),
        (CollectorPolicy(cache: CollectorCache(freshFor: .zero)), .duration(.zero, of: "cache's freshFor and staleFor together")),
        (CollectorPolicy(breaker: CircuitBreaker(failures: 0)), .count(0, of: "breaker's failures")),
        (CollectorPolicy(breaker: CircuitBreaker(window: .zero)), .duration(.zero, of: "breaker's window")),
        (CollectorPolicy(breaker: CircuitBreaker(pause: .zero)), .duration(.zero, of: "breaker's pause")),
        (CollectorPolicy(rateLimit: RateLimit(perSecond: 0)), .rate(0)),
        (CollectorPolicy(rateLimit: RateLimit(perSecond: .infinity)), .rate(.infinity)),
        (CollectorPolicy(rateLimit: RateLimit(perSecond: 1, burst: 0)), .count(0, of: "rate limit's burst")),
        (CollectorPolicy(isolation: .serial("g", atOnce: 0)), .count(0, of: "isolation's atOnce")),
        (CollectorPolicy(joining: .exclusive, isolation: .serial("g", atOnce: 2)), .exclusiveInGroup("g", atOnce: 2)),
    ])
    func `a policy that can't be is refused with what is wrong`(policy: CollectorPolicy, problem: InvalidPolicy) {
        let registry = ContextRegistry()
        let error = #expect(throws: RegistrationError.self) {
            try registry.register(InstantCollector(), named: "c", policy: policy)
        }
        #expect(error == .invalidPolicy("c", problem))
        #expect(error?.description.contains("\"c\"") == true)
        #expect(registry.collectorNames.isEmpty)
    }

    @Test func `a rate that is no number is refused`() {
        #expect(throws: RegistrationError.self) {
            try ContextRegistry().register(InstantCollector(), policy: CollectorPolicy(rateLimit: RateLimit(perSecond: .nan)))
        }
    }
}
