/// Whether a collector may be asked, from how its runs ended: a pure value that a lock holds.
///
/// ```
/// closed ──failures within the window──> open ──pause──> trial ──success──> closed
///                                          ^──────failure──────┘
/// ```
struct BreakerState: Sendable {
    /// What a status shows.
    enum Phase: String, Hashable, Sendable {
        case closed, open
        /// The pause is over: the next run decides.
        case halfOpen = "half_open"
    }

    private let policy: CircuitBreaker
    /// Within the window when the last of them came; the oldest first.
    private var failures: [MonotonicInstant] = []
    /// Until when nothing is asked; afterwards one run decides.
    private var pausesUntil: MonotonicInstant?
    /// The run that decides, where it has begun.
    private var trial: UInt64?

    init(_ policy: CircuitBreaker) { self.policy = policy }

    /// Whether failures have opened it, and no run has succeeded since.
    var isOpen: Bool { pausesUntil != nil }

    func phase(at now: MonotonicInstant) -> Phase {
        guard let pausesUntil else { return .closed }
        return now < pausesUntil ? .open : .halfOpen
    }

    /// Whether a run may begin.
    func admits(at now: MonotonicInstant) -> Bool {
        switch phase(at: now) {
        case .closed: true
        case .open: false
        case .halfOpen: trial == nil
        }
    }

    /// A run begins, which was admitted.
    mutating func begin(_ run: UInt64) { trial = pausesUntil == nil ? nil : run }

    /// A run has succeeded in time.
    mutating func succeed(_ run: UInt64) {
        if trial != run { return }
        trial = nil
        pausesUntil = nil
        failures.removeAll()
    }

    /// A run has failed; or one was found stuck, whichever that was.
    mutating func fail(_ run: UInt64?, at now: MonotonicInstant) {
        if pausesUntil != nil {
            // Runs of before say nothing new, but one that decides does.
            guard let run, trial == run else { return }
            trial = nil
            pausesUntil = now.advanced(by: policy.pause)
            return
        }
        failures.removeAll { $0.advanced(by: policy.window) < now }
        failures.append(now)
        if failures.count >= policy.failures {
            failures.removeAll()
            pausesUntil = now.advanced(by: policy.pause)
        }
    }

    /// A run has ended without saying anything: those who waited for it have gone.
    mutating func endUndecided(_ run: UInt64) { if trial == run { trial = nil } }
}
