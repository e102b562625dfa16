/// How far the cancellation of the run has come that a task is busy with: a pure value that fits an atomic word.
///
/// A task works off many runs, one after the other, and only the present one may be cancelled. So the word carries the
/// number of the run, and whoever comes with an older number finds nothing to do.
struct RunCancellation: Equatable, Sendable {
    enum Stage: UInt64 {
        /// Nobody has asked.
        case running
        /// Somebody is inside `cancel()`, which runs handlers of users.
        case cancelling
        /// The task is cancelled.
        case cancelled
        /// The run has ended, and its task waits until `cancel()` has returned.
        case awaited
    }

    let run: UInt64
    let stage: Stage

    init(run: UInt64, stage: Stage) {
        self.run = run
        self.stage = stage
    }

    init(word: UInt64) { self.init(run: word >> 2, stage: Stage(rawValue: word & 3) ?? .running) }

    var word: UInt64 { run << 2 | stage.rawValue }

    /// Somebody wants to cancel `run`.
    ///
    /// Nil: it has ended, or it is cancelled already.
    func cancelling(_ run: UInt64) -> RunCancellation? {
        self.run == run && stage == .running ? RunCancellation(run: run, stage: .cancelling) : nil
    }

    /// `cancel()` of `run` has returned.
    ///
    /// True when the task waits for that. Nil: a thread, which doesn't wait, has gone on to another run, which nobody has cancelled.
    func cancelReturned(_ run: UInt64) -> (next: RunCancellation, resume: Bool)? {
        self.run == run ? (RunCancellation(run: run, stage: .cancelled), stage == .awaited) : nil
    }

    enum End: Equatable {
        /// The task can go on to its next run.
        case next(RunCancellation)
        /// The task is cancelled: it can't do another run.
        case cancelled
        /// The task has to wait until `cancel()` has returned, and can't do another run then.
        case wait(RunCancellation)
    }

    /// The present run has ended.
    func ended() -> End {
        switch stage {
        case .running: .next(RunCancellation(run: run &+ 1, stage: .running))
        case .cancelling: .wait(RunCancellation(run: run, stage: .awaited))
        case .cancelled, .awaited: .cancelled
        }
    }
}
