import ContextMetricsTesting
import Testing

@testable import ContextMetrics

/// Unregisters another when it goes.
private final class Parent: Collector {
    let registry: ContextRegistry
    init(_ registry: ContextRegistry) { self.registry = registry }
    deinit { registry.unregister(named: "child") }
    func collect(into sink: inout SampleSink) throws {}
}

@Suite(.timeLimit(.minutes(15))) struct `What collectors do when they go` {
    @Test func `a collector that unregisters another in its deinit doesn't lock the registry`() throws {
        let registry = ContextRegistry()
        try registry.register(InstantCollector(), named: "child")
        try registry.register(Parent(registry), named: "parent")
        #expect(registry.unregister(named: "parent"))
        #expect(registry.collectorNames.isEmpty)
    }

    @Test func `a sleep in a task that outlives the registry ends`() async throws {
        let slept = Locked<Task<Void, any Error>?>(nil)
        do {
            let registry = ContextRegistry()
            try registry.register("leaves a task") { _, context in
                let task = Task.detached { try await context.sleep(for: .seconds(600)) }
                slept.withLock { $0 = task }
            }
            #expect(await registry.gather(within: .seconds(10)).outcome(of: "leaves a task") == .success)
        }
        let task = try #require(slept.withLock { $0 })
        try await task.value
    }

    @Test func `runs_total never goes down, though results come at the deadline`() async throws {
        let registry = ContextRegistry()
        try registry.register("now and then in time") { sink in
            blockThread(for: .microseconds(.random(in: 0...300)))
            TestSamples().write(to: &sink)
        }
        var last: UInt64 = 0
        for _ in 0..<300 {
            _ = await registry.gather(within: .microseconds(200))
            let now = try #require(registry.contents.entries.first).statistics[.success]
            #expect(now >= last)
            last = now
        }
    }
}
