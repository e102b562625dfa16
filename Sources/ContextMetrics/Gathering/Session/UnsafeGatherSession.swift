// Invariant: everything mutable is an atomic, in `slots` (see there) or behind a lock. Unchecked only because `Alarm` is a class
// that is open to subclassing.

import Synchronization

/// One gather.
///
/// It lives until the last run that it started has ended, long after its response where one is deaf.
///
/// There is no coordinator: the first of last completion, deadline, caller's cancellation and shutdown seals. Sealing decides
/// every slot, hands the results over, and resumes the caller.
final class GatherSession: Alarm, @unchecked Sendable {
    /// What sealing gives for each collector.
    typealias Results = (ending: GatherResult.Ending, results: [RunResult])

    let entries: [CollectorEntry]
    let scope: CollectionScope
    private let key: RunKey
    private let engine: GatherEngine
    private let board: SessionBoard
    private let slots: SlotTable
    private let lanes: [PullLane]
    private let deadline: MonotonicInstant
    private let cancelAt: MonotonicInstant
    private let phase = Atomic<UInt8>(GatherPhase.open.rawValue)
    /// Slots without an outcome.
    ///
    /// Zero seals.
    private let pending: Atomic<Int>
    /// A thread that answers is running our quick collectors; and how far it had come at the last look.
    private let holdsQuickLane = Atomic<Bool>(false)
    private let quickPositionSeen = Atomic<Int>(-1)
    /// Pullers that have not ended, and runs of others that are waited for.
    ///
    /// While there are any the board holds the session.
    private let roots = Atomic<Int>(1)
    private let watch = SessionWatch()
    private let handover = Locked(Handover<Results, UnsafeContinuation<Void, Never>>())

    init(_ entries: [CollectorEntry], scope: CollectionScope, now: MonotonicInstant, engine: GatherEngine, board: SessionBoard) {
        self.entries = entries
        self.scope = scope
        key = RunKey(scope)
        self.engine = engine
        self.board = board
        deadline = scope.deadline
        let budget = UInt64(clamping: now.duration(to: deadline).clampedNanoseconds)
        cancelAt = MonotonicInstant(nanoseconds: deadline.nanoseconds - min(2_000_000, budget / 4))
        slots = SlotTable(count: entries.count)
        pending = Atomic(entries.count)
        lanes = GatherSession.lanes(entries, limit: engine.options.collectorThreads)
    }

    /// Known blockers go first, each with a puller of its own; quick ones have a lane for themselves.
    private static func lanes(_ entries: [CollectorEntry], limit: Int) -> [PullLane] {
        var quick: [Int32] = []
        var slow: [Int32] = []
        var unknown: [Int32] = []
        var context: [Int32] = []
        // The pace changes under us: it is read once, so that no collector is lost or pulled twice.
        for index in entries.indices {
            let (pace, isContext) = Unmanaged.passUnretained(entries[index])._withUnsafeGuaranteedRef { ($0.pace, $0.isContext) }
            let index = Int32(truncatingIfNeeded: index)
            if isContext {
                context.append(index)
            } else if pace.isQuick {
                quick.append(index)
            } else if pace.isSlow {
                slow.append(index)
            } else {
                unknown.append(index)
            }
        }
        let blocking = slow + unknown
        let pullers = min(blocking.count, max(1, limit), slow.count + 1)
        let lanes = [
            PullLane(.blocking, order: blocking, pullers: pullers), PullLane(.context, order: context, pullers: 1),
            PullLane(.quick, order: quick, pullers: 1),
        ]
        return lanes.filter { !$0.order.isEmpty }
    }

    // MARK: The caller's side

    /// Starts collecting and returns when the gather is sealed.
    func run() async -> Results {
        await withTaskCancellationHandler {
            if isSealed { rootEnded() } else { start() }
            // Only now, and not around all of this: who is resumed before he has suspended goes on by an atomic inside Swift's
            // runtime, which ThreadSanitizer can't see.
            await withUnsafeContinuation { continuation in
                if handover.withLock({ $0.wait(continuation) }) { continuation.resume() }
            }
        } onCancel: {
            // Runs under the status lock of the caller's task: only hand over.
            engine.front.call { self.seal(.callerCancelled) }
        }
        return handover.withLock { $0.take() } ?? (.shutdown, [])
    }

    private func start() {
        engine.timer.set(self, at: cancelAt)
        watch.begin(self)
        engine.watchTimer.set(watch, at: engine.watchTimer.now().advanced(by: CollectorThreads.stall))
        for lane in lanes {
            for _ in 0..<lane.pullerCount { startPuller(lane) }
            if lane.kind == .blocking, lane.pullerCount > 1 { engine.collectors.grow() }
        }
        rootEnded()
    }

    // MARK: Pullers

    private var isSealed: Bool { phase.load(ordering: .relaxed) == GatherPhase.sealed.rawValue }
    private func goesOn(_ lane: PullLane) -> Bool { !isSealed && !lane.isExhausted }

    private func startPuller(_ lane: PullLane) {
        rootBegan()
        switch lane.kind {
        // Detached: a rescuer is started from the timer's thread, and all runs see the same, nothing of the caller's.
        case .context: Task.detached(executorPreference: engine.contextCollectors) { await self.pullContext(lane) }
        case .blocking: engine.collectors.call { self.pullAndEnd(lane) }
        case .quick:
            // The caller is about to leave this thread to wait; where it is one of ours, no other has to wake up.
            if engine.claimQuickLane() {
                holdsQuickLane.store(true, ordering: .relaxed)
                engine.front.call { self.pullOnFront(lane) }
            } else {
                engine.collectors.call { self.pullAndEnd(lane) }
            }
        }
    }

    func rootBegan() { roots.wrappingAdd(1, ordering: .relaxed) }

    private func rootEnded() {
        if roots.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            scope.close()
            watch.end()
            engine.watchTimer.set(watch, at: nil)
            board.end(self)
        }
    }

    private func pullOnFront(_ lane: PullLane) {
        pull(lane)
        holdsQuickLane.store(false, ordering: .relaxed)
        engine.releaseQuickLane()
        rootEnded()
    }

    private func pullAndEnd(_ lane: PullLane) {
        pull(lane)
        rootEnded()
    }

    /// Runs synchronous collectors back to back on this thread.
    private func pull(_ lane: PullLane) {
        let thread = RunTask.thread(scope)
        CollectionContext.$current.withValue(CollectionContext(scope: scope, thread: thread)) {
            var finished = 0
            var now = MonotonicInstant.now
            while !isSealed, let index = lane.next() { finished += runBlocking(index, thread, &now) }
            // Handed in once: nobody can be the last while this puller holds a collector, and then its own comes with the batch.
            finish(finished)
        }
    }

    /// Returns how many slots of this gather got an outcome.
    private func runBlocking(_ index: Int, _ thread: RunTask, _ now: inout MonotonicInstant) -> Int {
        Unmanaged.passUnretained(entries[index])._withUnsafeGuaranteedRef { runBlocking($0, index, thread, &now) }
    }

    private func runBlocking(_ entry: CollectorEntry, _ index: Int, _ thread: RunTask, _ now: inout MonotonicInstant) -> Int {
        // At the bound the spare threads serve only those that have shown to be quick, and those that need none: their run is in flight.
        if engine.blockedThreads >= engine.options.collectorThreads, !entry.pace.isQuick, !entry.isInFlight {
            return deliver(index, .rejected)
        }
        var ownBuffer: SampleBuffer?
        guard let id = ask(index, entry, thread, &ownBuffer), let buffer = ownBuffer else { return 0 }
        buffer.reset(caps: entry.policy.caps)
        var sink = SampleSink(buffer: buffer, described: entry.described)
        var failure: (any Error)?
        do { try entry.collect(&sink) } catch { failure = error }
        let start = now
        now = .now
        let count = end(entry, id, index, buffer, failure, after: start.nanoseconds(to: now))
        thread.endRun()
        return count
    }

    /// Children pull; each is started at once, so control comes back here when it has run dry or a collector suspended it, and
    /// only then another is needed.
    private func pullContext(_ lane: PullLane) async {
        await CollectionContext.$current.withValue(CollectionContext(scope: scope)) {
            await withDiscardingTaskGroup { group in
                while goesOn(lane) {
                    group.addImmediateTask { await self.pullOneByOne(lane) }
                }
            }
        }
        rootEnded()
    }

    private func pullOneByOne(_ lane: PullLane) async {
        let task = RunTask.current(scope)
        let context = CollectionContext(scope: scope)
        var now = MonotonicInstant.now
        var buffer: SampleBuffer?
        while !isSealed, let index = lane.next() {
            let entry = entries[index]
            guard let id = ask(index, entry, task, &buffer), let buffer else { continue }
            buffer.reset(caps: entry.policy.caps)
            var sink = SampleSink(buffer: buffer, described: entry.described)
            var failure: (any Error)?
            do { try await entry.context?.collect(into: &sink, context: context) } catch { failure = error }
            let start = now
            now = .now
            finish(end(entry, id, index, buffer, failure, after: start.nanoseconds(to: now)))
            switch task.endTaskRun() {
            case .next: break
            case .cancelled: return
            case .mustWait: return await task.waitForCancel()
            }
        }
    }

    // MARK: Runs

    /// Asks a collector for a run.
    ///
    /// Nil when there is none to be made here: joined, still running, or sealed meanwhile.
    private func ask(_ index: Int, _ entry: CollectorEntry, _ task: RunTask, _ buffer: inout SampleBuffer?) -> UInt64? {
        let waiter = Waiter(session: self, slot: index)
        switch entry.ask(waiter, for: key, task: task, buffer: &buffer) {
        case .start(let id):
            if slots.start(index) { return id }
            // Sealed in between. Whoever has joined meanwhile gets the run all the same.
            guard let cancellations = entry.endUnstarted(id, waiter: waiter) else { return nil }
            CancellationJob.deliver(cancellations, on: engine)
            return id
        case .joined:
            if !slots.start(index), slots.isSkipped(index) { leave(index) }
            return nil
        case .stillRunning:
            finish(deliver(index, .stillRunning))
            return nil
        }
    }

    /// A run has ended: everybody who waits for it gets the result.
    ///
    /// Returns 1 when this gather did.
    private func end(
        _ entry: CollectorEntry, _ id: UInt64, _ slot: Int, _ buffer: SampleBuffer, _ failure: (any Error)?, after nanoseconds: Int64
    ) -> Int {
        // Nearly always a success of a run that nobody has joined: delivered first, it is counted under the lock that ends the run.
        let isSuccess = failure == nil && !buffer.overflowed
        let isDelivered = isSuccess && slots.deliver(slot, RunResult(.success, buffer: buffer, nanoseconds: nanoseconds))
        guard let ended = entry.end(id, after: nanoseconds, failure: failure, buffer: buffer, isDelivered: isDelivered) else {
            return isDelivered ? 1 : 0
        }
        if isDelivered, ended.others.isEmpty { return 1 }
        guard let first = ended.first else {
            board.orphanEnded()
            if !entry.isContext { engine.threadFreed() }
            board.resultCameLate()
            return 0
        }
        let isExposed = ended.outcome == .success || entry.policy.partial == .completedFamilies
        let result = RunResult(ended.outcome, buffer: isExposed ? buffer : nil, nanoseconds: nanoseconds, error: failure)
        // Who started the run is the first that waits for it, as long as he waits.
        var own = isDelivered ? 1 : deliver(result, of: entry, to: first)
        for other in ended.others { own += deliver(result, of: entry, to: other) }
        return own
    }

    private func deliver(_ result: RunResult, of entry: CollectorEntry, to waiter: Waiter) -> Int {
        let session = waiter.session
        let count = session.slots.deliver(waiter.slot, result) ? 1 : 0
        if count > 0 { entry.count(result.outcome) }
        if session === self { return count }
        session.finish(count)
        session.rootEnded()
        return 0
    }

    /// An outcome without a run.
    private func deliver(_ index: Int, _ outcome: CollectorOutcome) -> Int {
        if !slots.deliver(index, RunResult(outcome)) { return 0 }
        entries[index].count(outcome)
        return 1
    }

    private func finish(_ count: Int) {
        // Release: our slots before the count. Acquire by the last: everybody's slots.
        if count > 0, pending.wrappingSubtract(count, ordering: .acquiringAndReleasing).newValue == 0 { seal(.complete) }
    }

    /// This gather leaves a run without its result.
    ///
    /// The last to leave makes it an orphan.
    @discardableResult private func leave(_ index: Int, _ cancellations: inout [Cancellation]) -> CollectorEntry.Leave? {
        let entry = entries[index]
        guard let leave = entry.leave(Waiter(session: self, slot: index)) else { return nil }
        if leave.isOrphan {
            board.orphanBegan()
            if !entry.isContext { engine.threadBlocked() }
        }
        if let cancellation = leave.cancellation { cancellations.append(cancellation) }
        if leave.wasJoined { rootEnded() }
        return leave
    }

    private func leave(_ index: Int) {
        var cancellations: [Cancellation] = []
        leave(index, &cancellations)
        CancellationJob.deliver(cancellations, on: engine)
    }

    // MARK: Sealing

    /// Fixes the response, once; whoever is first.
    func seal(_ ending: GatherResult.Ending) {
        if move({ $0.sealing() }) == nil { return }
        let isFull = ending != .complete && isOutOfThreads
        var cancellations: [Cancellation] = []
        var results: [RunResult] = []
        results.reserveCapacity(slots.count)
        for index in 0..<slots.count {
            switch slots.seal(index) {
            case .done(let result): results.append(result)
            case .skipped:
                let outcome: CollectorOutcome = isFull ? .rejected : .skipped
                entries[index].count(outcome)
                results.append(RunResult(outcome))
            case .abandoned: results.append(abandon(index, ending, &cancellations))
            }
        }
        if ending != .complete { CancellationJob.deliver(cancellations, on: engine) }
        engine.timer.set(self, at: nil)
        // Moved: were it still held here when the caller goes on, no buffer of this gather could be used again in the next.
        let waiting = handover.withLock { handover in
            defer { results = [] }
            return handover.put((ending, results))
        }
        guard let waiting else { return }
        // The timer's thread must not run another executor's `enqueue`; a collector's may.
        if ending == .complete { waiting.resume() } else { engine.front.call { waiting.resume() } }
    }

    private func abandon(
        _ index: Int, _ ending: GatherResult.Ending, _ cancellations: inout [Cancellation]
    ) -> RunResult {
        let left = leave(index, &cancellations)
        let isPartial = entries[index].policy.partial == .completedFamilies
        let outcome: CollectorOutcome = ending == .deadline ? .timeout : .cancelled
        entries[index].count(outcome)
        return RunResult(outcome, buffer: isPartial ? left?.buffer : nil)
    }

    /// What was not started couldn't be: every thread that it might have had is occupied.
    private var isOutOfThreads: Bool {
        lanes.contains { lane in
            switch lane.kind {
            case .blocking, .quick:
                !lane.isExhausted && (lane.pullerCount >= engine.options.collectorThreads || engine.collectors.isSaturated)
            case .context: !lane.isExhausted && engine.contextCollectors.isSaturated
            }
        }
    }

    private func move(_ transition: (GatherPhase) -> GatherPhase?) -> GatherPhase? {
        var seen = phase.load(ordering: .acquiring)
        while let next = GatherPhase(rawValue: seen).flatMap(transition) {
            let result = phase.compareExchange(expected: seen, desired: next.rawValue, ordering: .acquiringAndReleasing)
            if result.exchanged { return next }
            seen = result.original
        }
        return nil
    }

    // MARK: Time

    override func fire(at now: MonotonicInstant) -> MonotonicInstant? {
        if isSealed { return nil }
        if now >= deadline {
            seal(.deadline)
            return nil
        }
        if now < cancelAt { return cancelAt }
        if move({ $0.cancelled() }) != nil { beginLeaving() }
        return deadline
    }

    /// Tells runs that nobody else waits for to stop, a little before the deadline, so that they can. (G5)
    private func beginLeaving() {
        var cancellations: [Cancellation] = []
        for index in 0..<slots.count where slots.isWaiting(index) {
            if let cancellation = entries[index].beginLeaving(Waiter(session: self, slot: index)) {
                cancellations.append(cancellation)
            }
        }
        CancellationJob.deliver(cancellations, on: engine)
    }

    /// The watch's look: pullers that are stuck get company.
    ///
    /// False when everything has been taken.
    func look() -> Bool {
        if isSealed { return false }
        var goesOn = watchQuickLane()
        for lane in lanes {
            let limit = lane.kind == .context ? engine.options.contextCollectorThreads : engine.options.collectorThreads
            guard let more = lane.look(limit: max(1, limit), processors: SystemThread.processors) else { continue }
            goesOn = true
            if more == 0 { continue }
            for _ in 0..<more { rescue(lane) }
            (lane.kind == .context ? engine.contextCollectors : engine.collectors).grow()
        }
        return goesOn
    }

    /// A thread that answers has been with one collector since the last look: another has to be there.
    ///
    /// True while it may.
    private func watchQuickLane() -> Bool {
        if !holdsQuickLane.load(ordering: .relaxed) { return false }
        let position = lanes.first { $0.kind == .quick }?.position ?? 0
        if quickPositionSeen.exchange(position, ordering: .relaxed) == position { engine.front.grow(reserve: 1) }
        return true
    }

    private func rescue(_ lane: PullLane) {
        if lane.kind != .quick { return startPuller(lane) }
        rootBegan()
        engine.collectors.call { self.pullAndEnd(lane) }
    }
}
