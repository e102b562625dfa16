// Invariant: everything mutable is behind a lock. Unchecked only because `Alarm` is a class that is open to subclassing.

/// One wait for a registry's gathers to end: over when none is under way, when the time is up, or when the one who waits is
/// cancelled.
///
/// On the engine's timer and threads alone: an application that blocks Swift's cooperative pool doesn't make a shutdown longer.
final class Drain: Alarm, @unchecked Sendable {
    private let engine: GatherEngine
    private let handover = Locked(Handover<Void, UnsafeContinuation<Void, Never>>())

    init(engine: GatherEngine) { self.engine = engine }

    /// Returns when the wait is over.
    func wait() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                if handover.withLock({ $0.wait(continuation) }) { continuation.resume() }
            }
        } onCancel: {
            end()
        }
    }

    /// The wait is over.
    func end() {
        let waiting = handover.withLock { $0.put(()) }
        // Never on the timer's thread, nor under the status lock of a task.
        if let waiting { engine.front.call { waiting.resume() } }
    }

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? {
        end()
        return nil
    }
}
