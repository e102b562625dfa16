// Invariant: what it refers to is behind a lock. Unchecked only because `Alarm` is a class that is open to subclassing.

/// The limit of one run, from its collector's policy: a little before it the run is cancelled, at it those who wait for the run go on without.
final class RunLimit: Alarm, @unchecked Sendable {
    /// When the run has to have ended.
    let deadline: MonotonicInstant
    private let cancelAt: MonotonicInstant
    private let id: UInt64
    /// Nil when the run has ended: then nobody is to hold them, whose code must not run on the timer's thread.
    private let target: Locked<(session: GatherSession, entry: CollectorEntry)?>
    private let engine: GatherEngine

    /// Nil for a policy without one.
    init?(_ entry: CollectorEntry, _ id: UInt64, of session: GatherSession) {
        guard let timeout = entry.policy.timeout else { return nil }
        engine = session.engine
        deadline = engine.timer.now().advanced(by: timeout)
        let lead = min(2_000_000, UInt64(clamping: timeout.clampedNanoseconds) / 4)
        cancelAt = MonotonicInstant(nanoseconds: deadline.nanoseconds - lead)
        self.id = id
        target = Locked((session, entry))
        super.init()
        engine.timer.set(self, at: cancelAt)
    }

    /// The run has ended.
    func end() {
        target.withLock { $0 = nil }
        engine.timer.set(self, at: nil)
    }

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? {
        if now < cancelAt { return cancelAt }
        let isOver = now >= deadline
        // Elsewhere: it may end a gather, and let go of what users have made.
        engine.front.call { self.reach(isOver) }
        return isOver ? nil : deadline
    }

    private func reach(_ isOver: Bool) {
        guard let (session, entry) = target.withLock({ $0 }) else { return }
        session.cancel(entry, id)
        if isOver { session.expire(entry, id) }
    }
}
