/// The runs of one collector that are under way, and who waits for each: a pure value that a lock holds.
///
/// A collector is run once for everybody who asks for the same while the run is in flight (G9). Each waiter leaves at its own
/// deadline; when the last one is about to leave the run is cancelled, and when he has left it is an orphan, beside which
/// the collector isn't started again (G7).
struct CollectorFlights<Key: Equatable, Waiter: Equatable, Run> {
    private struct Member {
        let flight: UInt64
        let waiter: Waiter
        var isLeaving = false
    }

    private struct Flight {
        let id: UInt64
        let key: Key
        let run: Run
        var isCancelled = false
    }

    private var flights = Few<Flight>()
    private var members = Few<Member>()
    private var nextID: UInt64 = 1

    enum Ask {
        /// Start this run, under this number; the asker waits for it.
        case start(UInt64, Run)
        /// The asker waits for a run that is in flight.
        case joined(Run)
        /// A run of before has not ended and can't be joined.
        case stillRunning
    }

    /// Somebody wants samples.
    ///
    /// Makes the run only when one is to be started.
    mutating func ask(_ waiter: Waiter, for key: Key, run: () -> Run) -> Ask {
        if !flights.isEmpty {
            if let flight = flights.first(where: { $0.key == key }) {
                // Whoever joined a run that is being cancelled would lose it with time left.
                if flight.isCancelled { return .stillRunning }
                members.append(Member(flight: flight.id, waiter: waiter))
                return .joined(flight.run)
            }
            if flights.contains(where: { isOrphan($0.id) }) { return .stillRunning }
        }
        let id = nextID
        nextID &+= 1
        let run = run()
        flights.append(Flight(id: id, key: key, run: run))
        members.append(Member(flight: id, waiter: waiter))
        return .start(id, run)
    }

    /// A waiter's cancellation window has begun.
    ///
    /// Returns the run when everybody else is leaving too: it is to be cancelled.
    mutating func beginLeaving(_ waiter: Waiter) -> Run? {
        members.update(where: { $0.waiter == waiter }) { $0.isLeaving = true }.flatMap { cancelIfAllLeave($0.flight) }
    }

    struct Leave {
        /// The run that the waiter left.
        let run: Run
        /// He was the last: the run is an orphan.
        let isOrphan: Bool
        /// The run has not been cancelled yet, and is to be.
        let cancels: Bool
    }

    /// A waiter leaves without a result.
    ///
    /// Nil when he doesn't wait for anything (any more).
    mutating func leave(_ waiter: Waiter) -> Leave? {
        guard let id = members.remove(where: { $0.waiter == waiter })?.flight else { return nil }
        guard let run = flights.first(where: { $0.id == id })?.run else { return nil }
        // The others may be leaving as well, and have waited for this one.
        let cancels = cancelIfAllLeave(id) != nil
        return Leave(run: run, isOrphan: isOrphan(id), cancels: cancels)
    }

    struct End {
        /// Who gets the result; nobody for an orphan.
        let first: Waiter?
        let others: [Waiter]
        let wasCancelled: Bool

        var wasOrphan: Bool { first == nil }
    }

    /// A run has ended.
    ///
    /// Nil when there is none of that number.
    mutating func end(_ id: UInt64) -> End? {
        guard let flight = flights.remove(where: { $0.id == id }) else { return nil }
        let first = members.remove(where: { $0.flight == id })?.waiter
        let others = members.isEmpty ? [] : members.removeAll { $0.flight == id }.map(\.waiter)
        return End(first: first, others: others, wasCancelled: flight.isCancelled)
    }

    /// Runs that are under way.
    var count: Int { flights.count }
    /// Those who wait for one.
    var waiting: Int { members.count }

    private func isOrphan(_ id: UInt64) -> Bool { !members.contains { $0.flight == id } }

    private mutating func cancelIfAllLeave(_ id: UInt64) -> Run? {
        if members.contains(where: { $0.flight == id && !$0.isLeaving }) { return nil }
        var run: Run?
        _ = flights.update(where: { $0.id == id }) { flight in
            if !flight.isCancelled { run = flight.run }
            flight.isCancelled = true
        }
        return run
    }
}
