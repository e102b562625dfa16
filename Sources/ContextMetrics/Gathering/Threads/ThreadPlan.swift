/// How many threads a pool should have: pure numbers, no threads.
///
/// A pool keeps `base` threads. It grows only when it stalls (nothing was taken from its queue between two looks while work
/// waited), so that a burst of quick work doesn't cost a thread each, and never beyond `bound`. New threads are started as a
/// chain, each by the one before it, so that whoever asks for many pays for one.
struct ThreadPlan: Equatable, Sendable {
    enum Push: Equatable {
        /// A sleeping thread takes it.
        case wake
        /// There is no thread yet for it.
        case spawn
        /// All threads are busy: look again soon whether they stall.
        case watch
        /// Somebody is looking already, or nothing can be done.
        case nothing
    }

    enum Look: Equatable {
        /// Nothing waits, or the bound is reached.
        case enough
        /// Look again; the pool has moved.
        case again
        /// Look again; the pool stalls, so start a thread.
        case grow
    }

    let base: Int
    let bound: Int
    private(set) var threads = 0
    private(set) var queued = 0
    private(set) var idle = 0
    /// Threads that were started and have not come for work yet.
    private(set) var starting = 0
    /// Idle threads that were signalled and have not looked yet.
    ///
    /// Too low costs a signal, too high would lose a wake-up.
    private var waking = 0
    /// How many threads the chain is to reach.
    private var target = 0
    private var taken = 0
    private var takenAtLastLook = -1
    private var isWatched = false

    init(base: Int, bound: Int) {
        self.base = max(1, base)
        self.bound = max(1, base, bound)
    }

    /// What has not started can't start: all threads are busy and there can't be more, or the system refuses the first.
    var isSaturated: Bool { idle == 0 && (threads >= bound || (threads == 0 && queued > 0)) }

    mutating func push() -> Push {
        queued += 1
        if idle > waking {
            waking += 1
            return .wake
        }
        if threads < base {
            target = max(target, threads + 1)
            return spawn() ? .spawn : .nothing
        }
        if isWatched || threads >= bound { return .nothing }
        isWatched = true
        takenAtLastLook = taken
        return .watch
    }

    /// Makes room for all that waits and `reserve` more, at once: the caller knows that the threads are stuck.
    ///
    /// Threads on their way count as room: on a busy machine one takes longer to come than the caller to ask again.
    mutating func grow(reserve: Int = 0) -> Bool {
        target = max(target, min(bound, threads - idle - starting + queued + reserve))
        return spawn()
    }

    /// Whether one more thread is to be started now.
    ///
    /// It counts from here on; ``spawnFailed()`` takes it back.
    mutating func spawn() -> Bool {
        if threads >= target || threads >= bound { return false }
        threads += 1
        starting += 1
        return true
    }

    /// A thread that was started comes for work.
    mutating func arrive() { starting -= 1 }

    /// The system has refused a thread.
    ///
    /// True when work waits and nobody looks: somebody has to look again soon, because no push may come any more.
    mutating func spawnFailed() -> Bool {
        threads -= 1
        starting -= 1
        target = threads
        if queued == 0 || isWatched { return false }
        isWatched = true
        takenAtLastLook = taken
        return true
    }

    mutating func take() -> Bool {
        if queued == 0 { return false }
        queued -= 1
        taken &+= 1
        return true
    }

    mutating func sleep() { idle += 1 }

    mutating func wake() {
        idle -= 1
        if waking > 0 { waking -= 1 }
    }

    /// Whether a thread that found nothing to do may end.
    var canShrink: Bool { threads > base }

    mutating func look() -> Look {
        if queued == 0 || threads >= bound {
            isWatched = false
            return .enough
        }
        defer { takenAtLastLook = taken }
        if taken != takenAtLastLook { return .again }
        target = min(bound, threads + min(queued, max(1, threads)))
        return spawn() ? .grow : .again
    }

    /// A thread ends.
    ///
    /// True when it has to start its successor, because work waits.
    mutating func retire() -> Bool {
        threads -= 1
        target = min(target, max(base, threads))
        if queued == 0 { return false }
        target = max(target, threads + 1)
        return spawn()
    }
}
