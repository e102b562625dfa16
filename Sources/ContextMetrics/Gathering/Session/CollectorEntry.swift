import Synchronization

/// One registered collector: its runs in flight, and what has been counted of it.
final class CollectorEntry: Sendable {
    typealias Flights = CollectorFlights<RunKey, Waiter, RunReference>

    private struct State {
        var flights = Flights()
        /// The buffer of the run before, used again when no response refers to it any more.
        var spare: SampleBuffer?
        var statistics = CollectorStatistics()
        /// Apart, and only where the policy has to remember something.
        var memory: PolicyMemory?
    }

    /// Touched only under the entry's lock.
    private final class PolicyMemory {
        var book: PolicyBook
        init(_ book: PolicyBook) { self.book = book }
    }

    // First what every run needs: a thousand collectors don't fit into a core's cache, so each line of it counts.
    private let state = Locked(State())
    private let paceByte = Atomic<UInt8>(CollectorPace().byte)
    /// Gathers in a row in which there was no time or no thread for it.
    private let misses = Atomic<UInt8>(0)
    private let baseRank: Int
    /// How it is started in a gather.
    let placement: CollectorPlacement
    /// The policy's, beside what else each run looks at.
    let caps: SampleCaps
    /// Whether a run can serve several gathers.
    private let joins: Bool
    /// Whether runs have a context of their own, or are repeated: more than `collect` is to be done.
    let runsApart: Bool
    /// Whether runs have a limit of their own, at which all who wait for one go on.
    let hasLimit: Bool
    /// The typed values that it depends on; `nil` for all of them.
    let keys: DeclaredKeys?
    /// Whether it is told what the scrape asked for.
    let seesFilter: Bool
    private let remembers: Bool
    /// Whether its thread keeps its share of the processors while a scrape waits.
    let isCritical: Bool
    /// That thread, zero without one.
    private let keptThread = Atomic<Int32>(0)
    /// Whether it is context-aware: then its runs occupy a thread only now and then.
    let isContext: Bool
    /// Runs the collector, one that is not context-aware.
    ///
    /// A closure, because calling one counts less than opening an existential.
    let collect: @Sendable (inout SampleSink) throws -> Void
    /// Nil for synchronous ones.
    let context: (any ContextCollector)?
    /// What stands between it and what is kept.
    let rules: SinkRules?
    let policy: CollectorPolicy
    /// Whom it takes turns with.
    let gate: SerialGate?
    let descriptors: [FamilyDescriptor]
    let name: String
    /// Its place among all registrations.
    let order: Int

    init(
        name: String, order: Int, collector: some Collector, policy: CollectorPolicy, descriptors: [FamilyDescriptor],
        rules: SinkRules? = nil,
        gate: SerialGate? = nil, keys: DeclaredKeys? = nil, seesFilter: Bool = false
    ) {
        self.name = name
        self.order = order
        self.policy = policy
        self.descriptors = descriptors
        self.rules = rules
        self.gate = gate
        placement = gate == nil ? CollectorPlacement(policy.isolation) : .turns
        baseRank = policy.priority.rawValue * CollectorEntry.rankStep
        caps = policy.caps
        joins = policy.joining == .shared
        isCritical = policy.priority == .critical
        self.keys = keys
        self.seesFilter = seesFilter
        hasLimit = policy.timeout != nil
        runsApart = policy.timeout != nil || policy.retriesOnce || keys != nil || seesFilter
        let book = PolicyBook(policy)
        remembers = book != nil
        context = collector as? any ContextCollector
        isContext = context != nil
        collect = { sink in try collector.collect(into: &sink) }
        if let book { state.withLock { $0.memory = PolicyMemory(book) } }
    }

    // MARK: Hints

    var pace: CollectorPace { CollectorPace(byte: paceByte.load(ordering: .relaxed)) }

    /// A run that somebody waited for took so long.
    func hasRun(for nanoseconds: Int64) { set(pace.ran(for: nanoseconds)) }

    private func set(_ pace: CollectorPace) {
        if pace != self.pace { paceByte.store(pace.byte, ordering: .relaxed) }
    }

    /// Its place among those that are to be started: the lowest first.
    ///
    /// Each gather in which it wasn't reached moves it up, in the end before those that always come first.
    var rank: Int {
        let missed = Int(misses.load(ordering: .relaxed))
        return missed == 0 ? baseRank : max(-1, baseRank - missed)
    }

    private static let rankStep = 4
    /// The rank of all that nothing is said about.
    static let ordinaryRank = CollectorPolicy.Priority.normal.rawValue * rankStep

    /// There was no time or no thread for it.
    func wasMissed() {
        let missed = misses.load(ordering: .relaxed)
        if missed < 100 { misses.store(missed + 1, ordering: .relaxed) }
    }

    private func wasReached() { if misses.load(ordering: .relaxed) != 0 { misses.store(0, ordering: .relaxed) } }

    /// Its thread doesn't get out of the way of others until the run has ended, or everybody has left it.
    func keepShare(_ threads: CollectorThreads) { endShare(threads, keptThread.exchange(threads.keepShare(), ordering: .relaxed)) }

    /// The run has ended, or everybody has left it.
    func endShare(_ threads: CollectorThreads) { endShare(threads, keptThread.exchange(0, ordering: .relaxed)) }

    private func endShare(_ threads: CollectorThreads, _ thread: Int32) { if thread != 0 { threads.endShare(of: thread) } }

    /// The time for what the policy remembers; costs nothing where that is nothing.
    private func now(_ engine: GatherEngine) -> MonotonicInstant {
        remembers ? engine.timer.now() : MonotonicInstant(nanoseconds: 0)
    }

    // MARK: Runs

    /// Whether a run has begun and has not ended.
    var isInFlight: Bool { state.withLock { $0.flights.count > 0 } }

    /// Whether a run goes on that everybody has left.
    var hasOrphan: Bool { state.withLock { $0.flights.hasOrphan } }

    enum Ask {
        /// A run is to be made, under this number, in this buffer.
        case start(UInt64, SampleBuffer)
        case joined
        case stillRunning
        /// The samples of an earlier run serve.
        case served(PolicyBook.Served)
        /// The policy allows no run now.
        case refused(CollectorOutcome)
        /// A run would be started, and the asker had none.
        case missing
    }

    /// A gather wants samples: starts a run, joins one in flight, or finds one that can be neither.
    ///
    /// Who starts a run holds its buffer and `task` until `end` or ``endUnstarted(_:waiter:)``. Without a task nothing is started.
    func ask(_ waiter: Waiter, for key: RunKey, task: RunTask?) -> Ask {
        let now = now(waiter.session.engine)
        return state.withLock { state in
            let memory = state.memory
            if let memory, !waiter.session.isRefresh,
                let served = memory.book.serve(key, at: now, isInFlight: state.flights.isInFlight(key))
            {
                return .served(served)
            }
            var refusal: CollectorOutcome?
            let ask = state.flights.ask(waiter, for: key, joins: joins) { id in
                guard let task else { return nil }
                if let memory {
                    refusal = memory.book.refusal(at: now)
                    if refusal != nil { return nil }
                    memory.book.begin(id)
                }
                return RunReference(buffer: SampleBuffer.renew(&state.spare), task: task)
            }
            switch ask {
            case .start(let id, let run):
                wasReached()
                return .start(id, run.buffer)
            case .joined(let run):
                run.task.extend(to: waiter.session.scope.deadline)
                // Before anybody can take the waiter out: that needs this lock.
                waiter.session.rootBegan()
                return .joined
            case .stillRunning:
                memory?.book.foundStuck(at: now)
                if waiter.session.isRefresh { memory?.book.refreshWasRefused(key) }
                return .stillRunning
            case .refused:
                guard let refusal, let memory else { return .missing }
                if waiter.session.isRefresh { memory.book.refreshWasRefused(key) }
                return memory.book.serveRefused(key, at: now, refusal).map(Ask.served) ?? .refused(refusal)
            }
        }
    }

    /// A run is to be made once more, in another buffer: readers may look at the first.
    ///
    /// Nil when nobody waits for it any more.
    func repeatRun(_ id: UInt64, task: RunTask) -> SampleBuffer? {
        state.withLock { state in
            state.flights.replace(id) { RunReference(buffer: SampleBuffer.renew(&state.spare), task: task) }?.buffer
        }
    }

    /// A gather's cancellation window has begun.
    func beginLeaving(_ waiter: Waiter) -> Cancellation? {
        state.withLock { $0.flights.beginLeaving(waiter).map(Cancellation.init) }
    }

    struct Leave {
        /// What the run has finished so far.
        let buffer: SampleBuffer
        let isOrphan: Bool
        /// The gather had joined a run of another one.
        let wasJoined: Bool
        let cancellation: Cancellation?
    }

    /// A gather leaves without a result; `missed` says whether its deadline has come.
    ///
    /// Nil when it doesn't wait.
    func leave(_ waiter: Waiter, missed: Bool) -> Leave? {
        let now = waiter.session.engine.timer.now()
        let leave = state.withLock { state -> Leave? in
            guard let leave = state.flights.leave(waiter) else { return nil }
            if leave.isOrphan {
                state.statistics.runOrphaned(at: now)
                if let memory = state.memory {
                    if missed {
                        memory.book.fail(leave.id, .timeout, for: leave.key, at: now)
                    } else {
                        memory.book.endUndecided(leave.id, leave.key)
                    }
                }
            }
            return Leave(
                buffer: leave.run.buffer, isOrphan: leave.isOrphan, wasJoined: leave.run.task.scope !== waiter.session.scope,
                cancellation: leave.cancels ? Cancellation(leave.run) : nil)
        }
        if leave?.isOrphan == true { set(.afterBlocking) }
        return leave
    }

    /// A run is about to reach its own limit.
    ///
    /// Nil where it was cancelled before, or has ended.
    func cancel(_ id: UInt64) -> Cancellation? {
        state.withLock { $0.flights.cancel(id).map(Cancellation.init) }
    }

    /// A run has reached its own limit: everybody leaves it.
    ///
    /// Nil where it has ended, or everybody had left.
    func expire(_ id: UInt64, _ engine: GatherEngine) -> (buffer: SampleBuffer, waiters: [Waiter])? {
        let now = engine.timer.now()
        let expiry = state.withLock { state -> (buffer: SampleBuffer, waiters: [Waiter])? in
            guard let expiry = state.flights.expire(id) else { return nil }
            state.statistics.runOrphaned(at: now)
            state.memory?.book.fail(id, .timeout, for: expiry.key, at: now)
            return (expiry.run.buffer, expiry.waiters)
        }
        if expiry != nil { set(.afterBlocking) }
        return expiry
    }

    /// What the end of a run means to those who wait for it.
    struct Ended {
        /// Nil when everybody has left: the run was an orphan.
        let first: Waiter?
        let others: [Waiter]
        let outcome: CollectorOutcome
    }

    /// A run has ended.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - nanoseconds: How long it took.
    ///   - failure: What the collector threw.
    ///   - buffer: What it has written.
    ///   - isDelivered: The first to wait for it has its result already, a success.
    ///   - engine: Whose time counts.
    /// - Returns: Who gets its result, and what that is.
    func end(
        _ id: UInt64, after nanoseconds: Int64, failure: (any Error)?, buffer: SampleBuffer, isDelivered: Bool, _ engine: GatherEngine
    ) -> Ended? {
        let now = now(engine)
        // Let go of outside of the lock.
        var spare: SampleBuffer?
        var keys: (RunKey?, RunKey?)
        let ended = state.withLock { state -> Ended? in
            if isDelivered { state.statistics.count(.success) }
            guard let end = state.flights.end(id) else { return nil }
            keys.0 = end.key
            let outcome: CollectorOutcome =
                if let failure {
                    failure is CancellationError || end.wasCancelled ? .cancelled : (failure as? any OutcomeError)?.outcome ?? .error
                } else {
                    buffer.overflowed ? .overflow : .success
                }
            state.statistics.runEnded(after: nanoseconds, dropped: buffer.dropped, wasOrphan: end.wasOrphan)
            if let memory = state.memory {
                if let outdated = memory.book.end(id, outcome, isLate: end.wasOrphan, buffer, for: end.key, at: now) {
                    // What was kept until now is for the next run, as the spare one is kept.
                    spare = state.spare
                    state.spare = outdated.samples
                    keys.1 = outdated.variant
                }
            }
            return Ended(first: end.first, others: end.others, outcome: outcome)
        }
        if ended?.first != nil { hasRun(for: nanoseconds) }
        withExtendedLifetime((spare, keys)) {}
        return ended
    }

    /// A run that was never begun is to end: the gather was sealed in between.
    ///
    /// Nil when it has ended. Otherwise somebody has joined and waits for it; what is returned is to be delivered, because all
    /// who have joined may be about to leave.
    func endUnstarted(_ id: UInt64, waiter: Waiter) -> [Cancellation]? {
        var key: RunKey?
        defer { withExtendedLifetime(key) {} }
        return state.withLock { state in
            guard let leave = state.flights.leave(waiter) else { return [] }
            if !leave.isOrphan { return leave.cancels ? [Cancellation(leave.run)] : [] }
            key = leave.key
            _ = state.flights.end(id)
            state.memory?.book.endUnstarted(id, leave.key)
            return nil
        }
    }

    // MARK: What the policy remembers

    /// Somebody is about to replace the samples of a variant; true for the first.
    func askForRefresh(_ key: RunKey, at now: MonotonicInstant) -> Bool {
        state.withLock { $0.memory?.book.askForRefresh(key, at: now) ?? false }
    }

    /// Samples that were to be replaced were not.
    func refreshWasRefused(_ key: RunKey) { state.withLock { $0.memory?.book.refreshWasRefused(key) } }

    /// Which samples are to be replaced next without a scrape that asks, and when.
    func nextRefresh(at now: MonotonicInstant) -> (variant: RunKey, at: MonotonicInstant)? {
        state.withLock { $0.memory?.book.nextRefresh(at: now) }
    }

    /// It was unregistered: nothing is kept of runs that end later.
    func retire() { withExtendedLifetime(state.withLock { $0.memory?.book.retire() }) {} }

    /// What the circuit breaker is at; `nil` without one.
    func breakerPhase(at now: MonotonicInstant) -> BreakerState.Phase? { state.withLock { $0.memory?.book.breaker?.phase(at: now) } }

    /// Whether the collector is left alone for its failures, until a run succeeds; `nil` without a circuit breaker.
    var isCircuitOpen: Bool? { state.withLock { $0.memory?.book.breaker?.isOpen } }

    /// How old the samples are that were kept last.
    func cacheAge(at now: MonotonicInstant) -> Duration? { state.withLock { $0.memory?.book.cacheAge(at: now) } }

    // MARK: Counting

    /// A gather ended with this outcome.
    ///
    /// Counted when that is certain, because a counter never goes down.
    func count(_ outcome: CollectorOutcome) { state.withLock { $0.statistics.count(outcome) } }
    func drop(_ samples: Int, _ reason: DropReason) { state.withLock { $0.statistics.drop(samples, reason) } }
    var statistics: CollectorStatistics { state.withLock { $0.statistics } }
    /// Gathers that wait for its runs.
    var waiting: Int { state.withLock { $0.flights.waiting } }
}
