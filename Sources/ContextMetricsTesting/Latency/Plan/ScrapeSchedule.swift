package import ContextMetrics

/// Hands out the scrapes of a plan, one after the other, each with the instant at which it should start.
///
/// A value; whoever holds it owns the lock. In an open loop the instants depend on the plan only and never on how late the ones
/// before were taken: latencies that count from them leave nothing out.
package struct ScrapeSchedule {
    private let plan: ScrapePlan
    private let start: MonotonicInstant
    private var handedOut = 0

    /// A schedule that begins now.
    package init(_ plan: ScrapePlan, start: MonotonicInstant) {
        self.plan = plan
        self.start = start
    }

    /// When the next scrape should start, which may be over already; `nil` when there are no more.
    package mutating func next(at now: MonotonicInstant) -> MonotonicInstant? {
        let intended =
            switch plan.loop {
            case .closed: now
            case .open(let rate): start.advanced(by: ScrapeSchedule.offset(of: handedOut, rate))
            }
        switch plan.length {
        case .count(let count): if handedOut >= count { return nil }
        case .duration(let duration): if start.duration(to: intended) >= duration { return nil }
        }
        handedOut += 1
        return intended
    }

    /// From the number each time, so that nothing adds up.
    private static func offset(of number: Int, _ rate: Double) -> Duration {
        let nanoseconds = (Double(number) * 1e9 / rate).rounded()
        // After 292 years nobody is there to look at the difference.
        return .nanoseconds(nanoseconds < 0x1p63 ? Int64(nanoseconds) : .max)
    }
}
