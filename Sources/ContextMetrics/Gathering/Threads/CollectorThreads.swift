import Synchronization

/// A bounded pool of threads of our own, as a task executor.
///
/// Swift's cooperative pool has a thread a processor and belongs to the application: two collectors that block would stop it,
/// and an application that blocks it would stop us.
package final class CollectorThreads: TaskExecutor {
    private enum Item {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    /// One thread, for telling whether it is stuck in one item.
    private struct Worker {
        let thread: Int32
        var items = 0
        var seen = -1
        var isBusy = false
        var isDemoted = false
    }

    private struct State {
        var plan: ThreadPlan
        var queue: [Item] = []
        var head = 0
        var workers: [Int: Worker] = [:]
        var nextWorker = 0
        var refused = 0
        /// Threads that keep their share of the processors, however long their item takes.
        var kept: Set<Int32> = []
        /// A thread that is not of the pool, and runs what it gives us itself.
        var guest: Int32?
        var itemOfGuest: Item?
        /// When it was last seen what the threads do.
        var seenAt = MonotonicInstant(nanoseconds: 0)
        var isStopped = false
    }

    /// After this without progress a pool is stuck.
    static let stall = Duration.milliseconds(1)
    /// A few microseconds in all.
    private static let looks = 16
    /// How long a thread beyond the base waits for work before it ends.
    private static let linger = Duration.seconds(1)

    let name: String
    private let state: Monitor<State>
    /// How much waits in the queue: a hint for threads that have just become free.
    private let waiting = Atomic<Int>(0)
    private let startThread: ThreadStarter
    /// Always on real time: what blocks, blocks in real time.
    private let timer: ThreadTimer
    private let stall: Duration
    /// Whether stuck threads get out of the way of others: those of collectors, not those that answer.
    private let demotesStuck: Bool
    private let watch = WatchBox()

    /// Holds the watch, which needs the pool to be made first.
    private final class WatchBox: Sendable {
        let alarm = Locked<Alarm?>(nil)
    }

    init(
        name: String, base: Int, bound: Int, timer: ThreadTimer, stall: Duration = CollectorThreads.stall,
        demotesStuck: Bool = true, startThread: @escaping ThreadStarter
    ) {
        self.name = name
        self.timer = timer
        self.stall = stall
        self.demotesStuck = demotesStuck
        self.startThread = startThread
        state = Monitor(State(plan: ThreadPlan(base: base, bound: bound)))
        watch.alarm.withLock { $0 = ThreadsWatch(self) }
    }

    // MARK: Work

    package func enqueue(_ job: consuming ExecutorJob) { push(.job(UnownedJob(job))) }

    /// Runs a closure on one of the threads.
    func call(_ body: @escaping @Sendable () -> Void) { push(.call(body)) }

    /// Runs the job that `start` hands to this executor, on this thread and as if it were one of the pool's, until the job suspends.
    ///
    /// Saves waking a thread. One caller at a time.
    func runHere(_ start: () -> Void) {
        let thread = SystemThread.current
        // Where threads have no number a thread of the pool takes the job.
        if thread == 0 { return start() }
        state.withLock { $0.guest = thread }
        start()
        let item = state.withLock { state in
            defer { (state.guest, state.itemOfGuest) = (nil, nil) }
            return state.itemOfGuest
        }
        if case .job(let job)? = item { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func push(_ item: Item) {
        let push = state.withLock { state -> ThreadPlan.Push in
            if let guest = state.guest, state.itemOfGuest == nil, guest == SystemThread.current {
                state.itemOfGuest = item
                return .nothing
            }
            state.queue.append(item)
            waiting.wrappingAdd(1, ordering: .relaxed)
            return state.plan.push()
        }
        switch push {
        case .wake: state.signal()
        case .spawn: spawn()
        case .watch: lookSoon()
        case .nothing: break
        }
    }

    // MARK: Threads

    /// Has at least one thread, or gets one now.
    ///
    /// False when the system refuses it.
    func ensureThread() -> Bool {
        let (has, starts) = state.withLock { state in
            if state.plan.threads > 0 { return (true, false) }
            return (false, state.plan.grow(reserve: 1))
        }
        return has || (starts && spawn())
    }

    /// Makes room for what waits, and for `reserve` items more, without waiting for a stall to show.
    func grow(reserve: Int = 0) {
        let (starts, stuck) = state.withLock { state in (state.plan.grow(reserve: reserve), findStuck(&state)) }
        demote(stuck)
        if starts { spawn() }
    }

    /// All threads are busy and there can't be more, or the system gives none at all.
    var isSaturated: Bool { state.withLock { $0.plan.isSaturated || ($0.plan.threads == 0 && $0.refused > 0) } }
    package var threadCount: Int { state.withLock { $0.plan.threads } }
    /// How often the system has refused a thread.
    var refusedThreads: Int { state.withLock { $0.refused } }

    /// Idle threads end at once, busy ones after their item.
    ///
    /// A stuck one stays: nothing can end a thread safely.
    func stop() {
        state.withLock { $0.isStopped = true }
        state.broadcast()
        watch.alarm.withLock { $0 }.map { timer.set($0, at: nil) }
    }

    @discardableResult private func spawn() -> Bool {
        if startThread(name, { [self] in run() }) { return true }
        let looks = state.withLock { state in
            state.refused += 1
            return state.plan.spawnFailed()
        }
        if looks {
            // The one whose first thread is refused may come before the timer's.
            _ = timer.start(with: startThread)
            lookSoon()
        }
        return false
    }

    private func run() {
        let (me, starts) = state.withLock { state in
            let me = state.nextWorker
            state.nextWorker += 1
            state.workers[me] = Worker(thread: SystemThread.current)
            return (me, state.plan.spawn())
        }
        if starts { spawn() }
        var isNew = true
        while true {
            defer { isNew = false }
            switch next(me, isNew: isNew) {
            case .item(.job(let job)):
                job.runSynchronously(on: asUnownedTaskExecutor())
                lookForMore()
            case .item(.call(let body)):
                body()
                lookForMore()
            case .end(let startsSuccessor):
                if startsSuccessor { spawn() }
                return
            }
        }
    }

    /// Work often comes one piece after the other, such as sleepers that wake up: then going to sleep in between, and being woken,
    /// would cost more than the work.
    private func lookForMore() {
        for _ in 0..<CollectorThreads.looks where waiting.load(ordering: .relaxed) == 0 { SystemThread.letOthersRun() }
    }

    private enum Next {
        case item(Item)
        /// This thread is to end, and no longer counts.
        case end(startsSuccessor: Bool)
    }

    /// Waits for work.
    ///
    /// The decision to end and the thread's leaving are one step: of two that are idle both would find that there are enough.
    private func next(_ me: Int, isNew: Bool) -> Next {
        func end(_ state: inout State) -> Next {
            state.workers[me] = nil
            return .end(startsSuccessor: state.plan.retire())
        }
        var until: MonotonicInstant?
        var isAsleep = false
        var isNew = isNew
        return state.wait { state in
            if isNew { state.plan.arrive() }
            isNew = false
            if isAsleep { state.plan.wake() }
            isAsleep = false
            state.workers[me]?.isBusy = false
            // A thread that was made nicer can't be made less nice: another takes its place.
            if state.workers[me]?.isDemoted == true { return .done(end(&state)) }
            if state.plan.take() {
                state.workers[me]?.isBusy = true
                state.workers[me]?.items &+= 1
                waiting.wrappingSubtract(1, ordering: .relaxed)
                return .done(.item(CollectorThreads.removeFirst(&state)))
            }
            if state.isStopped { return .done(end(&state)) }
            if state.plan.canShrink, let until, MonotonicInstant.now >= until { return .done(end(&state)) }
            state.plan.sleep()
            isAsleep = true
            if !state.plan.canShrink { return .wait }
            let lingers = until ?? MonotonicInstant.now.advanced(by: CollectorThreads.linger)
            until = lingers
            return .waitUntil(lingers)
        }
    }

    private static func removeFirst(_ state: inout State) -> Item {
        let item = state.queue[state.head]
        state.queue[state.head] = .call({})
        state.head += 1
        if state.head == state.queue.count {
            state.queue.removeAll(keepingCapacity: state.queue.capacity <= 4096)
            state.head = 0
        } else if state.head >= 1024, state.head * 2 > state.queue.count {
            state.queue.removeFirst(state.head)
            state.head = 0
        }
        return item
    }

    // MARK: Shares

    /// This thread is not to get out of the way of others while its item goes on; returns its number.
    func keepShare() -> Int32 {
        let thread = SystemThread.current
        state.withLock { _ = $0.kept.insert(thread) }
        return thread
    }

    /// A thread is as all others again.
    func endShare(of thread: Int32) { state.withLock { _ = $0.kept.remove(thread) } }

    // MARK: Stalls

    private func lookSoon() { watch.alarm.withLock { $0 }.map { timer.set($0, at: timer.now().advanced(by: stall)) } }

    func look(at now: MonotonicInstant) -> MonotonicInstant? {
        let (look, stuck) = state.withLock { state in
            let look = state.plan.look()
            return (look, look == .grow ? findStuck(&state) : [])
        }
        demote(stuck)
        switch look {
        case .enough: return nil
        case .again: break
        case .grow: spawn()
        }
        return now.advanced(by: stall)
    }

    /// Threads that have sat in one item since the last look.
    ///
    /// They get out of the way of the timer and of the threads that answer, and end when they get out of it.
    private func findStuck(_ state: inout State) -> [Int32] {
        let now = MonotonicInstant.now
        // Two looks within a moment say nothing.
        if !demotesStuck || now < state.seenAt.advanced(by: stall) { return [] }
        state.seenAt = now
        var stuck: [Int32] = []
        for (key, worker) in state.workers where worker.isBusy && !worker.isDemoted && !state.kept.contains(worker.thread) {
            if worker.seen == worker.items {
                state.workers[key]?.isDemoted = true
                stuck.append(worker.thread)
            }
            state.workers[key]?.seen = worker.items
        }
        return stuck
    }

    private func demote(_ threads: [Int32]) {
        for thread in threads { SystemThread.yieldToOthers(thread) }
    }
}
