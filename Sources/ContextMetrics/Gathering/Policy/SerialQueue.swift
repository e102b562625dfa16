/// Whose turn it is, where only so many may go on at once: a pure value that a lock holds.
struct SerialQueue<Turn> {
    /// So many go on at once.
    private(set) var bound: Int
    private(set) var busy = 0
    private var waiting: [Turn] = []

    init(bound: Int) { self.bound = max(1, bound) }

    /// A further member of a group that asks for less wins.
    mutating func limit(to bound: Int) { self.bound = min(self.bound, max(1, bound)) }

    var isFull: Bool { busy >= bound }
    var waitingCount: Int { waiting.count }

    /// Somebody wants a turn.
    ///
    /// True: it begins now. Otherwise ``leave()`` brings it, when it comes.
    mutating func enter(_ turn: Turn) -> Bool {
        if isFull {
            waiting.append(turn)
            return false
        }
        busy += 1
        return true
    }

    /// A turn is over.
    ///
    /// Returns the one that begins in its place.
    mutating func leave() -> Turn? {
        if waiting.isEmpty || busy > bound {
            busy -= 1
            return nil
        }
        return waiting.removeFirst()
    }

    /// Takes out turns that nobody waits for any more; those that go on stay.
    mutating func withdraw(where matches: (Turn) -> Bool) -> [Turn] {
        let withdrawn = waiting.filter(matches)
        if !withdrawn.isEmpty { waiting.removeAll(where: matches) }
        return withdrawn
    }
}
