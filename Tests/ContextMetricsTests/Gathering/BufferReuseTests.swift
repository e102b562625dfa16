import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `Storage of one gather after another` {
    private static let collectors = 50

    /// The buffers of a gather, whose result is gone when this returns.
    private func buffers(_ registry: ContextRegistry) async -> [ObjectIdentifier] {
        await registry.gather(within: .seconds(60)).results.compactMap { $0.buffer.map(ObjectIdentifier.init) }
    }

    private func expectReuse(in registry: ContextRegistry) async {
        for _ in 0..<40 {
            let first = await buffers(registry)
            let second = await buffers(registry)
            #expect(first.count == Self.collectors && second.count == Self.collectors)
            // A puller that has just finished may hold the last one that it used.
            #expect(zip(first, second).count { $0 == $1 } >= Self.collectors - 4)
        }
    }

    @Test func `synchronous collectors write where they wrote before, once the earlier result is gone`() async throws {
        let registry = ContextRegistry(engine: GatherEngine())
        for index in 0..<Self.collectors {
            try registry.register(InstantCollector(TestSamples(collector: "c\(index)")), named: "c\(index)")
        }
        await expectReuse(in: registry)
    }

    @Test func `context-aware collectors write where they wrote before, once the earlier result is gone`() async throws {
        let registry = ContextRegistry(engine: GatherEngine())
        for index in 0..<Self.collectors {
            try registry.register(ReadyCollector(samples: TestSamples(collector: "c\(index)")), named: "c\(index)")
        }
        // On the engine's threads, where a server's task would run as well.
        await Task.detached(executorPreference: registry.engine.executor) { await expectReuse(in: registry) }.value
    }

    @Test func `collectors whose samples are kept write in two places in turn`() async throws {
        let registry = ContextRegistry(engine: GatherEngine())
        let policy = CollectorPolicy(cache: CollectorCache(freshFor: .nanoseconds(1)))
        for index in 0..<Self.collectors {
            try registry.register(InstantCollector(TestSamples(collector: "c\(index)")), named: "c\(index)", policy: policy)
        }
        for _ in 0..<40 {
            let first = await buffers(registry)
            let second = await buffers(registry)
            let third = await buffers(registry)
            #expect(zip(first, second).allSatisfy { $0 != $1 }, "what is kept isn't written to")
            #expect(zip(first, third).count { $0 == $1 } >= Self.collectors - 4)
        }
    }
}

private struct ReadyCollector: ContextCollector {
    let samples: TestSamples

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws { samples.write(to: &sink) }
}
