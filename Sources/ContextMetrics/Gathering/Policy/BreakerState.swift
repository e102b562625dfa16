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
    /// The run that decides has begun.
    private var isTrying = false

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
        case .halfOpen: !isTrying
        }
    }

    /// A run begins, which was admitted.
    mutating func begin(at now: MonotonicInstant) { isTrying = pausesUntil != nil }

    /// A run has succeeded in time.
    mutating func succeed() {
        if !isTrying { return }
        isTrying = false
        pausesUntil = nil
        failures.removeAll()
    }

    /// A run has failed, or was found stuck.
    mutating func fail(at now: MonotonicInstant) {
        if pausesUntil != nil {
            // Runs of before say nothing new, but one that decides does.
            if !isTrying { return }
            isTrying = false
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
    mutating func endUndecided() { isTrying = false }
}
