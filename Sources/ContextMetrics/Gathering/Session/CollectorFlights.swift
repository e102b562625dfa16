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
        var run: Run
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
        /// A run was to be started, and can't be.
        case refused
    }

    /// Somebody wants samples.
    ///
    /// Makes the run, of that number, only when one is to be started; where it can't be made nothing has changed. `joins` says whether the asker may have a run
    /// that was started for another.
    mutating func ask(_ waiter: Waiter, for key: Key, joins: Bool = true, run: (UInt64) -> Run?) -> Ask {
        if !flights.isEmpty {
            if joins, let flight = flights.first(where: { $0.key == key }) {
                // Whoever joined a run that is being cancelled would lose it with time left.
                if flight.isCancelled { return .stillRunning }
                members.append(Member(flight: flight.id, waiter: waiter))
                return .joined(flight.run)
            }
            if hasOrphan { return .stillRunning }
        }
        let id = nextID
        guard let run = run(id) else { return .refused }
        nextID &+= 1
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
        let id: UInt64
        let key: Key
    }

    /// A waiter leaves without a result.
    ///
    /// Nil when he doesn't wait for anything (any more).
    mutating func leave(_ waiter: Waiter) -> Leave? {
        guard let id = members.remove(where: { $0.waiter == waiter })?.flight else { return nil }
        guard let flight = flights.first(where: { $0.id == id }) else { return nil }
        // The others may be leaving as well, and have waited for this one.
        let cancels = cancelIfAllLeave(id) != nil
        return Leave(run: flight.run, isOrphan: isOrphan(id), cancels: cancels, id: id, key: flight.key)
    }

    struct End {
        /// Who gets the result; nobody for an orphan.
        let first: Waiter?
        let others: [Waiter]
        let wasCancelled: Bool
        let key: Key

        var wasOrphan: Bool { first == nil }
    }

    /// A run has ended.
    ///
    /// Nil when there is none of that number.
    mutating func end(_ id: UInt64) -> End? {
        guard let flight = flights.remove(where: { $0.id == id }) else { return nil }
        let first = members.remove(where: { $0.flight == id })?.waiter
        let others = members.isEmpty ? [] : members.removeAll { $0.flight == id }.map(\.waiter)
        return End(first: first, others: others, wasCancelled: flight.isCancelled, key: flight.key)
    }

    /// A run is about to reach its own limit.
    ///
    /// Returns it where it is to be cancelled, which is once.
    mutating func cancel(_ id: UInt64) -> Run? {
        var run: Run?
        _ = flights.update(where: { $0.id == id }) { flight in
            if !flight.isCancelled { run = flight.run }
            flight.isCancelled = true
        }
        return run
    }

    /// A run that somebody waits for is made once more.
    mutating func replace(_ id: UInt64, by run: () -> Run) -> Run? {
        if isOrphan(id) { return nil }
        return flights.update(where: { $0.id == id }) { $0.run = run() }?.run
    }

    struct Expiry {
        let run: Run
        let waiters: [Waiter]
        let key: Key
    }

    /// A run has reached its own limit: everybody leaves, and it is an orphan.
    ///
    /// Nil where it has ended, or was an orphan before.
    mutating func expire(_ id: UInt64) -> Expiry? {
        guard let flight = flights.first(where: { $0.id == id }) else { return nil }
        let waiters = members.removeAll { $0.flight == id }.map(\.waiter)
        return waiters.isEmpty ? nil : Expiry(run: flight.run, waiters: waiters, key: flight.key)
    }

    /// Whether a run goes on that everybody has left.
    var hasOrphan: Bool { flights.contains { isOrphan($0.id) } }

    /// Whether a run for this is under way.
    func isInFlight(_ key: Key) -> Bool { flights.contains { $0.key == key } }

    /// Runs that are under way.
    var count: Int { flights.count }
    /// Those who wait for one.
    var waiting: Int { members.count }

    private func isOrphan(_ id: UInt64) -> Bool { !members.contains { $0.flight == id } }

    private mutating func cancelIfAllLeave(_ id: UInt64) -> Run? {
        members.contains { $0.flight == id && !$0.isLeaving } ? nil : cancel(id)
    }
}
