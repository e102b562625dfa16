// What waits for a run, and what a run uses, without reference counts: a run costs little more than its counting would.
//
// Invariants.
// - `Waiter.session`: a session stays in its registry's `SessionBoard` while it has roots. A puller is one, and holds the run
//   that it started until that has ended; a joined slot is one (`GatherSession.roots`) until its waiter was taken out and dealt with.
// - `RunReference`: `task` and `buffer` are held by the frame of the puller that runs the collector, which ends the flight
//   before it lets go. References are read out of a flight only under the entry's lock, and become strong there.

/// One gather that waits for a run, and in which slot.
struct Waiter: Equatable {
    unowned(unsafe) let session: GatherSession
    /// Of the session, to be compared without counting.
    private let id: ObjectIdentifier
    let slot: Int

    init(session: GatherSession, slot: Int) {
        self.session = session
        self.slot = slot
        id = ObjectIdentifier(session)
    }

    static func == (a: Waiter, b: Waiter) -> Bool { a.id == b.id && a.slot == b.slot }

    func isOf(_ session: GatherSession) -> Bool { id == ObjectIdentifier(session) }
}

/// What belongs to one run.
struct RunReference {
    unowned(unsafe) let buffer: SampleBuffer
    /// Through which it is cancelled, with its number there.
    unowned(unsafe) let task: RunTask
    let number: UInt64
}

/// What a gather asks for: runs are shared by those whose values are equal.
struct RunKey: Equatable {
    private unowned(unsafe) let scope: CollectionScope
    private let isPlain: Bool

    init(_ scope: CollectionScope) {
        self.scope = scope
        isPlain = scope.values.isEmpty
    }

    static func == (a: RunKey, b: RunKey) -> Bool { a.isPlain && b.isPlain || a.scope.values == b.scope.values }
}

/// A cancellation to be delivered, on a thread that is there for it.
struct Cancellation {
    let task: RunTask
    let number: UInt64

    init(_ run: RunReference) {
        task = run.task
        number = run.number
    }

    func deliver() { task.cancel(number) }
}
