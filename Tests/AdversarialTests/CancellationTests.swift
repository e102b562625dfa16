@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    @Suite struct Cancellation {
        @Test func `well-behaved collectors unwind before the deadline, and a result of that moment counts`() async throws {
            // On time that stands still in the cancellation window: how long collectors take to unwind is the machine's affair.
            let timer = ManualTimer()
            let registry = ContextRegistry(engine: GatherEngine(timer: timer))
            try registry.registerSleeper()
            try registry.register("task sleeper") { _, _ in try await Task.sleep(for: .seconds(3600)) }
            try registry.register("thrifty") { sink, context in
                try? await context.sleep(for: .seconds(3600))
                sink.sample(value, value: 7)
            }
            let unwound = Tally()
            try registry.register("parent") { _, context in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            do { try await context.sleep(for: .seconds(3600)) } catch { unwound.add() }
                        }
                    }
                }
            }
            async let gather = registry.gather(within: .seconds(10))
            // The gather's alarm, and those of six that sleep on it.
            await timer.waitUntilArmed(count: 7)
            timer.advance(by: .milliseconds(9_998))
            let answer = Answer(result: await gather, overshoot: .zero)
            #expect(answer.result.ending == .complete)
            #expect(answer.outcomes == [.cancelled, .cancelled, .success, .success])
            #expect(answer.families(of: "thrifty").map(\.values) == [[7]])
            #expect(unwound.count == 4, "cancellation reaches child tasks")
            #expect(await registry.settles())
        }

        @Test func `a caller who is cancelled leaves at once, whatever hangs`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("blocker") { _ in gate.block() }
            try registry.registerSleeper()
            try registry.registerQuickContext(1)
            let scrape = Task(executorPreference: registry.engine.executor) { await registry.gather(within: .seconds(3600)) }
            let (sleeper, quick) = (registry.contents.entries[1], registry.contents.entries[2])
            #expect(await eventually { gate.arrived == 1 && sleeper.isInFlight && quick.statistics[.success] == 1 })
            scrape.cancel()
            let result = await scrape.value
            #expect(!gate.isOpen)
            #expect(result.ending == .callerCancelled)
            #expect(result.results.map(\.outcome) == [.cancelled, .cancelled, .success])
            gate.open()
            #expect(await registry.settles())
        }

        @Test func `a caller who was cancelled before starts nothing`() async throws {
            let registry = ContextRegistry()
            let runs = Tally()
            try registry.register("sync") { _ in runs.add() }
            try registry.register("async") { _, _ in runs.add() }
            let result = await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await registry.gather(within: .seconds(3600))
            }.value
            #expect(result.ending == .callerCancelled)
            #expect(result.results.map(\.outcome) == [.skipped, .skipped])
            #expect(runs.count == 0)
        }

        @Test func `a gather that is sealed before it could begin leaves nothing behind`() async throws {
            let registry = ContextRegistry()
            try registry.registerQuick(1)
            try registry.registerQuickContext(1)
            #expect(registry.engine.start())
            let scope = CollectionScope(deadline: .distantFuture, timer: registry.engine.timer)
            let session = GatherSession(
                registry.contents.entries, scope: scope, now: .now, engine: registry.engine, board: registry.board)
            #expect(registry.board.begin(session))
            session.seal(.shutdown)
            let (ending, results) = await session.run()
            #expect(ending == .shutdown)
            #expect(results.map(\.outcome) == [.skipped, .skipped])
            #expect(registry.liveSessions == 0)
        }

        @Test func `a storm of 200 callers who all leave at once leaves nothing behind`() async throws {
            let registry = ContextRegistry()
            try registry.registerSleeper()
            try registry.registerQuick(1)
            try registry.registerQuickContext(1)
            for wait in [Duration.zero, .milliseconds(30)] {
                let scrapes = (0..<200).map { _ in
                    Task(executorPreference: registry.engine.executor) { await registry.gather(within: .seconds(3600)) }
                }
                try await Task.sleep(for: wait)
                for scrape in scrapes { scrape.cancel() }
                for scrape in scrapes {
                    let result = await scrape.value
                    // Who came when all before had left, and the sleeper hadn't quite ended, was told so at once and had nothing to wait for.
                    let cameBetween = result.ending == .complete && result.results.first?.outcome == .stillRunning
                    #expect(cameBetween || result.ending == .callerCancelled)
                }
                #expect(await registry.settles())
            }
        }

        @Test func `a collector that cancels its own task spares those after it`() async throws {
            let registry = ContextRegistry()
            try registry.register("suicidal") { _, _ in withUnsafeCurrentTask { $0?.cancel() } }
            for i in 0..<10 { try registry.register(SleepingCollector(for: .milliseconds(1)), named: "after-\(i)") }
            for _ in 0..<20 {
                let answer = await registry.answer(within: .seconds(60))
                #expect(answer.count(.success) == 11)
            }
            #expect(await registry.settles())
        }

        @Test func `a run that a later gather has joined isn't cancelled with the others of its gather`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("shared") { sink, context in
                while !gate.isOpen { try await context.sleep(for: .milliseconds(1)) }
                sink.sample(value, value: 1)
            }
            try registry.register("alone") { _, context in
                // Known only to the first gather: the second asks after it was taken out.
                try await context.sleep(for: .seconds(3600))
            }
            async let first = registry.answer(within: .seconds(1))
            #expect(await eventually { registry.liveSessions == 1 })
            registry.unregister(named: "alone")
            async let second = registry.answer(within: .seconds(60))
            let left = await first
            #expect(left.result.outcome(of: "shared") == .timeout)
            #expect(left.result.outcome(of: "alone") != .success)
            gate.open()
            let stayed = await second
            #expect(stayed.outcomes == [.success], "cancelling the other one didn't reach it")
            #expect(stayed.families(of: "shared").map(\.values) == [[1]])
            #expect(await registry.settles())
        }
    }
}
