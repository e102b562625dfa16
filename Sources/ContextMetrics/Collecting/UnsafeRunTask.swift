// Invariants.
// - `task` is the task that made this object, and is only told `cancel()`, which any thread may call as long as the task lives.
//   It lives, because it doesn't end between `cancelling` and `cancelled`: `endTaskRun` tells it to `waitForCancel`.
// - `continuation` is written before `state` becomes `awaited`, and read by whoever moves it away from that.

import Synchronization

/// The task, or for synchronous collectors the thread, that works off runs one after the other, and through which the present
/// one is cancelled.
///
/// A child of a task group can't be cancelled alone with what the standard library offers. This does it.
package final class RunTask: @unchecked Sendable {
    /// Of the gather that started the runs.
    let scope: CollectionScope
    private let state = Atomic<UInt64>(RunCancellation(run: 0, stage: .running).word)
    private let task: UnsafeCurrentTask?
    /// The latest deadline of those who have joined the present run; zero without one.
    private let joinedDeadline = Atomic<UInt64>(0)
    private var continuation: UnsafeContinuation<Void, Never>?

    private init(_ scope: CollectionScope, task: UnsafeCurrentTask?) {
        self.scope = scope
        self.task = task
    }

    /// For collectors that run on this thread, outside a task of their own.
    static func thread(_ scope: CollectionScope) -> RunTask { RunTask(scope, task: nil) }

    /// For collectors that run in the present task.
    static func current(_ scope: CollectionScope) -> RunTask { withUnsafeCurrentTask { RunTask(scope, task: $0) } }

    private var stage: RunCancellation { RunCancellation(word: state.load(ordering: .acquiring)) }

    /// The number of the present run.
    var run: UInt64 { RunCancellation(word: state.load(ordering: .relaxed)).run }

    /// Whether the present run is cancelled.
    var isCancelled: Bool { stage.stage != .running }

    /// The same for a thread; a task knows it itself.
    var isThreadCancelled: Bool { task == nil && isCancelled }

    /// Until when somebody waits for the present run.
    var deadline: MonotonicInstant {
        max(scope.deadline, MonotonicInstant(nanoseconds: joinedDeadline.load(ordering: .relaxed)))
    }

    /// Another gather waits for the present run, until `instant`.
    func extend(to instant: MonotonicInstant) { joinedDeadline.max(instant.nanoseconds, ordering: .relaxed) }

    /// The present run has ended, and nobody can join it any more.
    private func forgetJoined() {
        if joinedDeadline.load(ordering: .relaxed) != 0 { joinedDeadline.store(0, ordering: .relaxed) }
    }

    /// Cancels a run if it is still the present one.
    ///
    /// Runs the handlers of users, so only on threads that are there for it.
    func cancel(_ run: UInt64) {
        var seen = stage
        while let next = seen.cancelling(run) {
            if exchange(&seen, for: next) {
                task?.cancel()
                return cancelReturned(run)
            }
        }
    }

    private func cancelReturned(_ run: UInt64) {
        var seen = stage
        while let (next, resume) = seen.cancelReturned(run) {
            if exchange(&seen, for: next) {
                if resume { continuation?.resume() }
                return
            }
        }
    }

    /// The present run of a thread has ended; the next may begin.
    func endRun() {
        forgetJoined()
        state.store(RunCancellation(run: run &+ 1, stage: .running).word, ordering: .releasing)
    }

    enum End {
        /// The task can go on to its next run.
        case next
        /// The task is cancelled: it can't do another.
        case cancelled
        /// The task has to ``waitForCancel()`` before it may end.
        case mustWait
    }

    /// The present run of a task has ended.
    ///
    /// Called in that task.
    func endTaskRun() -> End {
        forgetJoined()
        var seen = stage
        while true {
            switch seen.ended() {
            case .next(let next):
                if !exchange(&seen, for: next) { continue }
                // A collector can cancel the task that it runs in; its successors must not inherit that.
                return Task.isCancelled ? .cancelled : .next
            case .cancelled: return .cancelled
            case .wait: return .mustWait
            }
        }
    }

    /// Waits until a `cancel()` of this task under way has returned.
    func waitForCancel() async {
        await withUnsafeContinuation { continuation in
            self.continuation = continuation
            var seen = stage
            while case .wait(let next) = seen.ended() {
                if exchange(&seen, for: next) { return }
            }
            continuation.resume()
        }
    }

    private func exchange(_ seen: inout RunCancellation, for next: RunCancellation) -> Bool {
        let result = state.compareExchange(expected: seen.word, desired: next.word, ordering: .acquiringAndReleasing)
        seen = RunCancellation(word: result.original)
        return result.exchanged
    }
}
