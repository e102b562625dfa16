@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// Failure classes 2, 11 and 16: scrapes that overlap must not pile up, nor run a collector beside itself, nor double the load.
    @Suite struct Overlap {
        /// Waits until `count` gathers of the registry are under way and have had the time to ask its collectors.
        private func join(_ registry: ContextRegistry, _ count: Int) async throws {
            #expect(await eventually { registry.liveSessions >= count })
            try await Task.sleep(for: .milliseconds(20))
        }

        @Test func `gathers that overlap share one run`() async throws {
            let registry = ContextRegistry()
            let collector = GatedCollector()
            try registry.register(collector, named: "gated")
            try registry.registerQuick(1)
            async let first = registry.answer(within: .seconds(60))
            async let second = registry.answer(within: .seconds(60))
            async let third = registry.answer(within: .seconds(60))
            await collector.waitUntilStarted()
            try await join(registry, 1)
            collector.open()
            let answers = await [first, second, third]
            #expect(answers.allSatisfy { $0.outcomes == [.success, .success] && $0.families(of: "gated").count == 1 })
            #expect(await registry.settles())
        }

        @Test func `two scrapes at once never run a collector beside itself`() async throws {
            let registry = ContextRegistry()
            let (beside, cutOff) = (Tally(), Tally())
            for i in 0..<5 {
                let room = Room()
                try registry.register("collector-\(i)") { sink, context in
                    if !room.enter() { beside.add() }
                    defer { room.leave() }
                    try? await context.sleep(for: .microseconds(.random(in: 200...2000)))
                    sink.sample(value, value: 1)
                }
            }
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<50 {
                            let answer = await registry.answer(within: .milliseconds(.random(in: 1...4)))
                            if answer.count(.success) < 5 { cutOff.add() }
                        }
                    }
                }
            }
            #expect(await registry.settles())
            #expect(beside.count == 0)
            print("400 scrapes, \(cutOff.count) of them partial")
        }

        @Test func `who joined leaves at its own deadline, and the run goes on for who started it`() async throws {
            let registry = ContextRegistry()
            let collector = GatedCollector()
            try registry.register(collector, named: "gated")
            async let first = registry.answer(within: .seconds(60))
            await collector.waitUntilStarted()
            let joiner = await registry.answer(within: .milliseconds(200))
            joiner.expectOnTime()
            #expect(joiner.outcomes == [.timeout])
            #expect(registry.orphans == 0, "somebody still waits")
            collector.open()
            #expect(await first.outcomes == [.success])
            #expect(collector.started == 1)
            #expect(await registry.settles())
        }

        @Test func `who started it leaves first, and the run isn't cancelled under who joined`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            let cancelled = Tally()
            try registry.register("shared") { sink, context in
                while !gate.isOpen {
                    do { try await context.sleep(for: .milliseconds(1)) } catch {
                        cancelled.add()
                        throw error
                    }
                }
                sink.sample(value, value: 1)
            }
            async let first = registry.answer(within: .seconds(1))
            try await join(registry, 1)
            async let second = registry.answer(within: .seconds(60))
            let owner = await first
            owner.expectOnTime()
            #expect(owner.outcomes == [.timeout])
            try await Task.sleep(for: .milliseconds(50))
            #expect(cancelled.count == 0)
            gate.open()
            let joiner = await second
            #expect(joiner.outcomes == [.success])
            #expect(joiner.families(of: "shared").count == 1)
            #expect(await registry.settles())
        }

        @Test func `the last to leave cancels the run`() async throws {
            let registry = ContextRegistry()
            let cancelled = Tally()
            try registry.register("shared") { _, context in
                do { try await context.sleep(for: .seconds(3600)) } catch {
                    cancelled.add()
                    throw error
                }
            }
            async let first = registry.answer(within: .milliseconds(300))
            try await join(registry, 1)
            async let second = registry.answer(within: .seconds(1))
            _ = await first
            #expect(cancelled.count == 0)
            _ = await second
            #expect(await registry.settles(), "or it would sleep for an hour")
            #expect(cancelled.count == 1)
        }

        @Test func `an orphan isn't started again, costs later gathers no time, and runs again when it has ended`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("blocker") { sink in
                gate.block()
                sink.sample(value, value: 1)
            }
            try registry.registerQuick(1)
            #expect(await registry.answer(within: .milliseconds(200)).outcomes == [.timeout, .success])
            for _ in 0..<5 {
                let answer = await registry.answer(within: .seconds(3600))
                #expect(answer.result.ending == .complete)
                #expect(answer.outcomes == [.stillRunning, .success])
            }
            #expect(gate.arrived == 1)
            #expect(registry.orphans == 1)
            gate.open()
            #expect(await registry.settles())
            #expect(await registry.answer(within: .seconds(60)).outcomes == [.success, .success])
        }

        @Test func `scrapes that ask for something else don't share a run`() async throws {
            enum Tenant: ContextKey { static let defaultValue = "" }
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("tenant") { sink, context in
                await gate.suspend()
                sink.sample(GaugeDescriptor("tenant_\(context[Tenant.self])"), value: 1)
            }
            func ask(_ tenant: String) async -> [String] {
                var context = GatherContext(deadline: registry.engine.timer.now().advanced(by: .seconds(60)))
                context.values[Tenant.self] = tenant
                return await registry.gather(context).families(of: "tenant").map(\.name)
            }
            async let a = ask("a")
            async let b = ask("b")
            #expect(await eventually { gate.arrived == 2 })
            gate.open()
            #expect(await (a, b) == (["tenant_a"], ["tenant_b"]))
            #expect(await registry.settles())
        }
    }
}

/// For one at a time.
private final class Room: Sendable {
    private let isTaken = Locked(false)

    /// False when somebody is inside already.
    func enter() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }

    func leave() { isTaken.withLock { $0 = false } }
}
