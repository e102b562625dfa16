// Invariant: everything mutable is behind a lock. Unchecked only because `Alarm` is a class that is open to subclassing.

/// The limits of the runs that one puller makes, one after the other, from their collectors' policies: a little before it a run is cancelled, at it
/// those who wait for the run go on without.
///
/// Armed once for many runs: one that ends early leaves the alarm as it is, which then goes off too early for a later one, and is armed anew.
final class RunLimit: Alarm, @unchecked Sendable {
    private struct Run {
        let session: GatherSession
        let entry: CollectorEntry
        let id: UInt64
        let cancelAt: MonotonicInstant
        let deadline: MonotonicInstant
    }

    private struct State {
        /// Nil between two runs: then nobody is to be held, whose code must not run on the timer's thread.
        var run: Run?
        /// When the alarm goes off at the latest.
        var armedAt = MonotonicInstant.distantFuture
    }

    private let state = Locked(State())
    private let engine: GatherEngine

    init(_ engine: GatherEngine) { self.engine = engine }

    /// A run begins.
    ///
    /// Returns when it has to have ended.
    func begin(_ entry: CollectorEntry, _ id: UInt64, of session: GatherSession, _ timeout: Duration) -> MonotonicInstant {
        let deadline = engine.timer.now().advanced(by: timeout)
        let lead = min(2_000_000, UInt64(clamping: timeout.clampedNanoseconds) / 4)
        let cancelAt = MonotonicInstant(nanoseconds: deadline.nanoseconds - lead)
        let arms = state.withLock { state in
            state.run = Run(session: session, entry: entry, id: id, cancelAt: cancelAt, deadline: deadline)
            if state.armedAt <= cancelAt { return false }
            state.armedAt = cancelAt
            return true
        }
        if arms { arm() }
        return deadline
    }

    /// The run has ended.
    func end() {
        // Let go of outside of the lock.
        withExtendedLifetime(
            state.withLock { state in
                defer { state.run = nil }
                return state.run
            }
        ) {}
    }

    /// There will be no further run.
    func retire() { engine.timer.set(self, at: nil) }

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? {
        let (next, reached) = state.withLock { state -> (MonotonicInstant?, Bool) in
            guard let run = state.run else {
                state.armedAt = .distantFuture
                return (nil, false)
            }
            let next = now < run.cancelAt ? run.cancelAt : now < run.deadline ? run.deadline : nil
            state.armedAt = next ?? .distantFuture
            return (next, now >= run.cancelAt)
        }
        // Elsewhere: it may end a gather, and let go of what users have made.
        if reached { engine.front.call { self.reach(now) } }
        if next != nil { arm() }
        return nil
    }

    /// Sets the alarm, until it stands where it is to: others may set it at the same time.
    private func arm() {
        var instant = state.withLock { $0.armedAt }
        while instant < .distantFuture {
            engine.timer.set(self, at: instant)
            let wanted = state.withLock { $0.armedAt }
            if wanted == instant { return }
            instant = wanted
        }
    }

    private func reach(_ now: MonotonicInstant) {
        guard let run = state.withLock({ $0.run }), now >= run.cancelAt else { return }
        run.session.cancel(run.entry, run.id)
        if now >= run.deadline { run.session.expire(run.entry, run.id) }
    }
}
