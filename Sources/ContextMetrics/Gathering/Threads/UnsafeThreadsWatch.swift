// Invariant: nothing is mutable here. Unchecked only because `Alarm` is a class that is open to subclassing.

/// Looks whether a pool's threads are stuck while work waits.
final class ThreadsWatch: Alarm, @unchecked Sendable {
    private weak let threads: CollectorThreads?

    init(_ threads: CollectorThreads) { self.threads = threads }

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? { threads?.look(at: now) }
}
