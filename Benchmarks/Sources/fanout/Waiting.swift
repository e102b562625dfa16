import Measuring

/// How well collectors wait beside each other: the whole gather should take little more than one of them.
enum Waiting {
    static func measure(isQuick: Bool) async -> [Measurement] {
        await sleeping(isQuick) + blocking(isQuick)
    }

    private static func sleeping(_ isQuick: Bool) async -> [Measurement] {
        func collectors(_ way: SleepingCollector.Way) -> [SleepingCollector] {
            [SleepingCollector](1000) { SleepingCollector(label: $0, duration: .milliseconds(10), way: way) }
        }
        let (context, task, naive): (Contestant, Contestant, Contestant) =
            (.registry(collectors(.context)), .registry(collectors(.task)), .taskGroup(collectors(.task)))
        let rounds = isQuick ? 5 : 20
        return await interleave(
            "waiting.sleep.1000", unit: "ms", passes: isQuick ? 3 : 9,
            [
                Subject("ours", rounds: rounds, goal: Goal(must: 14, aim: 11.2)) { await milliseconds(context, $0) },
                Subject("ours, Task.sleep", rounds: rounds) { await milliseconds(task, $0) },
                Subject("task group", rounds: rounds) { await milliseconds(naive, $0) },
            ])
    }

    private static func blocking(_ isQuick: Bool) async -> [Measurement] {
        let occupied = Occupied()
        let collectors = [OccupyingCollector](100) {
            OccupyingCollector(label: $0, milliseconds: 10, way: .block, occupied: occupied)
        }
        let (ours, naive): (Contestant, Contestant) = (.registry(collectors), .taskGroup(collectors))
        return await interleave(
            "waiting.block.100", unit: "ms", passes: isQuick ? 2 : 5,
            [
                Subject("ours", rounds: isQuick ? 10 : 40, goal: Goal(must: 40, aim: 20)) { await milliseconds(ours, $0) },
                Subject("task group", rounds: 2) { await milliseconds(naive, $0) },
            ])
    }

    private static func milliseconds(_ contestant: Contestant, _ rounds: Int) async -> [Double] {
        await contestant.rounds(rounds, warmUp: 2, within: .seconds(10)).map { $0.wall / 1e6 }
    }
}
