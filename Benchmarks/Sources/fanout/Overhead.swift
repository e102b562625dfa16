import Measuring

/// What collectors cost that have nothing to do: one family of one sample, under a deadline that is far away.
enum Overhead {
    static func measure(isQuick: Bool) async -> [Measurement] {
        var measurements: [Measurement] = []
        for kind in Kind.allCases {
            for count in [10, 100] { measurements += await wholeGather(kind, count, isQuick) }
            for count in [1000, 10_000] { measurements += await eachCollector(kind, count, isQuick) }
        }
        return measurements
    }

    private enum Kind: String, CaseIterable {
        case sync, async

        var goal: Goal { self == .sync ? Goal(must: 300, aim: 110) : Goal(must: 400, aim: 180) }

        func contestants(_ count: Int) -> (ours: Contestant, naive: Contestant) {
            switch self {
            case .sync:
                let collectors = [TrivialCollector](count, TrivialCollector.init)
                return (.registry(collectors), .taskGroup(collectors))
            case .async:
                let collectors = [TrivialContextCollector](count, TrivialContextCollector.init)
                return (.registry(collectors), .taskGroup(collectors))
            }
        }
    }

    /// Microseconds of a gather.
    private static func wholeGather(_ kind: Kind, _ count: Int, _ isQuick: Bool) async -> [Measurement] {
        let (ours, naive) = kind.contestants(count)
        func values(_ contestant: Contestant, _ rounds: Int) async -> [Double] {
            await contestant.rounds(rounds, warmUp: 20, within: .seconds(10)).map { $0.wall / 1000 }
        }
        let goal = kind == .sync && count == 10 ? Goal(must: 60, aim: 5) : nil
        return await interleave(
            "overhead.\(kind).\(count)", unit: "us", passes: isQuick ? 3 : 9,
            [
                Subject("ours", rounds: isQuick ? 100 : 1000, goal: goal) { await values(ours, $0) },
                Subject("task group", rounds: isQuick ? 50 : 500) { await values(naive, $0) },
            ])
    }

    /// Nanoseconds a collector: of time, then of the processors.
    private static func eachCollector(_ kind: Kind, _ count: Int, _ isQuick: Bool) async -> [Measurement] {
        let (ours, naive) = kind.contestants(count)
        let work = "overhead.\(kind).\(count)"
        var wall = [Measurement(work, "ours", unit: "ns each", goal: kind.goal), Measurement(work, "task group", unit: "ns each")]
        var processor = ["ours", "task group"].map { Measurement(work + ".processor", $0, unit: "ns each") }
        let rounds = (isQuick ? 30 : 100) * 1000 / count
        for _ in 0..<(isQuick ? 3 : 9) {
            for (index, contestant) in [ours, naive].enumerated() {
                let values = await contestant.rounds(index == 0 ? rounds : rounds / 3, warmUp: 5, within: .seconds(10))
                wall[index].add(values.map { $0.wall / Double(count) })
                processor[index].add(values.map { $0.processor / Double(count) })
            }
        }
        return wall + processor
    }
}
