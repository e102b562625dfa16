// What waits for a run, and what a run uses, without reference counts: a run costs little more than its counting would.
//
// Invariants.
// - `Waiter.session`: a session stays in its registry's `SessionBoard` while it has roots. A puller is one, and holds the run
//   that it started until that has ended; a joined slot is one (`GatherSession.roots`) until its waiter was taken out and dealt with.
// - `RunReference`: `task` and the buffer are held by the frame of the puller that runs the collector, which ends the flight
//   before it lets go. References are read out of a flight only under the entry's lock, and become strong there.

/// One gather that waits for a run, and in which slot.
struct Waiter: Equatable {
    private let reference: Unmanaged<GatherSession>
    private let place: Int32

    init(session: GatherSession, slot: Int) {
        reference = .passUnretained(session)
        place = Int32(truncatingIfNeeded: slot)
    }

    var slot: Int { Int(place) }

    var session: GatherSession { reference.takeUnretainedValue() }

    static func == (a: Waiter, b: Waiter) -> Bool { a.reference.toOpaque() == b.reference.toOpaque() && a.place == b.place }
}

/// What belongs to one run.
struct RunReference {
    private let storage: Unmanaged<SampleBuffer>
    /// Through which it is cancelled, with its number there.
    unowned(unsafe) let task: RunTask
    let number: UInt64

    init(buffer: Unmanaged<SampleBuffer>, task: RunTask) {
        storage = buffer
        self.task = task
        number = task.run
    }

    var buffer: SampleBuffer { storage.takeUnretainedValue() }
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
