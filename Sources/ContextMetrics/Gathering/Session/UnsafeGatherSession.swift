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

    let entries: CollectorEntries
    let scope: CollectionScope
    private let commonKey: RunKey
    let engine: GatherEngine
    let board: SessionBoard
    let slots: SlotTable
    let lanes: [PullLane]
    /// So many threads its synchronous collectors may have: what orphans of before have left of the engine's, and one at least.
    let threads: Int
    /// Slots of collectors that take turns with others, the most important first.
    let turns: [Int]
    /// Nobody waits for it: its results are kept for scrapes to come.
    let isRefresh: Bool
    private let deadline: MonotonicInstant
    private let cancelAt: MonotonicInstant
    let phase = Atomic<UInt8>(GatherPhase.open.rawValue)
    /// Slots without an outcome.
    ///
    /// Zero seals.
    let pending: Atomic<Int>
    /// A thread that answers is running our quick collectors; and how far it had come at the last look.
    let holdsQuickLanes = Atomic<Bool>(false)
    let quickPositionSeen = Atomic<Int>(-1)
    /// Pullers that have not ended, and runs of others that are waited for.
    ///
    /// While there are any the board holds the session.
    private let roots = Atomic<Int>(1)
    private let watch = SessionWatch()
    let handover = Locked(Handover<Results, UnsafeContinuation<Void, Never>>())

    init(
        _ entries: [CollectorEntry], scope: CollectionScope, now: MonotonicInstant, engine: GatherEngine, board: SessionBoard,
        refreshing key: RunKey? = nil
    ) {
        isRefresh = key != nil
        self.entries = CollectorEntries(entries)
        self.scope = scope
        commonKey = key ?? RunKey(board.variants.variant(of: scope.values))
        self.engine = engine
        self.board = board
        deadline = scope.deadline
        let budget = UInt64(clamping: now.duration(to: deadline).clampedNanoseconds)
        cancelAt = MonotonicInstant(nanoseconds: deadline.nanoseconds - min(2_000_000, budget / 4))
        slots = SlotTable(count: entries.count)
        pending = Atomic(entries.count)
        threads = max(1, engine.options.collectorThreads - engine.blockedThreads)
        lanes = PullLane.lanes(for: self.entries, limit: threads)
        let pulled = lanes.reduce(0) { $0 + $1.order.count }
        turns = pulled == entries.count ? [] : self.entries.ranked(where: { $0.placement == .turns })
    }

    /// What it asks a collector for.
    ///
    /// Runs code of users where the collector depends on a part of the values; not in a refresh, which ends on the timer's thread.
    func key(for entry: CollectorEntry) -> RunKey {
        if isRefresh || (entry.keys == nil && !entry.seesFilter) { return commonKey }
        return RunKey(board.variants.variant(of: scope.visible(entry.keys, entry.seesFilter)))
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

    func start() {
        engine.timer.set(self, at: cancelAt)
        watch.begin(self)
        engine.watchTimer.set(watch, at: engine.watchTimer.now().advanced(by: CollectorThreads.stall))
        for lane in lanes where !lane.kind.isQuick {
            for _ in 0..<lane.pullerCount { startPuller(lane) }
            if lane.kind == .blocking, lane.pullerCount > 1 { engine.collectors.grow() }
        }
        if !turns.isEmpty { askForTurns() }
        startQuickLanes()
        rootEnded()
    }

    // MARK: Its end

    var isSealed: Bool { phase.load(ordering: .relaxed) == GatherPhase.sealed.rawValue }

    func rootBegan() { roots.wrappingAdd(1, ordering: .relaxed) }

    func rootEnded() {
        if roots.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            scope.close()
            watch.end()
            engine.watchTimer.set(watch, at: nil)
            board.end(self)
        }
    }

    /// Returns the phase moved to, nil when the transition isn't possible (any more).
    func move(_ transition: (GatherPhase) -> GatherPhase?) -> GatherPhase? {
        var seen = phase.load(ordering: .acquiring)
        while let next = GatherPhase(rawValue: seen).flatMap(transition) {
            let result = phase.compareExchange(expected: seen, desired: next.rawValue, ordering: .acquiringAndReleasing)
            if result.exchanged { return next }
            seen = result.original
        }
        return nil
    }

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
}
