import ContextMetrics

extension ScrapeReport {
    /// The version of what ``json(limits:)`` writes.
    ///
    /// A member that is added doesn't change it; one that goes, or gets another meaning, does.
    public static let jsonVersion = 1

    /// For programs: an object, described in the article *Latency*; ends with a newline.
    ///
    /// Times are seconds. A percentile that falls on a scrape that failed is `null`, and so is all that isn't known.
    public func json(limits: ScrapeLimits = ScrapeLimits()) -> String {
        JSONText.object([
            ("format", .string("scrape-latency")), ("version", .integer(ScrapeReport.jsonVersion)), ("target", .string(target)),
            ("scraper", .string(scraper.name)), ("accept", .string(scraper.accept)), ("timeout_seconds", .seconds(plan.timeout)),
            ("loop", .string(plan.isOpen ? "open" : "closed")), ("rate_per_second", rate), ("concurrency", .integer(plan.concurrency)),
            ("ended_early", .bool(wasCancelled)), ("elapsed_seconds", .seconds(elapsed)), ("scrapes", .integer(scrapes)),
            ("failed", .integer(failed)), ("good_scrapes_per_second", .number(scrapesPerSecond)), ("body_bytes", .integer(bytes)),
            ("latency_seconds", summary(latency)), ("first_byte_seconds", summary(firstByte)),
            ("start_delay_seconds", summary(startDelay)),
            (
                "histogram",
                .array(
                    histogram.map {
                        .object([("from_seconds", .seconds($0.from)), ("to_seconds", .seconds($0.to)), ("count", .integer($0.count))])
                    })
            ),
            ("failures", .array(failuresByCount.map { .object([("kind", .string($0.name)), ("count", .integer($0.count))]) })),
            (
                "series",
                .object([
                    ("min", series.map { .integer($0.lowerBound) } ?? .null), ("max", series.map { .integer($0.upperBound) } ?? .null),
                    ("changes", .integer(seriesChanges)),
                ])
            ),
            ("unreadable", .integer(unreadable)), ("missing", missing.map { .integer($0) } ?? .null),
            (
                "collectors",
                .array(
                    collectors.map {
                        .object([
                            ("collector", .string($0.name)), ("missing", .integer($0.missing)), ("failed", .integer($0.failed)),
                            ("absent", .integer($0.absent)),
                        ])
                    })
            ),
            (
                "limits",
                .object([("p99_seconds", .seconds(limits.p99)), ("missing", limits.missing.map { .integer($0) } ?? .null)])
            ),
            ("broken", .array(broken(limits).map { .string($0.description) })),
        ]).text() + "\n"
    }

    private var rate: JSONText { if case .open(let rate) = plan.loop { .number(rate) } else { .null } }

    private func summary(_ summary: LatencySummary) -> JSONText {
        .object(
            [("count", .integer(summary.count)), ("min", .seconds(summary.min))]
                + LatencySummary.Percentile.allCases.map { ($0.name, .seconds(summary[$0])) } + [("max", .seconds(summary.max))])
    }
}
