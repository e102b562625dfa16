#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Bars for people: what the others need, as multiples of what ours needs.
///
/// SVG, complete in itself. All text in it is ours and needs no escaping. Bars are as long as the logarithm says: each line across is
/// ten times the one before.
struct Chart {
    private struct Bar {
        let label: String
        /// To ours.
        let ratio: Double
    }

    private static let (width, left, row, decades) = (960, 300, 18, 5.0)
    private var lines: [String] = []
    private var y = 44

    init(_ measurements: [Measurement]) {
        var works: [String] = []
        for measurement in measurements where works.last != measurement.work { works.append(measurement.work) }
        for work in works { add(work, measurements.filter { $0.work == work }) }
    }

    private mutating func add(_ work: String, _ measurements: [Measurement]) {
        guard let ours = measurements.first(where: { $0.subject == "ours" })?.quantile(0.5), ours > 0 else { return }
        append(text: work, x: 10, bold: true)
        for measurement in measurements {
            let median = measurement.quantile(0.5)
            append(Bar(label: "\(measurement.subject), \(shortText(median)) \(measurement.unit)", ratio: median / ours))
        }
        y += Chart.row / 2
    }

    private mutating func append(_ bar: Bar) {
        append(text: bar.label, x: 24, bold: false)
        let (one, end) = (position(1), position(bar.ratio))
        let color = bar.ratio == 1 ? "#333" : bar.ratio > 1 ? "#4a90d9" : "#d98a4a"
        let (x, length) = (min(one, end), max(2, abs(end - one)))
        lines.append("<rect x=\"\(x)\" y=\"\(y - Chart.row - 11)\" width=\"\(length)\" height=\"13\" fill=\"\(color)\"/>")
        lines.append("<text x=\"\(max(one, end) + 6)\" y=\"\(y - Chart.row)\">\(fixedText(bar.ratio, decimals: 2))</text>")
    }

    private mutating func append(text: String, x: Int, bold: Bool) {
        lines.append("<text x=\"\(x)\" y=\"\(y)\"\(bold ? " font-weight=\"bold\"" : "")>\(text)</text>")
        y += Chart.row
    }

    /// From a hundredth on.
    private func position(_ ratio: Double) -> Int {
        let decade = Double(Chart.width - Chart.left - 60) / (Chart.decades + 2)
        return Chart.left + Int((min(max(log10(ratio), -2), Chart.decades) + 2) * decade)
    }

    var text: String {
        let grid = (-2...Int(Chart.decades)).map { exponent in
            let ratio = pow(10, Double(exponent))
            let x = position(ratio)
            return """
                <line x1="\(x)" y1="28" x2="\(x)" y2="\(y)" stroke="#ddd"/>
                <text x="\(x)" y="22" text-anchor="middle" fill="#777">\(fixedText(ratio, decimals: max(0, -exponent)))x</text>
                """
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Chart.width)" height="\(y + 10)" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            \((grid + lines).joined(separator: "\n"))
            </svg>

            """
    }
}
