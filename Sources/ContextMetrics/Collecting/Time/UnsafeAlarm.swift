// Invariant: `instant`, `index` and `isRetired` are read and written only by the timer that holds the alarm, under its lock.

/// Something that a timer calls at an instant.
open class Alarm: @unchecked Sendable {
    // Owned by the timer that the alarm is set in, under that timer's lock.
    package var instant = MonotonicInstant.distantFuture
    package var index = -1
    package var isRetired = false

    /// An alarm that isn't set.
    public init() {}

    /// Called on the timer's thread.
    ///
    /// Runs no user code, waits for nothing.
    ///
    /// - Returns: The next instant to be called at, or `nil`.
    open func fire(at now: MonotonicInstant) -> MonotonicInstant? { nil }
}
