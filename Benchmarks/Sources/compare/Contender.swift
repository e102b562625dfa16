import Measuring

/// A program at a work, and what it has reached.
struct Contender {
    let name: String
    private(set) var size: Int
    private(set) var values: [Double] = []
    private var program: SubjectProgram?

    init(_ name: String, program: SubjectProgram?, size: Int) {
        self.name = name
        self.program = program
        self.size = size
    }

    /// Goes on with another process.
    mutating func replace(with other: Contender?) {
        program = other?.program
        size = other?.size ?? size
    }

    /// Asks for a round.
    ///
    /// A program that doesn't answer is asked nothing any more, and what it has answered doesn't count.
    mutating func doRound(_ work: String, within seconds: Int) {
        guard let program else { return }
        if program.ask(), let value = program.readLine(within: seconds).flatMap({ Double($0) }), value.isFinite {
            values.append(value)
        } else {
            Output.print("FAILED: \(name) at \(work), in round \(values.count + 1): left out\n")
            values = []
            end()
        }
    }

    mutating func end() { program = nil }
}
