import ContextMetrics

extension ScrapeReport {
    /// For people, in a terminal: ends with a newline.
    ///
    /// Names that came from the endpoint are written without control characters. Limits that were broken come last.
    public func text(limits: ScrapeLimits = ScrapeLimits()) -> String {
        var lines = [headline, runLine, ""]
        lines.append("latency in ms" + (plan.isOpen ? ", from the intended start" : ""))
        lines += latency.rows.map { "  \(padded($0.name, 7)) \($0.milliseconds)" }
        if let first = firstByte.p50, let late = firstByte.p99 {
            lines.append("first byte in ms")
            lines += [("p50", first), ("p99", late)].map { "  \(padded($0, 7)) \($1.millisecondsText)" }
        }
        if plan.isOpen, let p50 = startDelay.p50, let max = startDelay.max {
            lines.append("sent later than intended, in ms")
            lines += [("p50", p50), ("max", max)].map { "  \(padded($0, 7)) \($1.millisecondsText)" }
        }
        lines += [""] + histogramLines + ["", seriesLine]
        lines.append(failed == 0 ? "failed     none" : "failed     \(failed) of \(scrapes)")
        lines += failuresByCount.map { "  \(padded(String($0.count), 8)) \($0.name)" }
        lines += missingLines
        lines += broken(limits).map { "BROKEN     \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }

    var headline: String {
        "\(target), as \(scraper.name), timeout \(plan.timeout.secondsText) s\(wasCancelled ? ", ended early" : "")"
    }

    var runLine: String {
        let loop =
            switch plan.loop {
            case .closed: "closed loop"
            case .open(let rate): "open loop of \(rate.shortText) scrapes per second"
            }
        let slots = "\(plan.concurrency) at once"
        return "\(loop), \(slots): \(scrapes) scrapes in \(elapsed.millisecondsText) ms, \(scrapesPerSecond.shortText) good ones per second"
    }

    private var histogramLines: [String] {
        let most = histogram.map(\.count).max() ?? 0
        let width = histogram.map { $0.to.millisecondsText.count }.max() ?? 0
        let numbers = histogram.map { String($0.count).count }.max() ?? 0
        return histogram.map { row in
            // What isn't empty is seen.
            let length = row.count == 0 ? 0 : max(1, row.count * 50 / max(1, most))
            let from = padded(row.from.millisecondsText, width, atStart: true)
            let to = padded(row.to.millisecondsText, width, atStart: true)
            let bar = length == 0 ? "" : " " + String(repeating: "#", count: length)
            return "  \(from) to \(to)  \(padded(String(row.count), numbers, atStart: true))\(bar)"
        }
    }

    var seriesLine: String {
        guard let series else {
            return "series     not counted: \(unreadable == 0 ? "there was no good answer" : "the answers are protobuf")"
        }
        let changes = seriesChanges == 0 ? "stable" : seriesChanges == 1 ? "changed once" : "changed \(seriesChanges) times"
        let range = series.lowerBound == series.upperBound ? "\(series.lowerBound)" : "\(series.lowerBound) to \(series.upperBound)"
        let rest = unreadable == 0 ? "" : ", without \(unreadable) answers that are protobuf"
        return "series     \(range), \(changes), \(succeeded == 0 ? 0 : bytes / succeeded) bytes each\(rest)"
    }

    var missingLines: [String] {
        if collectors.isEmpty { return ["missing    unknown: no answer has metrics_collector_success"] }
        if missingByCount.isEmpty { return ["missing    none of \(collectors.count) collectors"] }
        return ["missing    \(missingByCount.count) of \(collectors.count) collectors"]
            + missingByCount.map { "  \(padded(String($0.missing), 8)) \($0.name.printable)" }
    }

    private func padded(_ text: String, _ width: Int, atStart: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return atStart ? blanks + text : text + blanks
    }
}

extension ScrapePlan {
    var isOpen: Bool { loop != .closed }
}

extension LatencySummary {
    /// What is shown of it, in order.
    var rows: [(name: String, milliseconds: String)] {
        func text(_ duration: Duration?) -> String { duration?.millisecondsText ?? (count == 0 ? "-" : "failed") }
        return [("min", text(min))] + Percentile.allCases.map { ($0.name, text(self[$0])) } + [("max", text(max))]
    }
}

extension Double {
    /// With one decimal where it has one.
    var shortText: String {
        let tenths = (self * 10).rounded()
        guard let number = Int64(exactly: tenths) else { return description }
        return number % 10 == 0 ? String(number / 10) : "\(number / 10).\(number % 10)"
    }
}

extension String {
    /// Without characters that a terminal obeys.
    var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{fffd}" : $0 }))
    }
}
