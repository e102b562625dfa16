import ContextMetrics

extension Works {
    /// A gather of a thousand collectors of one sample, in nanoseconds a collector.
    static func collectors(_ policy: CollectorPolicy, gathersAtOnce: Int = 1) async throws -> Prepared {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let count = 1_000
        for number in 0..<count {
            let family = GaugeDescriptor("bench_policy_\(number)", help: "A collector's sample.", labels: [])
            try registry.register("c\(number)", describing: family, policy: policy) { $0.sample(family, value: Double(number)) }
        }
        for _ in 0..<20 { _ = await registry.gather(within: .seconds(10)) }
        return Prepared {
            let rounds = 20
            let start = ContinuousClock.now
            await Task(executorPreference: registry.engine.executor) {
                for _ in 0..<rounds {
                    await withTaskGroup(of: Void.self) { group in
                        for _ in 0..<gathersAtOnce { group.addTask { _ = await registry.gather(within: .seconds(10)) } }
                    }
                }
            }.value
            return Double((ContinuousClock.now - start).nanoseconds) / Double(rounds * count * gathersAtOnce)
        }
    }

    /// Everything that can be asked for of a run that is made: none of it may come into effect.
    static var everyPolicy: CollectorPolicy {
        CollectorPolicy(
            timeout: .seconds(5), priority: .critical, cache: CollectorCache(freshFor: .nanoseconds(1)),
            breaker: CircuitBreaker(), rateLimit: RateLimit(perSecond: 1_000_000, burst: 1_000_000_000), isolation: .inline,
            retriesOnce: true, prefix: "app_", labels: ["zone": "a"], rewriting: { _ in true })
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
