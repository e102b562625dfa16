import ContextMetrics

/// The latencies of a run as a picture: a bar for each row of the histogram, and a line for each percentile.
///
/// The rows are about equally wide on a scale of logarithms, and so are the bars. Bars are as high as their counts; one that isn't
/// empty is seen.
struct LatencyChart {
    private static let (width, left, right, top, bars, bottom) = (760, 20, 20, 74, 220, 44)
    private static let height = top + bars + bottom

    private let rows: [ScrapeReport.Row]
    private let latency: LatencySummary

    init(_ report: ScrapeReport) {
        rows = report.histogram
        latency = report.latency
    }

    static let style: StaticString = """
        .chart text { font: 12px system-ui, sans-serif; fill: #444; }
        .chart .bar { fill: #3b7dd8; }
        .chart .axis { stroke: #999; }
        .chart .mark { stroke: #c2410c; stroke-dasharray: 3 3; }
        .chart text.mark { stroke: none; fill: #c2410c; }
        .chart .ground { fill: #fff; }
        @media (prefers-color-scheme: dark) {
        .chart text { fill: #bbb; }
        .chart .bar { fill: #6ea8fe; }
        .chart .axis { stroke: #777; }
        .chart .mark { stroke: #fb923c; }
        .chart text.mark { stroke: none; fill: #fb923c; }
        .chart .ground { fill: #16181c; }
        }
        """

    /// Writes an `svg` element; with `title` one that stands alone, with its own style.
    func write(to markup: inout Markup, title: String? = nil) {
        let attributes: KeyValuePairs = [
            "xmlns": "http://www.w3.org/2000/svg", "class": "chart", "viewBox": "0 0 \(Self.width) \(Self.height)",
            "width": "\(Self.width)", "height": "\(Self.height)",
        ]
        markup.element("svg", attributes) { markup in
            if let title {
                markup.style(Self.style)
                markup.element("title", text: title)
            }
            markup.empty("rect", ["class": "ground", "width": "100%", "height": "100%"])
            if let title { markup.element("text", ["x": "\(Self.left)", "y": "18"], text: title) }
            writeBars(to: &markup)
            writeAxis(to: &markup)
            writePercentiles(to: &markup)
        }
    }

    private var barWidth: Double { Double(Self.width - Self.left - Self.right) / Double(max(1, rows.count)) }

    private func x(ofRow index: Int) -> Double { Double(Self.left) + Double(index) * barWidth }

    /// In its row, as far as it is between the ends.
    private func x(of latency: Duration) -> Double? {
        guard let index = rows.firstIndex(where: { $0.from <= latency && latency < $0.to }) else { return nil }
        let row = rows[index]
        return x(ofRow: index) + (latency - row.from) / (row.to - row.from) * barWidth
    }

    private func writeBars(to markup: inout Markup) {
        let most = max(1, rows.map(\.count).max() ?? 0)
        for (index, row) in rows.enumerated() where row.count > 0 {
            let height = max(2, row.count * Self.bars / most)
            markup.element(
                "rect",
                [
                    "class": "bar", "x": (x(ofRow: index) + 1).pointText, "y": "\(Self.top + Self.bars - height)",
                    "width": max(1, barWidth - 2).pointText, "height": "\(height)",
                ]
            ) { $0.element("title", text: "\(row.count) from \(row.from.millisecondsText) to \(row.to.millisecondsText) ms") }
        }
    }

    private func writeAxis(to markup: inout Markup) {
        let y = Self.top + Self.bars
        markup.empty("line", ["class": "axis", "x1": "\(Self.left)", "y1": "\(y)", "x2": "\(Self.width - Self.right)", "y2": "\(y)"])
        guard let last = rows.last else {
            return markup.element("text", ["x": "\(Self.left)", "y": "\(y - 10)"], text: "no scrape succeeded")
        }
        // As many as there is room for.
        let step = (rows.count + 5) / 6
        for index in stride(from: 0, to: rows.count, by: max(1, step)) where rows.count - index > step / 2 {
            let text = rows[index].from.millisecondsText
            markup.element("text", ["x": x(ofRow: index).pointText, "y": "\(y + 18)"], text: text)
        }
        markup.element("text", ["x": "\(Self.width - Self.right)", "y": "\(y + 18)", "text-anchor": "end"], text: last.to.millisecondsText)
        markup.element("text", ["x": "\(Self.width / 2)", "y": "\(y + 36)", "text-anchor": "middle"], text: "latency in ms, logarithmic")
    }

    private func writePercentiles(to markup: inout Markup) {
        for (index, percentile) in LatencySummary.Percentile.allCases.enumerated() {
            guard let duration = latency[percentile], let x = x(of: duration) else { continue }
            // One under the other, so that they can be close.
            let y = Self.top - 34 + 12 * index
            let bottom = Self.top + Self.bars
            markup.empty("line", ["class": "mark", "x1": x.pointText, "y1": "\(y - 8)", "x2": x.pointText, "y2": "\(bottom)"])
            let isLeft = x > Double(Self.width) * 0.75
            markup.element(
                "text",
                ["class": "mark", "x": (x + (isLeft ? -4 : 4)).pointText, "y": "\(y)", "text-anchor": isLeft ? "end" : "start"],
                text: "\(percentile.name) \(duration.millisecondsText)")
        }
    }
}

extension Double {
    /// A coordinate, to a tenth.
    fileprivate var pointText: String { ((self * 10).rounded() / 10).description }
}
