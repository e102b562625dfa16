/// The timer of programs: one thread that sleeps until the next alarm, on the system's monotonic clock.
///
/// No user code runs on the thread, so nothing that collectors do can delay a deadline.
package final class ThreadTimer: DeadlineTimer {
    private struct State {
        var alarms = AlarmQueue()
        /// Until when the thread will sleep; zero while it is awake and looks again anyway.
        var wakesAt = MonotonicInstant.distantFuture
        var isStopped = false
    }

    private let state = Monitor(State())
    private let name: String
    private let isStarted = Locked(false)

    init(name: String) { self.name = name }

    /// Starts the thread unless it runs.
    ///
    /// False when the system refuses it.
    func start(with startThread: ThreadStarter) -> Bool {
        // Under the lock, once: who finds it started relies on it.
        isStarted.withLock { isStarted in
            if !isStarted { isStarted = startThread(name) { [self] in run() } }
            return isStarted
        }
    }

    /// Ends the thread.
    ///
    /// What is armed is called at once, and so is what is armed later: whoever sleeps wakes up.
    func stop() {
        state.withLock { $0.isStopped = true }
        state.signal()
    }

    package func now() -> MonotonicInstant { .now }

    package func set(_ alarm: Alarm, at instant: MonotonicInstant?) {
        let (isEarlier, isLate) = state.withLock { state in
            if state.isStopped, instant != nil { return (false, true) }
            state.alarms.set(alarm, at: instant)
            // Only for an instant that the thread would sleep past; disarming costs a wake-up later at the most.
            guard let instant, instant < state.wakesAt else { return (false, false) }
            state.wakesAt = instant
            return (true, false)
        }
        if isEarlier { state.signal() }
        if isLate { _ = alarm.fire(at: .now) }
    }

    private func run() {
        while let alarm = nextDue() {
            let next = alarm.fire(at: .now)
            if let next { state.withLock { if !$0.isStopped { $0.alarms.set(alarm, at: next) } } }
        }
    }

    /// Waits for the next alarm; `nil` when the timer was stopped.
    private func nextDue() -> Alarm? {
        state.wait { state in
            if state.isStopped { return .done(state.alarms.popDue(at: .distantFuture)) }
            if let due = state.alarms.popDue(at: .now) {
                state.wakesAt = MonotonicInstant(nanoseconds: 0)
                return .done(due)
            }
            guard let next = state.alarms.next else {
                state.wakesAt = .distantFuture
                return .wait
            }
            state.wakesAt = next
            return .waitUntil(next)
        }
    }
}
