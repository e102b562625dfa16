/// Somebody who does a work beside others.
package struct Subject {
    let name: String
    let goal: Goal?
    /// So many rounds a pass.
    let rounds: Int
    let measure: (_ rounds: Int) async -> [Double]

    /// - Parameters:
    ///   - name: Who it is.
    ///   - rounds: How many rounds it does in a pass.
    ///   - goal: What is asked of it.
    ///   - measure: Does so many rounds, and gives the value of each.
    package init(_ name: String, rounds: Int, goal: Goal? = nil, measure: @escaping (_ rounds: Int) async -> [Double]) {
        self.name = name
        self.goal = goal
        self.rounds = rounds
        self.measure = measure
    }
}

/// Lets the subjects do their rounds in turn, pass after pass, so that whatever else the machine does meets all of them.
package func interleave(_ work: String, unit: String, passes: Int, _ subjects: [Subject]) async -> [Measurement] {
    var measurements = subjects.map { Measurement(work, $0.name, unit: unit, goal: $0.goal) }
    for _ in 0..<passes {
        for (index, subject) in subjects.enumerated() { measurements[index].add(await subject.measure(subject.rounds)) }
    }
    return measurements
}
