@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// A collector that gathers the registry that it is being collected by. (G20)
    @Suite struct Nested {
        /// Refers to a registry from its own collectors without keeping it alive.
        private final class Reference: Sendable {
            weak let registry: ContextRegistry?
            init(_ registry: ContextRegistry) { self.registry = registry }
            func gather(within budget: Duration) async -> GatherResult.Ending? { await registry?.gather(within: budget).ending }
        }

        @Test func `asking one's own registry is an error and not a deadlock`() async throws {
            let registry = ContextRegistry()
            let reference = Reference(registry)
            let log = Log()
            try registry.register("own") { _, _ in log.add(await reference.gather(within: .seconds(3600))) }
            try registry.register("own, in a child task") { _, _ in
                async let inner = reference.gather(within: .seconds(3600))
                log.add(await inner)
            }
            try registry.register("own, in a new task") { _, _ in
                log.add(await Task { await reference.gather(within: .seconds(3600)) }.value)
            }
            let answer = await registry.answer(within: .seconds(3600))
            #expect(answer.count(.success) == 3)
            #expect(log.all == [.nested, .nested, .nested])
            #expect(await registry.settles())
        }

        @Test func `asking it from a detached task ends at the deadlines`() async throws {
            let registry = ContextRegistry()
            let reference = Reference(registry)
            try registry.register("own") { _, _ in _ = await Task.detached { await reference.gather(within: .seconds(1)) }.value }
            let answer = await registry.answer(within: .milliseconds(300))
            answer.expectOnTime()
            #expect(answer.outcomes == [.timeout])
            #expect(await registry.settles())
        }

        @Test func `asking another registry inherits the deadline, and its collectors are asked`() async throws {
            let inner = ContextRegistry()
            try inner.registerSleeper()
            try inner.registerQuick(1)
            let registry = ContextRegistry()
            let found = Tally()
            try registry.register("outer") { _, _ in
                let result = await inner.gather(within: .seconds(3600))
                if result.outcome(of: "sync-0") == .success { found.add() }
            }
            let answer = await registry.answer(within: .seconds(2))
            answer.expectOnTime()
            #expect(await registry.settles())
            #expect(await inner.settles())
            #expect(found.count == 1)
        }

        @Test func `two registries that ask each other end with an error`() async throws {
            let (a, b) = (ContextRegistry(), ContextRegistry())
            let (toA, toB) = (Reference(a), Reference(b))
            let log = Log()
            try a.register("b") { _, _ in log.add(await toB.gather(within: .seconds(3600))) }
            try b.register("a") { _, _ in log.add(await toA.gather(within: .seconds(3600))) }
            let answer = await a.answer(within: .seconds(3600))
            #expect(answer.outcomes == [.success])
            #expect(log.all == [.nested, .complete])
            #expect(await a.settles())
            #expect(await b.settles())
        }

        @Test func `a task that a collector leaves behind neither delays nor counts`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("leaky") { sink, _ in
                Task.detached { await gate.suspend() }
                Task { await gate.suspend() }
                sink.sample(value, value: 1)
            }
            let answer = await registry.answer(within: .seconds(3600))
            #expect(answer.outcomes == [.success])
            #expect(await registry.settles())
            #expect(!gate.isOpen)
            gate.open()
        }
    }
}

/// How gathers ended, in that order.
private final class Log: Sendable {
    private let endings = Locked<[GatherResult.Ending?]>([])

    func add(_ ending: GatherResult.Ending?) { endings.withLock { $0.append(ending) } }
    var all: [GatherResult.Ending?] { endings.withLock { $0 } }
}
