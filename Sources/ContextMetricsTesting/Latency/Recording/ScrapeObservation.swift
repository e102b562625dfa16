package import ContextMetrics

/// One scrape, as a scraper saw it.
package struct ScrapeObservation: Sendable {
    /// When the scraper began with it, before it connected.
    package let started: MonotonicInstant
    /// When the answer began, where that could be told.
    package let firstByte: MonotonicInstant?
    /// When the answer was complete, or the scraper gave up.
    package let ended: MonotonicInstant
    package let result: Result<ScrapeAnswer, ScrapeFailure>

    package init(
        started: MonotonicInstant, firstByte: MonotonicInstant?, ended: MonotonicInstant, result: Result<ScrapeAnswer, ScrapeFailure>
    ) {
        self.started = started
        self.firstByte = firstByte
        self.ended = ended
        self.result = result
    }

    /// The answer, if Prometheus would have taken it with this timeout.
    func accepted(within timeout: Duration) throws(ScrapeFailure) -> ScrapeAnswer {
        let answer = try result.get()
        if let failure = answer.failure { throw failure }
        if started.duration(to: ended) > timeout { throw .timeout }
        return answer
    }
}
