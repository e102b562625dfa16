// Invariant: a slot's `result` is memory without a value until the one deliverer of that slot writes it, before he moves the state
// to `done` (release); a deliverer who lost takes his result back, nobody else has looked. The sealer moves the state from `done` to
// `taken` (acquire) and takes the value out. So there is a value exactly where the state is `done`.

import Synchronization

/// One slot a collector: where it stands in a gather, and what it delivered.
struct SlotTable: ~Copyable, @unchecked Sendable {
    /// What the sealer found in a slot.
    enum Sealed {
        case done(RunResult)
        case skipped
        case abandoned
    }

    // Apart, because writing a result would count as writing all of a slot, its state with it.
    private let states: UnsafeMutablePointer<Atomic<UInt8>>
    private let results: UnsafeMutablePointer<RunResult>
    let count: Int

    init(count: Int) {
        self.count = count
        states = .allocate(capacity: count)
        for index in 0..<count { (states + index).initialize(to: Atomic(SlotState.idle.rawValue)) }
        results = .allocate(capacity: count)
    }

    deinit {
        for index in 0..<count where states[index].load(ordering: .acquiring) == SlotState.done.rawValue {
            (results + index).deinitialize(count: 1)
        }
        states.deinitialize(count: count)
        states.deallocate()
        results.deallocate()
    }

    /// A run for the slot is in flight.
    ///
    /// False when it has delivered already, or the gather is sealed.
    borrowing func start(_ index: Int) -> Bool { move(index) { $0.started() } != nil }

    /// Whether the gather was sealed before the slot's run was started.
    borrowing func isSkipped(_ index: Int) -> Bool { states[index].load(ordering: .relaxed) == SlotState.skipped.rawValue }

    /// False when the gather is sealed: the result comes too late.
    borrowing func deliver(_ index: Int, _ result: consuming RunResult) -> Bool {
        let seen = SlotState(rawValue: states[index].load(ordering: .relaxed))
        if seen?.delivered() == nil { return false }
        (results + index).initialize(to: result)
        if move(index, { $0.delivered() }) != nil { return true }
        (results + index).deinitialize(count: 1)
        return false
    }

    /// The gather ends: decides a slot that is not decided.
    ///
    /// Once for each slot.
    borrowing func seal(_ index: Int) -> Sealed {
        // Nearly always, and nobody else moves it away from there.
        if states[index].load(ordering: .acquiring) == SlotState.done.rawValue {
            states[index].store(SlotState.taken.rawValue, ordering: .relaxed)
            return .done((results + index).move())
        }
        switch move(index, { $0.sealed() }) {
        case .taken: return .done((results + index).move())
        case .abandoned: return .abandoned
        default: return .skipped
        }
    }

    /// Whether a run of the slot is in flight.
    borrowing func isWaiting(_ index: Int) -> Bool { states[index].load(ordering: .relaxed) == SlotState.waiting.rawValue }

    /// Returns the state moved to.
    private borrowing func move(_ index: Int, _ transition: (SlotState) -> SlotState?) -> SlotState? {
        var seen = states[index].load(ordering: .acquiring)
        while let next = SlotState(rawValue: seen).flatMap(transition) {
            let result = states[index].compareExchange(
                expected: seen, desired: next.rawValue, successOrdering: .acquiringAndReleasing, failureOrdering: .acquiring)
            if result.exchanged { return next }
            seen = result.original
        }
        return nil
    }
}
