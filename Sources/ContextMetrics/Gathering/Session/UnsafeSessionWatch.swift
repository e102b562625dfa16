// Invariant: the session is behind a lock. Unchecked only because `Alarm` is a class that is open to subclassing.

/// Looks every millisecond of real time whether a gather's pullers are stuck.
///
/// Lets go of the gather when that has ended: with it go collectors, whose code must not run on the timer's thread.
final class SessionWatch: Alarm, @unchecked Sendable {
    private let session = Locked<GatherSession?>(nil)

    func begin(_ session: GatherSession) { self.session.withLock { $0 = session } }

    func end() {
        // Taken out and let go of outside the lock.
        withExtendedLifetime(
            session.withLock { session in
                defer { session = nil }
                return session
            }
        ) {}
    }

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? {
        let session = session.withLock { $0 }
        return session?.look() == true ? now.advanced(by: CollectorThreads.stall) : nil
    }
}
