// Invariants.
// - Everything mutable is behind a lock. Unchecked only because `Alarm` is a class that is open to subclassing.
// - `Run.session` and `Run.entry` are held by the frame of the puller, which calls `end()` before it lets go. They are read only under the
//   lock, where the run has not ended, and become strong there.

/// The limits of the runs that one puller makes, one after the other, from their collectors' policies: a little before it a run is cancelled, at it
/// those who wait for the run go on without.
///
/// Armed once for many runs: one that ends early leaves the alarm as it is, which then goes off too early for a later one, and is armed anew.
final class RunLimit: Alarm, @unchecked Sendable {
    private struct Run {
        unowned(unsafe) let session: GatherSession
        unowned(unsafe) let entry: CollectorEntry
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
    func begin(
        _ entry: CollectorEntry, _ id: UInt64, of session: GatherSession, _ timeout: Duration, at now: MonotonicInstant
    ) -> MonotonicInstant {
        let deadline = now.advanced(by: timeout)
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
    func end() { state.withLock { $0.run = nil } }

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
        let reached = state.withLock { state -> (session: GatherSession, entry: CollectorEntry, id: UInt64, isOver: Bool)? in
            guard let run = state.run, now >= run.cancelAt else { return nil }
            return (run.session, run.entry, run.id, now >= run.deadline)
        }
        guard let reached else { return }
        reached.session.cancel(reached.entry, reached.id)
        if reached.isOver { reached.session.expire(reached.entry, reached.id) }
    }
}
