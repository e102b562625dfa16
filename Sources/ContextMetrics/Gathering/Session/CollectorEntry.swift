import Synchronization

/// One registered collector: its runs in flight, and what has been counted of it.
final class CollectorEntry: Sendable {
    typealias Flights = CollectorFlights<RunKey, Waiter, RunReference>

    private struct State {
        var flights = Flights()
        /// The buffer of the run before, used again when no response refers to it any more.
        var spare: SampleBuffer?
        var statistics = CollectorStatistics()
    }

    // First what every run needs: a thousand collectors don't fit into a core's cache, so each line of it counts.
    private let state = Locked(State())
    private let paceByte = Atomic<UInt8>(CollectorPace().byte)
    /// Whether it is context-aware: then its runs occupy a thread only now and then.
    let isContext: Bool
    let policy: CollectorPolicy
    /// Runs the collector, one that is not context-aware.
    ///
    /// A closure, because calling one counts less than opening an existential.
    let collect: @Sendable (inout SampleSink) throws -> Void
    /// Nil for synchronous ones.
    let context: (any ContextCollector)?
    /// The names of the families that it may write, in a pedantic registry.
    let described: Set<MetricName>?
    let descriptors: [FamilyDescriptor]
    let name: String
    /// Its place among all registrations.
    let order: Int

    init(
        name: String, order: Int, collector: some Collector, policy: CollectorPolicy, descriptors: [FamilyDescriptor], isPedantic: Bool
    ) {
        self.name = name
        self.order = order
        self.policy = policy
        self.descriptors = descriptors
        described = isPedantic ? Set(descriptors.map(\.name)) : nil
        context = collector as? any ContextCollector
        isContext = context != nil
        collect = { sink in try collector.collect(into: &sink) }
    }

    // MARK: Hints

    var pace: CollectorPace { CollectorPace(byte: paceByte.load(ordering: .relaxed)) }

    /// A run that somebody waited for took so long.
    func hasRun(for nanoseconds: Int64) { set(pace.ran(for: nanoseconds)) }

    private func set(_ pace: CollectorPace) {
        if pace != self.pace { paceByte.store(pace.byte, ordering: .relaxed) }
    }

    // MARK: Runs

    /// Whether a run has begun and has not ended.
    var isInFlight: Bool { state.withLock { $0.flights.count > 0 } }

    enum Ask {
        /// A run is to be made, under this number, in this buffer.
        case start(UInt64, SampleBuffer)
        case joined
        case stillRunning
    }

    /// A gather wants samples: starts a run, joins one in flight, or finds one that can be neither.
    ///
    /// Who starts a run holds its buffer and `task` until `end` or ``endUnstarted(_:waiter:)``.
    func ask(_ waiter: Waiter, for key: RunKey, task: RunTask) -> Ask {
        state.withLock { state in
            let ask = state.flights.ask(waiter, for: key) {
                RunReference(buffer: SampleBuffer.renew(&state.spare), task: task)
            }
            switch ask {
            case .start(let id, let run): return .start(id, run.buffer)
            case .joined(let run):
                run.task.scope.extend(to: task.scope.deadline)
                // Before anybody can take the waiter out: that needs this lock.
                waiter.session.rootBegan()
                return .joined
            case .stillRunning: return .stillRunning
            }
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

    /// A gather leaves without a result.
    ///
    /// Nil when it doesn't wait.
    func leave(_ waiter: Waiter) -> Leave? {
        let leave = state.withLock { state -> Leave? in
            guard let leave = state.flights.leave(waiter) else { return nil }
            if leave.isOrphan { state.statistics.runOrphaned() }
            return Leave(
                buffer: leave.run.buffer, isOrphan: leave.isOrphan, wasJoined: leave.run.task.scope !== waiter.session.scope,
                cancellation: leave.cancels ? Cancellation(leave.run) : nil)
        }
        if leave?.isOrphan == true { set(.afterBlocking) }
        return leave
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
    /// - Returns: Who gets its result, and what that is.
    func end(
        _ id: UInt64, after nanoseconds: Int64, failure: (any Error)?, buffer: SampleBuffer, isDelivered: Bool
    ) -> Ended? {
        let ended = state.withLock { state -> Ended? in
            if isDelivered { state.statistics.count(.success) }
            guard let end = state.flights.end(id) else { return nil }
            let outcome: CollectorOutcome =
                if let failure {
                    failure is CancellationError || end.wasCancelled ? .cancelled : (failure as? any OutcomeError)?.outcome ?? .error
                } else {
                    buffer.overflowed ? .overflow : .success
                }
            state.statistics.runEnded(after: nanoseconds, dropped: buffer.dropped, wasOrphan: end.wasOrphan)
            return Ended(first: end.first, others: end.others, outcome: outcome)
        }
        if ended?.first != nil { hasRun(for: nanoseconds) }
        return ended
    }

    /// A run that was never begun is to end: the gather was sealed in between.
    ///
    /// Nil when it has ended. Otherwise somebody has joined and waits for it; what is returned is to be delivered, because all
    /// who have joined may be about to leave.
    func endUnstarted(_ id: UInt64, waiter: Waiter) -> [Cancellation]? {
        state.withLock { state in
            guard let leave = state.flights.leave(waiter) else { return [] }
            if !leave.isOrphan { return leave.cancels ? [Cancellation(leave.run)] : [] }
            _ = state.flights.end(id)
            return nil
        }
    }

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
