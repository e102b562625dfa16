import ContextMetrics

extension ScrapeReport {
    /// A picture of the latencies: SVG that is complete in itself, for light and for dark.
    public var svg: String {
        var markup = Markup()
        LatencyChart(self).write(to: &markup, title: "\(target): \(succeeded) of \(scrapes) scrapes succeeded")
        return markup.text
    }

    /// All of it as a page: HTML that is complete in itself, for light and for dark, and well-formed XML.
    public func html(limits: ScrapeLimits = ScrapeLimits()) -> String {
        var markup = Markup()
        markup.element("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]) { markup in
            markup.element("head") { markup in
                markup.empty("meta", ["charset": "utf-8"])
                markup.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                markup.empty("meta", ["name": "color-scheme", "content": "light dark"])
                markup.element("title", text: "Scrape latency of \(target)")
                markup.style(ScrapeReport.pageStyle)
                markup.style(LatencyChart.style)
            }
            markup.element("body") { markup in
                markup.element("h1", text: "Scrape latency")
                markup.element("p", text: headline)
                markup.element("p", text: runLine)
                for broken in broken(limits) { markup.element("p", ["class": "broken"], text: "Broken: \(broken.description)") }
                LatencyChart(self).write(to: &markup)
                markup.table(["latency", "ms"], latency.rows.map { [$0.name, $0.milliseconds] })
                if firstByte.count > 0 { markup.table(["first byte", "ms"], firstByte.rows.map { [$0.name, $0.milliseconds] }) }
                if plan.isOpen {
                    markup.table(["sent later than intended", "ms"], startDelay.rows.map { [$0.name, $0.milliseconds] })
                }
                markup.element("p", text: seriesLine)
                if !failures.isEmpty { markup.table(["failed because", "scrapes"], failuresByCount.map { [$0.name, String($0.count)] }) }
                markup.element("p", text: missingLines.first ?? "")
                if !missingByCount.isEmpty {
                    markup.table(
                        ["missing collector", "scrapes", "said so", "said nothing"],
                        missingByCount.map { [$0.name, String($0.missing), String($0.failed), String($0.absent)] })
                }
            }
        }
        return "<!DOCTYPE html>\n" + markup.text
    }

    private static let pageStyle: StaticString = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 760px; margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
        h1 { font-size: 1.4em; }
        svg { max-width: 100%; height: auto; }
        table { border-collapse: collapse; margin: 1em 0; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.15em 1em 0.15em 0; text-align: right; border-bottom: 1px solid #ddd; }
        th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
        .broken { color: #b91c1c; font-weight: bold; }
        @media (prefers-color-scheme: dark) {
        body { color: #ddd; background: #16181c; }
        th, td { border-color: #3a3f47; }
        .broken { color: #f87171; }
        }
        """
}

extension Markup {
    fileprivate mutating func table(_ heads: [String], _ rows: [[String]]) {
        element("table") { markup in
            markup.element("tr") { for head in heads { $0.element("th", text: head) } }
            for row in rows { markup.element("tr") { for cell in row { $0.element("td", text: cell) } } }
        }
    }
}
