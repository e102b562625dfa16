/// What a collector knows of the gather that it works for.
///
/// Cheap to copy, and valid for as long as anyone keeps it. All members may be used from any thread or task.
public struct CollectionContext: Sendable {
    let scope: CollectionScope
    /// The collector's own limit, where its policy sets one.
    private let limit: MonotonicInstant
    /// The collector has declared that what it writes depends on the filter, so that none of its runs serves gathers of different ones.
    let seesFilter: Bool

    /// What the run is made by; `nil` outside of a gather.
    let run: RunTask?
    /// The run's number there.
    private let number: UInt64?
    /// The typed values that the collector may see; `nil` where that is all of them.
    private let keys: DeclaredKeys?

    init(
        scope: CollectionScope, limit: MonotonicInstant = .distantFuture, seesFilter: Bool = false, run: RunTask? = nil,
        keys: DeclaredKeys? = nil
    ) {
        self.scope = scope
        self.keys = keys
        self.limit = limit
        self.seesFilter = seesFilter
        self.run = run
        number = run?.run
    }

    /// A context for calling a collector by hand, as a unit test does.
    public init(
        deadline: MonotonicInstant, timer: any DeadlineTimer, values: ContextValues = ContextValues(), traceID: TraceID? = nil,
        filter: GatherFilter = .everything
    ) {
        self.init(
            scope: CollectionScope(deadline: deadline, timer: timer, values: values, traceID: traceID, filter: filter), seesFilter: true)
    }

    /// The context of the gather that this call is part of, for code that isn't handed one; `nil` outside a collector.
    ///
    /// Child tasks and unstructured tasks inherit it, detached ones don't. In a synchronous collector it is the way to learn
    /// the deadline.
    @TaskLocal public static var current: CollectionContext?

    /// Until when samples count.
    ///
    /// A little before it the collector's task is cancelled. While the run goes on the instant moves later, never nearer, when a second
    /// scrape joins it. Afterwards it is that of the scrape that has begun the run.
    public var deadline: MonotonicInstant { min(run?.deadline ?? scope.deadline, run?.run == number ? limit : .distantFuture) }

    /// What a gather inside of this one has at most: a task that has outlived its run or its gather is bound by it no longer.
    var inheritedDeadline: MonotonicInstant? { scope.isClosed ? scope.outer?.inheritedDeadline : deadline }

    /// The time that is left, zero after the deadline.
    ///
    /// What to hand to a client library as its timeout.
    public var remaining: Duration {
        let now = scope.timer.now()
        let deadline = deadline
        return now < deadline ? now.duration(to: deadline) : .zero
    }

    /// Whether to stop: the task was cancelled, nobody waits any more, or the deadline has passed.
    public var isCancelled: Bool {
        Task.isCancelled || (run?.isThreadCancelled ?? false) || scope.timer.now() >= deadline
    }

    /// - Throws: `CancellationError` when ``isCancelled``.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }

    /// The typed values that the request brought; see ``ContextKey``.
    ///
    /// A collector that declares its ``Collector/dependencies`` sees those only.
    public subscript<Key: ContextKey>(_ key: Key.Type) -> Key.Value {
        keys?.contains(key) == false ? key.defaultValue : scope.values[key]
    }

    /// The trace that this scrape belongs to, where the caller gave one; of scrapes that share the run, the first.
    public var traceID: TraceID? { scope.traceID }

    /// What the scrape was asked for; ``GatherFilter/everything`` for collectors whose runs may serve scrapes of other filters as well.
    public var filter: GatherFilter { seesFilter ? scope.filter : .everything }

    /// Sleeps, and wakes early by cancellation.
    ///
    /// Unlike `Task.sleep` it isn't resumed through Swift's cooperative pool, so an application that blocks that pool
    /// doesn't delay it.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before or during the sleep.
    public func sleep(for duration: Duration) async throws {
        try await Sleep.wait(until: scope.sleepTimer.now().advanced(by: duration), timer: scope.sleepTimer)
    }
}
