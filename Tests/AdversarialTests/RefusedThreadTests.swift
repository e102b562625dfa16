@testable import ContextMetrics
import ContextMetricsTesting
import Testing

extension AdversarialTests {
    /// The system refuses threads: too many processes, too little memory.
    @Suite struct RefusedThreads {
        private func engine(_ dice: Dice, refusesOneIn chance: UInt64) -> GatherEngine {
            GatherEngine(timer: nil) { name, body in dice.oneIn(chance) ? false : SystemThread.start(name, body) }
        }

        @Test func `without any thread a gather is unavailable, at once`() async throws {
            let registry = ContextRegistry(engine: GatherEngine(timer: nil) { _, _ in false })
            try registry.registerQuick(2)
            try registry.registerQuickContext(2)
            for _ in 0..<3 {
                let result = await registry.gather(within: .seconds(3600))
                #expect(result.ending == .unavailable)
                #expect(result.results.allSatisfy { $0.outcome == .rejected })
            }
            #expect(registry.liveSessions == 0)
        }

        @Test(arguments: [2, 4] as [UInt64])
        func `refused at random, every gather still ends, with what could be had`(chance: UInt64) async throws {
            let dice = Dice()
            var (unavailable, successes) = (0, 0)
            for _ in 0..<40 {
                let registry = ContextRegistry(engine: engine(dice, refusesOneIn: chance))
                let gate = Gate()
                try registry.registerQuick(3)
                try registry.registerQuickContext(3)
                try registry.register(SleepingCollector(for: .milliseconds(1)), named: "short")
                for i in 0..<3 { try registry.register("blocker-\(i)") { _ in gate.block() } }
                // Several at once: who finds an engine that another one is starting must not rely on it too early.
                let results = await withTaskGroup(of: GatherResult.self) { group in
                    for _ in 0..<3 { group.addTask { await registry.gather(within: .milliseconds(50)) } }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(!gate.isOpen)
                unavailable += results.count { $0.ending == .unavailable }
                successes += results.reduce(0) { $0 + $1.results.count { $0.outcome == .success } }
                gate.open()
                #expect(await registry.settles(), "what waited for a thread gets one when there is one")
            }
            print("\(unavailable) of 120 unavailable, \(successes) successes")
            #expect(successes > 0)
        }

        @Test func `collectors for which there is no thread are rejected, and leave nothing behind when there is one`() async throws {
            let door = Gate()
            let registry = ContextRegistry(
                engine: GatherEngine(timer: nil) { name, body in
                    if !door.isOpen, name == "metrics-collect" || name == "metrics-context" { return false }
                    return SystemThread.start(name, body)
                })
            try registry.registerQuick(3)
            try registry.registerQuickContext(3)
            let answer = await registry.answer(within: .milliseconds(200))
            answer.expectOnTime()
            #expect(answer.count(.rejected) == 6)
            #expect(!door.isOpen)
            door.open()
            #expect(await registry.settles())
        }

        @Test func `a caller on the engine's executor goes on as soon as there is a thread for it`() async throws {
            let refusals = Tally()
            let registry = ContextRegistry(
                engine: GatherEngine(timer: nil) { name, body in
                    if name == "metrics-front", refusals.count < 20 {
                        refusals.add()
                        return false
                    }
                    return SystemThread.start(name, body)
                })
            try registry.registerQuick(3)
            #expect(await registry.answer(within: .seconds(60)).count(.success) == 3)
            #expect(refusals.count == 20)
        }

        @Test func `who finds an engine that somebody else is starting doesn't rely on a thread that is then refused`() async throws {
            let (entered, door) = (Tally(), Gate())
            let registry = ContextRegistry(
                engine: GatherEngine(timer: nil) { name, body in
                    if name == "metrics-timer", entered.count == 0 {
                        entered.add()
                        door.block()
                        return false
                    }
                    return SystemThread.start(name, body)
                })
            try registry.registerSleeper()
            let first = Task.detached { await registry.gather(within: .milliseconds(100)).ending }
            #expect(await eventually { door.arrived == 1 })
            let ended = Tally()
            let second = Task.detached {
                let ending = await registry.gather(within: .milliseconds(500)).ending
                ended.add()
                return ending
            }
            blockThread(for: .milliseconds(50))
            door.open()
            #expect(await first.value == .unavailable)
            #expect(await eventually { ended.count == 1 }, "its deadline is kept by a timer that runs")
            if ended.count == 1 { #expect(await second.value != .unavailable) }
            #expect(await registry.settles())
        }

        @Test func `refused after the first gather, those that there are go on working, and a lost one is replaced later`() async throws {
            let door = Gate()
            let refused = Tally()
            let engine = GatherEngine(timer: nil) { name, body in
                if !door.isOpen, refused.count > 0 {
                    refused.add()
                    return false
                }
                return SystemThread.start(name, body)
            }
            let registry = ContextRegistry(engine: engine)
            let gate = Gate()
            try registry.registerQuick(3)
            try registry.registerQuickContext(3)
            #expect(await registry.answer(within: .seconds(60)).count(.success) == 6)
            refused.add()
            for i in 0..<8 { try registry.register("blocker-\(i)") { _ in gate.block() } }
            let answer = await registry.answer(within: .milliseconds(300))
            answer.expectOnTime()
            #expect(answer.outcomes.suffix(8).allSatisfy { $0 == .timeout || $0 == .rejected || $0 == .skipped })
            #expect(!gate.isOpen)
            #expect(refused.count > 1, "or nothing was refused")
            gate.open()
            door.open()
            #expect(await registry.settles())
            #expect(await registry.answer(within: .seconds(60)).count(.success) == 14)
        }
    }
}
