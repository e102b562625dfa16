import Synchronization

/// The clock and the threads that gathers run on.
///
/// A registry makes its own unless it is given one; registries of one process may share one, and with it one bound on threads.
/// Threads are started by the first gather and end when nothing refers to the engine any more, a thread that a collector
/// blocks after that collector's return.
///
/// Four kinds of thread: one keeps time; a few resume callers and encode (``executor``); the collectors' own, one pool
/// for those that may block and one for asynchronous ones; and those that deliver cancellation, because handlers of
/// cancellation are the users' code.
public final class GatherEngine: Sendable {
    /// Bounds of an engine.
    public struct Options: Sendable {
        /// Threads for synchronous collectors.
        ///
        /// With as many of them blocked beyond their deadline, only collectors that have shown to be quick are started; others
        /// are `rejected`.
        public var collectorThreads = 64
        /// Threads for asynchronous collectors, which occupy one only while they compute or block.
        public var contextCollectorThreads = 64

        /// The defaults.
        public init() {}
    }

    /// What it was made with.
    public let options: Options
    /// The clock that deadlines are kept on.
    public let timer: any DeadlineTimer
    /// The time of collectors that sleep.
    ///
    /// Apart from the deadlines' in programs: resuming one may run a user's executor.
    let sleepTimer: any DeadlineTimer
    /// Real time in any case, for noticing what blocks.
    let watchTimer: ThreadTimer
    let front: CollectorThreads
    let control: CollectorThreads
    let collectors: CollectorThreads
    let contextCollectors: CollectorThreads
    private let naps: ThreadTimer?
    private let blocked = Atomic<Int>(0)
    private let quickLane = Atomic<Bool>(false)
    private let startThread: ThreadStarter
    private let isStarted = Atomic<Bool>(false)
    private let starting = Locked(())
    /// So many handlers of cancellation may block before others wait.
    static let controlThreads = 8
    /// Options beyond it would only make the system refuse threads.
    private static let mostThreads = 1 << 14

    /// An engine on real time.
    public convenience init(options: Options = Options()) {
        self.init(timer: nil, options: options)
    }

    /// An engine on a timer of the caller's, such as `ManualTimer` in tests.
    ///
    /// Only deadlines and sleeps follow it; that a collector blocks is noticed in real time.
    public convenience init(timer: any DeadlineTimer, options: Options = Options()) {
        self.init(timer: .some(timer), options: options)
    }

    package init(
        timer: (any DeadlineTimer)?, options: Options = Options(), startThread: @escaping ThreadStarter = SystemThread.start
    ) {
        let real = ThreadTimer(name: "metrics-timer")
        let naps = timer == nil ? ThreadTimer(name: "metrics-sleep") : nil
        let processors = SystemThread.processors
        func pool(
            _ name: String, base: Int, bound: Int, stall: Duration = CollectorThreads.stall, demotesStuck: Bool = true
        ) -> CollectorThreads {
            CollectorThreads(
                name: name, base: base, bound: bound, timer: real, stall: stall, demotesStuck: demotesStuck, startThread: startThread)
        }
        var options = options
        options.collectorThreads = min(max(1, options.collectorThreads), GatherEngine.mostThreads)
        options.contextCollectorThreads = min(max(1, options.contextCollectorThreads), GatherEngine.mostThreads)
        self.options = options
        self.startThread = startThread
        self.timer = timer ?? real
        self.naps = naps
        sleepTimer = timer ?? naps ?? real
        watchTimer = real
        // More than one only while one is long at encoding, or with a collector that was quick until now.
        front = pool("metrics-front", base: 1, bound: 32, demotesStuck: false)
        control = pool("metrics-control", base: 1, bound: GatherEngine.controlThreads, stall: .microseconds(250), demotesStuck: false)
        // Two beyond the bound of orphans, so that collectors known to be quick still have a thread.
        collectors = pool("metrics-collect", base: min(2, processors), bound: options.collectorThreads + 2)
        contextCollectors = pool("metrics-context", base: min(2, processors), bound: options.contextCollectorThreads + 2)
    }

    deinit {
        for threads in [front, control, collectors, contextCollectors] { threads.stop() }
        naps?.stop()
        watchTimer.stop()
    }

    /// Where callers are resumed and responses are encoded: threads that no collector can occupy.
    ///
    /// A server starts the task that answers a scrape with `executorPreference: engine.executor`; then an application that
    /// blocks Swift's cooperative pool delays no scrape.
    public var executor: any TaskExecutor { front }

    /// Has the threads without which no gather can end in time.
    ///
    /// False when the system refuses them; asked again each time.
    func start() -> Bool {
        if isStarted.load(ordering: .acquiring) { return true }
        // Under a lock, though it takes its time: gathers that come meanwhile rely on what they find.
        return starting.withLock { _ in
            let starts =
                watchTimer.start(with: startThread) && (naps?.start(with: startThread) ?? true) && front.ensureThread()
                && control.ensureThread()
            if starts { isStarted.store(true, ordering: .releasing) }
            return starts
        }
    }

    /// Threads held by runs of synchronous collectors that everybody has left.
    var blockedThreads: Int { blocked.load(ordering: .relaxed) }
    func threadBlocked() { blocked.wrappingAdd(1, ordering: .relaxed) }
    func threadFreed() { blocked.wrappingSubtract(1, ordering: .relaxed) }

    /// Only one gather at a time runs collectors on a thread that answers: so at most one of those can be blocked.
    func claimQuickLane() -> Bool { quickLane.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged }
    func releaseQuickLane() { quickLane.store(false, ordering: .releasing) }

    /// The threads there are now, for tests and status.
    package var threadCount: Int {
        front.threadCount + control.threadCount + collectors.threadCount + contextCollectors.threadCount
    }
}
