import Measuring

/// How long after its deadline a gather ends, in milliseconds; negative where everybody stopped in the moment that cancellation leaves.
enum Overshoot {
    private static let budget = 200

    static func measure(isQuick: Bool) async -> [Measurement] {
        let quick = Goal(0.99, must: 2, aim: 0.5)
        let busy = Goal(0.99, must: 15, aim: 5)
        var measurements = await sleepers("idle", poolIsBlocked: false, quick, naiveRounds: 20, isQuick)
        measurements += await sleepers("pool-blocked", poolIsBlocked: true, quick, naiveRounds: 10, isQuick)
        measurements += await occupiers("block.64", 64, .block, milliseconds: 300, quick, naiveRounds: 3, isQuick)
        measurements += await occupiers("spin.2", 2, .spin, milliseconds: 260, busy, naiveRounds: 20, isQuick)
        measurements += await occupiers("spin.8", 8, .spin, milliseconds: 260, busy, naiveRounds: 10, isQuick)
        return measurements
    }

    /// Eight that sleep long, and stop when they are cancelled.
    private static func sleepers(
        _ name: String, poolIsBlocked: Bool, _ goal: Goal, naiveRounds: Int, _ isQuick: Bool
    ) async -> [Measurement] {
        let occupied = Occupied()
        let collectors = [SleepingCollector](8) { SleepingCollector(label: $0, duration: .seconds(5), way: .context) }
        return await scrapes(
            name, .registry(collectors), .taskGroup(collectors), goal, naiveRounds: naiveRounds, occupied, isQuick
        ) {
            if poolIsBlocked { blockPool(occupied) }
        }
    }

    private static func occupiers(
        _ name: String, _ count: Int, _ way: OccupyingCollector.Way, milliseconds: Int, _ goal: Goal, naiveRounds: Int, _ isQuick: Bool
    ) async -> [Measurement] {
        let occupied = Occupied()
        let collectors = [OccupyingCollector](count) {
            OccupyingCollector(label: $0, milliseconds: milliseconds, way: way, occupied: occupied)
        }
        return await scrapes(name, .registry(collectors), .taskGroup(collectors), goal, naiveRounds: naiveRounds, occupied, isQuick) {}
    }

    /// The application keeps every thread of the cooperative pool until long after the deadline.
    private static func blockPool(_ occupied: Occupied) {
        for _ in 0..<4 {
            occupied.begin()
            Task.detached {
                Clock.block(milliseconds: 300)
                occupied.end()
            }
        }
    }

    private static func sleepOnThread() -> Double {
        let start = Clock.now()
        Clock.block(milliseconds: budget)
        return Double(Clock.now() - start) / 1e6 - Double(budget)
    }

    /// One scrape after the other, each when nothing of the one before is left.
    private static func scrapes(
        _ name: String, _ ours: Contestant, _ naive: Contestant, _ goal: Goal, naiveRounds: Int, _ occupied: Occupied, _ isQuick: Bool,
        with prepare: @escaping @Sendable () -> Void
    ) async -> [Measurement] {
        func values(_ contestant: Contestant, _ rounds: Int) async -> [Double] {
            var values: [Double] = []
            for _ in 0..<rounds {
                let round = await contestant.rounds(1, within: .milliseconds(budget), with: prepare)
                values += round.map { $0.wall / 1e6 - Double(budget) }
                occupied.waitUntilNone()
            }
            return values
        }
        // The first finds no threads yet, and nobody who is known to block.
        _ = await values(ours, 2)
        let passes = isQuick ? 2 : 10
        return await interleave(
            "overshoot.\(name)", unit: "ms", passes: passes,
            [
                Subject("ours", rounds: (isQuick ? 20 : 200) / passes, goal: goal) { await values(ours, $0) },
                // How late the system itself is.
                Subject("a sleeping thread", rounds: 2) { (0..<$0).map { _ in sleepOnThread() } },
                Subject("task group", rounds: max(1, naiveRounds / passes)) { await values(naive, $0) },
            ])
    }
}
