@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// Shutdown in the middle of everything. (G21)
    @Suite struct Shutdown {
        @Test func `under load and with orphans alive it comes back within its limit, and everybody is answered`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("blocker") { _ in gate.block() }
            try registry.register("deaf") { _, _ in await gate.suspend() }
            try registry.registerQuick(5)
            #expect(await registry.answer(within: .milliseconds(200)).count(.timeout) == 2)
            try registry.registerSleeper()
            let callers = (0..<16).map { _ in
                Task {
                    var endings: [GatherResult.Ending] = []
                    repeat { endings.append(await registry.gather(within: .seconds(3600)).ending) } while endings.last != .shutdown
                    return endings
                }
            }
            #expect(await eventually { registry.liveSessions >= 16 })
            let orphans = await registry.shutdown(within: .milliseconds(300))
            #expect(!gate.isOpen)
            #expect(orphans == 2, "the sleeper was cancelled, those that hang are counted")
            for caller in callers { #expect(await caller.value.last == .shutdown) }
            #expect(await registry.answer(within: .seconds(3600)).result.ending == .shutdown)
            #expect(throws: RegistrationError.self) { try registry.register("late") { _ in } }
            gate.open()
            #expect(await registry.shutdown(within: .seconds(60)) == 0)
            #expect(await registry.settles())
            #expect(registry.lateResults >= 2, "they came, and were dropped")
        }

        @Test func `with every policy, turns that wait and samples that are refreshed, it leaves nothing but what hangs`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            let kept = CollectorCache(freshFor: .milliseconds(5), staleFor: .seconds(60), refreshesAhead: true)
            for i in 0..<20 {
                var policy = CollectorPolicy(timeout: .seconds(60), cache: i.isMultiple(of: 2) ? kept : nil, breaker: CircuitBreaker())
                policy.joining = [.shared, .exclusive, .perScrape][i % 3]
                policy.isolation = [.automatic, .thread, .serial("group")][i % 3]
                if i.isMultiple(of: 5) { policy.rateLimit = RateLimit(perSecond: 50) }
                let samples = TestSamples(family: "f_\(i)", collector: "c\(i)")
                try registry.register(SleepingCollector(for: .milliseconds(i), samples), named: "c\(i)", policy: policy)
            }
            // Both hang while others wait for their turn, and would have their samples kept.
            let stuck = CollectorPolicy(cache: CollectorCache(freshFor: .seconds(60)), isolation: .serial("stuck", atOnce: 2))
            try registry.register("blocker", policy: stuck) { _ in gate.block() }
            try registry.register("deaf", policy: stuck) { _, _ in await gate.suspend() }
            try registry.register("waiting", policy: CollectorPolicy(isolation: .serial("stuck", atOnce: 2))) { _ in }
            let refreshing = Task { await BackgroundRefresher(registry).run() }
            let callers = (0..<16).map { number in
                Task {
                    var ending = GatherResult.Ending.complete
                    while ending != .shutdown { ending = await registry.gather(within: .milliseconds(number * 20 + 100)).ending }
                }
            }
            #expect(await eventually { gate.arrived == 2 && registry.liveSessions >= 8 })
            let orphans = await registry.shutdown(within: .seconds(2))
            #expect(!gate.isOpen)
            #expect(orphans == 2, "all others were cancelled, or have ended")
            for caller in callers { await caller.value }
            await refreshing.value
            #expect(registry.liveSessions <= 2, "what hangs, and no turn")
            let late = registry.lateResults
            gate.open()
            #expect(await registry.shutdown(within: .seconds(60)) == 0)
            #expect(await registry.settles())
            #expect(registry.lateResults == late + 2, "they came, and were dropped")
            let now = registry.engine.timer.now()
            #expect(registry.contents.entries.allSatisfy { $0.cacheAge(at: now) == nil && $0.waiting == 0 })
            #expect(registry.engine.blockedThreads == 0)
        }

        @Test func `it never waits longer than it may, however short that is`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("blocker") { _ in gate.block() }
            #expect(await registry.answer(within: .milliseconds(100)).count(.timeout) == 1)
            for _ in 0..<500 {
                #expect(await registry.shutdown(within: .zero) == 1)
                #expect(await registry.shutdown(within: .microseconds(20)) == 1)
            }
            #expect(!gate.isOpen)
            gate.open()
            #expect(await registry.settles())
        }

        @Test func `who stops waiting stops at once, even before it began to wait`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("blocker") { _ in gate.block() }
            #expect(await registry.answer(within: .milliseconds(100)).count(.timeout) == 1)
            _ = await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                await registry.shutdown(within: .seconds(60))
            }.value
            let waiting = Task { await registry.shutdown(within: .seconds(60)) }
            waiting.cancel()
            _ = await waiting.value
            #expect(!gate.isOpen)
            gate.open()
            #expect(await registry.settles())
        }

        @Test func `of two at once, the one that gives up doesn't end the other's wait`() async throws {
            let registry = ContextRegistry()
            let gate = Gate()
            try registry.register("blocker") { _ in gate.block() }
            #expect(await registry.answer(within: .milliseconds(100)).count(.timeout) == 1)
            async let patient = registry.shutdown(within: .seconds(60))
            try await Task.sleep(for: .milliseconds(20))
            #expect(await registry.shutdown(within: .milliseconds(20)) == 1)
            try await Task.sleep(for: .milliseconds(20))
            gate.open()
            #expect(await patient == 0)
            #expect(await registry.settles())
        }

        @Test func `gathers that begin at that very instant are answered and leave nothing behind`() async throws {
            let engine = GatherEngine()
            for _ in 0..<200 {
                let registry = ContextRegistry(engine: engine)
                try registry.registerQuick(1)
                try registry.registerSleeper()
                let scrapes = (0..<4).map { _ in
                    Task(executorPreference: engine.executor) { await registry.gather(within: .seconds(3600)).ending }
                }
                await Task.yield()
                await registry.shutdown(within: .seconds(60))
                #expect(registry.liveSessions == 0)
                // Complete, too: the first to be shut down leaves runs that the others then find still running.
                for scrape in scrapes { #expect([.shutdown, .complete].contains(await scrape.value)) }
            }
        }
    }
}
