/// Measurements for people, in columns.
struct Table {
    private static let titles = ["work", "subject", "median", "p10", "p90", "p99", "unit", "passes", "runs", "to ours", "must", "aim", ""]
    private var rows: [[String]] = [titles]

    /// Those of one work are compared with the one whose subject is `ours`.
    init(_ measurements: [Measurement]) {
        for measurement in measurements {
            let ours = measurements.first { $0.work == measurement.work && $0.subject == "ours" }
            rows.append(Table.row(measurement, beside: ours?.subject == measurement.subject ? nil : ours))
        }
    }

    private static func row(_ measurement: Measurement, beside other: Measurement?) -> [String] {
        let median = measurement.quantile(0.5)
        let spread = measurement.spread
        let ratio = other.map { median / $0.quantile(0.5) } ?? .nan
        let goal = measurement.goal
        let reached = goal.map { measurement.quantile($0.quantile) }
        func limit(_ value: Double) -> String { "\(goal?.quantile == 0.99 ? "p99 " : "")\(shortText(value))" }
        return [
            measurement.work, measurement.subject, shortText(median), shortText(measurement.quantile(0.1)),
            shortText(measurement.quantile(0.9)), shortText(measurement.quantile(0.99)), measurement.unit,
            "\(shortText(spread.low))..\(shortText(spread.high))", String(measurement.runs),
            ratio > 0 && ratio.isFinite ? fixedText(ratio, decimals: ratio < 0.1 ? 3 : 2) : "",
            goal.map { limit($0.must) } ?? "", goal.map { limit($0.aim) } ?? "",
            [verdict(reached, goal), goal?.reason ?? ""].filter { !$0.isEmpty }.joined(separator: ", "),
        ]
    }

    private static func verdict(_ reached: Double?, _ goal: Goal?) -> String {
        guard let reached, let goal else { return "" }
        if reached <= goal.aim { return "aim reached" }
        if goal.must == .infinity { return "NOT JUDGED" }
        return reached <= goal.must ? "must reached" : "MISSED"
    }

    var text: String {
        let widths = Table.titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var text = ""
        for row in rows {
            let cells = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return (2...5).contains(column) ? padding + row[column] : row[column] + padding
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }
}
