public import ContextMetrics

/// A timer on which time stands still until a test moves it.
///
/// Nothing sleeps, so tests of deadlines take no time.
///
/// ```swift
/// let timer = ManualTimer()
/// let registry = ContextRegistry(engine: GatherEngine(timer: timer))
/// async let result = registry.gather(within: .seconds(10))
/// await timer.waitUntilArmed()
/// timer.advance(by: .seconds(10))
/// ```
public final class ManualTimer: DeadlineTimer {
    private struct State {
        var alarms = AlarmQueue()
        var now: MonotonicInstant
        var armed = 0
        var waiters: [(count: Int, continuation: UnsafeContinuation<Void, Never>)] = []
    }

    private let state: Locked<State>

    /// Time stands still at `now`.
    public init(now: MonotonicInstant = MonotonicInstant(nanoseconds: 1_000_000_000)) {
        state = Locked(State(now: now))
    }

    /// Where time stands.
    public func now() -> MonotonicInstant { state.withLock { $0.now } }

    /// Arms an alarm, which ``advance(by:)`` calls; with `nil` disarms it.
    public func set(_ alarm: Alarm, at instant: MonotonicInstant?) {
        let due = state.withLock { state in
            state.alarms.set(alarm, at: instant)
            if instant != nil { state.armed += 1 }
            let armed = state.armed
            let due = state.waiters.filter { $0.count <= armed }
            state.waiters.removeAll { $0.count <= armed }
            return due
        }
        for waiter in due { waiter.continuation.resume() }
    }

    /// Whether anything is waiting for its instant.
    public var isArmed: Bool { state.withLock { $0.alarms.next != nil } }

    /// The next instant at which something is to happen.
    public var nextAlarm: MonotonicInstant? { state.withLock { $0.alarms.next } }

    /// Waits until alarms have been set `count` times since the timer was made: each gather sets one, each sleep of a
    /// collector another.
    public func waitUntilArmed(count: Int = 1) async {
        await withUnsafeContinuation { continuation in
            let isArmed = state.withLock { state in
                if state.armed < count { state.waiters.append((count, continuation)) }
                return state.armed >= count
            }
            if isArmed { continuation.resume() }
        }
    }

    /// Moves time and calls what is due, in order, on this thread.
    public func advance(by duration: Duration) {
        let target = now().advanced(by: duration)
        while let (alarm, now) = popDue(until: target) {
            if let next = alarm.fire(at: now) { state.withLock { $0.alarms.set(alarm, at: next) } }
        }
    }

    private func popDue(until target: MonotonicInstant) -> (Alarm, MonotonicInstant)? {
        state.withLock { state in
            guard let next = state.alarms.next, next <= target else {
                state.now = max(state.now, target)
                return nil
            }
            state.now = max(state.now, next)
            return state.alarms.popDue(at: state.now).map { ($0, state.now) }
        }
    }
}
