/// Lets collectors run that must not run together, one after the other, whichever gather asks.
final class SerialGate: Sendable {
    /// A slot of a gather that waits for its turn; the gather has a root for it.
    struct Turn: Sendable {
        let session: GatherSession
        let slot: Int
    }

    private struct State {
        var queue: SerialQueue<Turn>
        /// Whose turn it is.
        var running: [CollectorEntry] = []
    }

    private let state: Locked<State>

    init(bound: Int) { state = Locked(State(queue: SerialQueue(bound: bound))) }

    func limit(to bound: Int) { state.withLock { $0.queue.limit(to: bound) } }

    enum Entry {
        /// It is the asker's turn now.
        case begin
        /// It will be.
        case wait
        /// Everybody whose turn it is was left by all scrapes, and there is no telling when one ends.
        case stuck
    }

    /// A gather wants a turn for one of its collectors.
    func enter(_ turn: Turn) -> Entry {
        let entry = turn.session.entries[turn.slot]
        let running = state.withLock { $0.queue.isFull ? $0.running : [] }
        // Asked outside of the lock: it takes those of the entries. What ends in between is found out at the deadline.
        if !running.isEmpty, running.allSatisfy(\.hasOrphan) { return .stuck }
        return state.withLock { state in
            if !state.queue.enter(turn) { return .wait }
            state.running.append(entry)
            return .begin
        }
    }

    /// The turn of a collector is over: the next begins.
    func leave(_ entry: CollectorEntry) {
        let next = state.withLock { state -> Turn? in
            if let place = state.running.firstIndex(where: { $0 === entry }) { state.running.remove(at: place) }
            let next = state.queue.leave()
            if let next { state.running.append(next.session.entries[next.slot]) }
            return next
        }
        next.map { $0.session.beginTurn($0.slot) }
    }

    /// A gather ends: its turns that haven't come are let go of.
    ///
    /// Returns how many.
    func withdraw(_ session: GatherSession) -> Int {
        state.withLock { $0.queue.withdraw { $0.session === session } }.count
    }
}
