/// What one subject did at one work, over all passes.
package struct Measurement: Sendable {
    /// What was asked, such as `sync.1000`.
    package let work: String
    /// Who was asked.
    package let subject: String
    package let unit: String
    package private(set) var goal: Goal?
    private(set) var values: [Double] = []
    private var passMedians: [Double] = []

    package init(_ work: String, _ subject: String, unit: String, goal: Goal? = nil) {
        self.work = work
        self.subject = subject
        self.unit = unit
        self.goal = goal
    }

    /// Adds the values of one pass.
    package mutating func add(_ pass: [Double]) {
        if pass.isEmpty { return }
        values += pass
        passMedians.append(value(at: 0.5, in: pass))
    }

    /// The same, with what is asked of it.
    package func with(_ goal: Goal) -> Measurement {
        var measurement = self
        measurement.goal = goal
        return measurement
    }

    package var runs: Int { values.count }

    package func quantile(_ q: Double) -> Double { value(at: q, in: values) }

    /// The lowest and the highest median of a pass: how far the machine lets one trust the median of all.
    package var spread: (low: Double, high: Double) { (passMedians.min() ?? .nan, passMedians.max() ?? .nan) }
}

/// What the issue that the code was written for asks for.
package struct Goal: Sendable {
    package let quantile: Double
    /// The most that is allowed.
    package let must: Double
    /// What is hoped for.
    package let aim: Double
    /// Where the limit comes from, when it is not a figure that was given.
    package let reason: String

    package init(_ quantile: Double = 0.5, must: Double, aim: Double, reason: String = "") {
        self.quantile = quantile
        self.must = must
        self.aim = aim
        self.reason = reason
    }
}

/// The value below which the fraction `q` of them lies.
private func value(at q: Double, in values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * q))]
}
