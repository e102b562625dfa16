import Measuring

/// Programs that do the same works, in turn.
struct Comparison: Sendable {
    private let folder: String
    private let names: [String]

    private static let floors = "floors"
    private static let ours = "ours"
    private static let patience = 180

    /// Those that are named, each `folder/name/start`.
    init(folder: String, names: [String]) {
        self.folder = folder
        self.names = names
    }

    func printVersions() {
        for name in names {
            let version = start(name, "--version").readLine(within: 10)
            Output.print("\(name): \(version ?? "doesn't say what it is")\n")
        }
    }

    /// Rounds of all of them, one after the other, the first another each time.
    func measure(_ work: Work, isQuick: Bool) -> [Measurement] {
        var subjects = work.isFresh ? names.map { name in Contender(name, program: nil, size: 0) } : startAll(work)
        let rounds = Rounds(work, isQuick: isQuick)
        let start = Clock.now()
        var round = 0
        while rounds.goOn(after: round, since: start), !subjects.isEmpty {
            for place in subjects.indices {
                let index = (place + round) % subjects.count
                if work.isFresh { subjects[index].replace(with: prepared(subjects[index].name, work)) }
                subjects[index].doRound(work.name, within: Comparison.patience)
                if work.isFresh { subjects[index].end() }
            }
            subjects.removeAll { $0.values.isEmpty }
            round += 1
        }
        printSizes(subjects, work)
        return measurements(subjects, work)
    }

    private func startAll(_ work: Work) -> [Contender] {
        // They set themselves up at the same time: nothing is measured yet.
        let programs = names.map { ($0, start($0, work.name, countsAllocations: work.countsAllocations)) }
        return programs.compactMap { name, program in readied(name, program, work) }
    }

    private func prepared(_ name: String, _ work: Work) -> Contender? {
        readied(name, start(name, work.name, countsAllocations: work.countsAllocations), work)
    }

    private func readied(_ name: String, _ program: SubjectProgram, _ work: Work) -> Contender? {
        let answer = program.readLine(within: Comparison.patience)?.split(separator: " ") ?? []
        if answer.first == "ready" { return Contender(name, program: program, size: answer.dropFirst().first.flatMap { Int($0) } ?? 0) }
        if answer.first != "no" { Output.print("FAILED: \(name) at \(work.name), before the first round: left out\n") }
        return nil
    }

    private func start(_ name: String, _ work: String, countsAllocations: Bool = false) -> SubjectProgram {
        SubjectProgram(
            path: "\(folder)/\(name)/start", argument: work, preload: countsAllocations ? "\(folder)/allocations/count.so" : nil)
    }

    /// How long the texts are; that of a floor has to be as long as ours.
    private func printSizes(_ subjects: [Contender], _ work: Work) {
        let sizes = subjects.filter { $0.size > 0 }
        if sizes.isEmpty { return }
        Output.print("\(work.name): bytes of text: \(sizes.map { "\(subject($0.name, work)) \($0.size)" }.joined(separator: ", "))\n")
        let ours = sizes.first { $0.name == Comparison.ours }
        let floor = sizes.first { $0.name == Comparison.floors }
        if let ours, let floor, ours.size != floor.size { Output.print("UNEQUAL: the floor's text is not as long as ours\n") }
    }

    private func measurements(_ subjects: [Contender], _ work: Work) -> [Measurement] {
        func median(_ contender: Contender) -> Double { measurement(contender, work, nil).quantile(0.5) }
        let floor = subjects.first { $0.name == Comparison.floors }.map(median)
        let peers = subjects.filter { $0.name != Comparison.floors && $0.name != Comparison.ours }.map(median)
        let goal = work.goal(floor: floor, peers: peers)
        return subjects.map { measurement($0, work, $0.name == Comparison.ours ? goal : nil) }
    }

    private func measurement(_ contender: Contender, _ work: Work, _ goal: Goal?) -> Measurement {
        var measurement = Measurement(work.name, subject(contender.name, work), unit: work.unit, goal: goal)
        for value in contender.values { measurement.add([value]) }
        return measurement
    }

    private func subject(_ name: String, _ work: Work) -> String { name == Comparison.floors ? work.floor : name }
}

/// How many rounds a work gets: as many as there is time for, between two limits.
private struct Rounds {
    private let range: ClosedRange<Int>
    private let seconds: UInt64

    init(_ work: Work, isQuick: Bool) {
        // What doesn't depend on the moment needs few.
        let isSteady = work.isFresh || work.countsAllocations
        range = isSteady ? (isQuick ? 1...1 : 3...3) : isQuick ? 3...9 : 9...31
        seconds = isQuick ? 5 : 40
    }

    func goOn(after rounds: Int, since start: UInt64) -> Bool {
        rounds < range.lowerBound || (rounds < range.upperBound && Clock.now() - start < seconds * 1_000_000_000)
    }
}
