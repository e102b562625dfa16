// Invariant: `continuation` is written once, before `state` becomes `waiting`, and read once, by whoever moved `state` away
// from `waiting`. Hence it is resumed exactly once.

import Synchronization

/// A cancellable wait on a timer.
final class Sleep: Alarm, @unchecked Sendable {
    private enum State {
        static let new: UInt8 = 0, waiting: UInt8 = 1, fired: UInt8 = 2, cancelled: UInt8 = 3
    }

    private let state = Atomic<UInt8>(State.new)
    private let timer: any DeadlineTimer
    private var continuation: UnsafeContinuation<Void, Never>?

    private init(timer: any DeadlineTimer) { self.timer = timer }

    static func wait(until instant: MonotonicInstant, timer: any DeadlineTimer) async throws {
        // Nothing to wait for: nor is there a suspension that the timer might come before.
        if instant <= timer.now() { return try Task.checkCancellation() }
        let sleep = Sleep(timer: timer)
        await withTaskCancellationHandler {
            // Before the suspension, which then follows at once: who is resumed before he has suspended goes on by an atomic
            // inside Swift's runtime, which ThreadSanitizer can't see.
            timer.set(sleep, at: instant)
            await withUnsafeContinuation { continuation in
                sleep.continuation = continuation
                if !sleep.move(from: State.new, to: State.waiting) { continuation.resume() }
            }
        } onCancel: {
            sleep.cancel()
        }
        if sleep.state.load(ordering: .acquiring) == State.cancelled { throw CancellationError() }
    }

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? {
        end(as: State.fired)
        return nil
    }

    private func cancel() {
        end(as: State.cancelled)
        timer.set(self, at: nil)
    }

    /// Ends the wait, once: who isn't waiting yet finds it ended.
    private func end(as state: UInt8) {
        if move(from: State.new, to: state) { return }
        if move(from: State.waiting, to: state) { continuation?.resume() }
    }

    private func move(from old: UInt8, to new: UInt8) -> Bool {
        state.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
    }
}
