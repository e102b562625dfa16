import ContextMetrics

/// One run of a benchmark: what its connections share.
final class ScrapeRun: Sendable {
    private struct State {
        var schedule: ScrapeSchedule
        var scrapes = 0
        var failed = 0
    }

    private let plan: ScrapePlan
    private let start: MonotonicInstant
    private let clock: ScrapeClock
    private let onProgress: (@Sendable (ScrapeBenchmark.Progress) -> Void)?
    private let state: Locked<State>

    init(plan: ScrapePlan, start: MonotonicInstant, clock: ScrapeClock, onProgress: (@Sendable (ScrapeBenchmark.Progress) -> Void)?) {
        self.plan = plan
        self.start = start
        self.clock = clock
        self.onProgress = onProgress
        state = Locked(State(schedule: ScrapeSchedule(plan, start: start)))
    }

    /// What one connection does: takes the next scrape of the schedule until there are no more.
    func scrapes(over transport: any ScrapeTransport) async -> ScrapeTally {
        var transport = transport
        var tally = ScrapeTally(timeout: plan.timeout)
        while !Task.isCancelled, let intended = next() {
            let failedBefore = tally.failed
            if clock.now() < intended { await clock.sleep(intended) }
            if Task.isCancelled { break }
            if intended.duration(to: clock.now()) >= plan.timeout {
                // Prometheus would have given up by now. Sending it all the same would only make the next ones later.
                tally.record(.notSent)
            } else {
                let scrape = await transport.scrape()
                if Task.isCancelled { break }
                tally.record(scrape, intended: intended)
            }
            tellOfOne(failed: tally.failed > failedBefore)
        }
        await transport.close()
        return tally
    }

    private func next() -> MonotonicInstant? {
        let now = clock.now()
        return state.withLock { $0.schedule.next(at: now) }
    }

    private func tellOfOne(failed: Bool) {
        guard let onProgress else { return }
        let (scrapes, failed) = state.withLock { state in
            state.scrapes += 1
            state.failed += failed ? 1 : 0
            return (state.scrapes, state.failed)
        }
        onProgress(ScrapeBenchmark.Progress(scrapes: scrapes, failed: failed, elapsed: start.duration(to: clock.now())))
    }
}
