/// Brings a result to the one who waits for it, whichever comes first: a pure value that a lock holds.
struct Handover<Result, Waiter> {
    private enum State {
        case empty
        case waiting(Waiter)
        case ready(Result)
        case taken
    }

    private var state = State.empty

    /// Somebody waits.
    ///
    /// True: the result is there already, so resume him now.
    mutating func wait(_ waiter: Waiter) -> Bool {
        switch state {
        case .empty:
            state = .waiting(waiter)
            return false
        case .ready: return true
        case .waiting, .taken: return false
        }
    }

    /// The result is there.
    ///
    /// Returns who is to be resumed.
    mutating func put(_ result: Result) -> Waiter? {
        switch state {
        case .empty:
            state = .ready(result)
            return nil
        case .waiting(let waiter):
            state = .ready(result)
            return waiter
        case .ready, .taken: return nil
        }
    }

    /// Takes the result, once.
    mutating func take() -> Result? {
        guard case .ready(let result) = state else { return nil }
        state = .taken
        return result
    }
}
