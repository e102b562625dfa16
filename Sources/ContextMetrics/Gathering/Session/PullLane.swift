import Synchronization

/// The collectors of one kind in a gather, in the order in which they are started, and a cursor that pullers share.
///
/// A puller takes the next collector and runs it inline; so collectors that are quick share a thread and a task, and those
/// that wait or block have one each.
final class PullLane: Sendable {
    enum Kind: Sendable {
        /// Synchronous ones that have shown to be quick: back to back on a thread that answers.
        case quick
        /// Synchronous ones that may block.
        case blocking
        /// Context-aware ones that have shown to be quick: the same, as tasks.
        case quickContext
        case context

        /// Whether its collectors run as tasks.
        var isContext: Bool { self == .context || self == .quickContext }
        /// Whether a thread that answers may run its collectors.
        var isQuick: Bool { self == .quick || self == .quickContext }
    }

    /// What the watch remembers from one look to the next; only its thread touches it.
    private struct Progress {
        var cursor = 0
        var added = 0
    }

    let kind: Kind
    let order: [Int32]
    private let cursor = Atomic<Int>(0)
    private let pullers: Atomic<Int>
    private let progress = Locked(Progress())

    init(_ kind: Kind, order: [Int32], pullers: Int) {
        self.kind = kind
        self.order = order
        self.pullers = Atomic(pullers)
    }

    /// The next collector to start, each once.
    func next() -> Int? {
        let place = cursor.wrappingAdd(1, ordering: .relaxed).oldValue
        return place < order.count ? Int(order[place]) : nil
    }

    var isExhausted: Bool { cursor.load(ordering: .relaxed) >= order.count }

    /// How many have been taken, or more.
    var position: Int { cursor.load(ordering: .relaxed) }

    /// Pullers that were started.
    var pullerCount: Int { pullers.load(ordering: .relaxed) }

    /// How many more pullers the lane needs, which then count as started; nil when everything has been taken.
    ///
    /// No progress since the last look but by the pullers just added: twice as many. Progress: one for each processor.
    func look(limit: Int, processors: Int) -> Int? {
        let at = cursor.load(ordering: .relaxed)
        if at >= order.count { return nil }
        return progress.withLock { progress in
            let have = pullerCount
            let isStuck = at - progress.cursor <= progress.added
            let wanted = isStuck ? max(1, have) : have < processors ? 1 : 0
            let more = max(0, min(wanted, order.count - at, limit - have))
            progress = Progress(cursor: at, added: more)
            pullers.wrappingAdd(more, ordering: .relaxed)
            return more
        }
    }

    /// Sorts the collectors of a gather: known blockers go first, each with a puller of its own; quick ones have lanes for
    /// themselves.
    ///
    /// Within a lane priority decides, then the order of registration.
    ///
    /// Those that take turns are in none.
    static func lanes(for entries: CollectorEntries, limit: Int) -> [PullLane] {
        var quick: [Int32] = []
        var slow: [Int32] = []
        var unknown: [Int32] = []
        var context: [Int32] = []
        var quickContext: [Int32] = []
        var isRanked = false
        for index in 0..<entries.count {
            // The pace changes under us: it is read once, so that no collector is lost or pulled twice.
            let (isContext, pace, placement, rank) = entries.visit(index) { ($0.isContext, $0.pace, $0.placement, $0.rank) }
            let index = Int32(truncatingIfNeeded: index)
            if rank != CollectorEntry.ordinaryRank { isRanked = true }
            let (isQuick, isSlow) =
                switch placement {
                case .automatic: (pace.isQuick, pace.isSlow)
                case .inline: (true, false)
                case .thread: (false, true)
                case .turns: (false, false)
                }
            if placement == .turns {
                continue
            } else if isContext {
                if isQuick { quickContext.append(index) } else { context.append(index) }
            } else if isQuick {
                quick.append(index)
            } else if isSlow {
                slow.append(index)
            } else {
                unknown.append(index)
            }
        }
        let pullers = slow.count + 1
        func ranked(_ order: [Int32]) -> [Int32] { isRanked ? entries.ranked(order) : order }
        let blocking = ranked(slow + unknown)
        let lanes = [
            PullLane(.blocking, order: blocking, pullers: min(blocking.count, max(1, limit), pullers)),
            PullLane(.context, order: ranked(context), pullers: 1),
            PullLane(.quick, order: ranked(quick), pullers: 1), PullLane(.quickContext, order: ranked(quickContext), pullers: 1),
        ]
        return lanes.filter { !$0.order.isEmpty }
    }
}

extension CollectorEntries {
    /// A stable order by rank; each rank is read once, as others change it.
    fileprivate func ranked(_ order: [Int32]) -> [Int32] {
        // As numbers, of which those that are in order already are sorted in one pass.
        let ranks = order.indices.map { Int64(self[Int(order[$0])].rank) << 32 | Int64($0) }
        return ranks.sorted().map { order[Int($0 & 0xffff_ffff)] }
    }

    /// The places of those that match, in the same order.
    func ranked(where matches: (CollectorEntry) -> Bool) -> [Int] {
        ranked((0..<count).filter { matches(self[$0]) }.map { Int32(truncatingIfNeeded: $0) }).map { Int($0) }
    }
}
