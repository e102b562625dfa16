/// Time, injected: what time it is, and a call at an instant.
///
/// Programs use the one that their ``GatherEngine`` makes; tests use `ManualTimer` of `ContextMetricsTesting`, on which time
/// stands still until the test moves it.
public protocol DeadlineTimer: AnyObject, Sendable {
    /// The time. Callable from anywhere.
    func now() -> MonotonicInstant

    /// Calls `alarm.fire` at `instant`, once; replaces the alarm's earlier instant.
    ///
    /// With `nil` disarms it for good: a disarmed alarm is never armed again, so that a call that comes late can't keep it alive.
    func set(_ alarm: Alarm, at instant: MonotonicInstant?)
}
