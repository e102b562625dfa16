/// One run of a program of benchmarks: does the works that were asked for, prints them, and writes them to a file.
package struct Session {
    package typealias Work = (name: String, measure: (_ isQuick: Bool) async -> [Measurement])

    private let works: [Work]

    package init(works: [Work]) { self.works = works }

    /// Does the works that the arguments ask for.
    ///
    /// - Returns: The exit status.
    package func run(_ arguments: [String]) async -> CInt {
        do { return await run(try Arguments(arguments, works: works.map(\.name))) } catch {
            Output.print("\(error)\n", to: Output.error)
            return 2
        }
    }

    private func run(_ arguments: Arguments) async -> CInt {
        var all: [Measurement] = []
        for work in works where arguments.includes(work.name) {
            let before = SystemStatus.loadAverage
            let measurements = await work.measure(arguments.isQuick)
            Output.print("\n\(work.name), load average \(before) before, \(SystemStatus.loadAverage) after\n\(Table(measurements).text)")
            all += measurements
        }
        let judged = all.filter { $0.goal != nil }
        if judged.count > 1 { Output.print("\nbeside what is asked for\n\(Table(judged).text)") }
        var isSaved = true
        if let path = arguments.records { isSaved = save(all.map { $0.record + "\n" }.joined(), as: path) }
        if let path = arguments.chart { isSaved = save(Chart(all).text, as: path) && isSaved }
        return isSaved ? 0 : 1
    }

    private func save(_ text: String, as path: String) -> Bool {
        if Output.save(text, as: path) { return true }
        Output.print("can't write \(path)\n", to: Output.error)
        return false
    }
}

extension Measurement {
    /// A line of JSON.
    ///
    /// All text in it is ours and needs no escaping.
    fileprivate var record: String {
        let numbers = [("median", 0.5), ("p10", 0.1), ("p90", 0.9), ("p99", 0.99)].map { name, q in
            let value = quantile(q)
            return "\"\(name)\": \(value.isFinite ? fixedText(value, decimals: 4) : "null")"
        }
        return """
            {"work": "\(work)", "subject": "\(subject)", "unit": "\(unit)", \(numbers.joined(separator: ", ")), "runs": \(runs)}
            """
    }
}
