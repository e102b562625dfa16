/// How the collectors of a registry fare: a value, of the moment when it was asked for.
///
/// For people and for health checks; metrics tell the same over time.
public struct RegistryStatus: Hashable, Sendable {
    /// One collector.
    public struct Collector: Hashable, Sendable {
        /// What the circuit breaker is at.
        public enum Breaker: String, Hashable, Sendable {
            /// The collector is asked.
            case closed
            /// It isn't, because it failed too often.
            case open
            /// It isn't failing for long enough that the next scrape may try.
            case halfOpen = "half_open"
        }

        /// The name that it is registered under.
        public let name: String
        /// How the last gather ended for it that asked, `nil` when none has.
        public let lastOutcome: CollectorOutcome?
        /// How long its last run took, `nil` when none has ended.
        public let lastDuration: Duration?
        /// How long its runs took, on average.
        public let meanDuration: Duration?
        /// Gathers by how they ended for it; those that occurred.
        public let runs: [CollectorOutcome: UInt64]
        /// Runs that everybody has left and that have not ended.
        public let orphans: Int
        /// For how long there has been such a run.
        public let orphanedFor: Duration?
        /// Gathers that wait for its run now.
        public let waiting: Int
        /// How old the samples are that serve scrapes to come; `nil` where none are kept.
        public let cacheAge: Duration?
        /// `nil` for a policy without one.
        public let breaker: Breaker?
    }

    /// In the order of registration.
    public let collectors: [Collector]
    /// Gathers whose last run has not ended.
    public let gathers: Int
    /// Results that came after everybody had left.
    public let lateResults: Int
    /// The registry was shut down.
    public let isShutDown: Bool

    /// One collector's status, `nil` where none of that name is registered.
    public subscript(_ collector: String) -> Collector? { collectors.first { $0.name.utf8.elementsEqual(collector.utf8) } }
}

extension RegistryStatus {
    /// Several as one.
    init(merging statuses: [RegistryStatus]) {
        collectors = statuses.flatMap(\.collectors)
        gathers = statuses.reduce(0) { $0 + $1.gathers }
        lateResults = statuses.reduce(0) { $0 + $1.lateResults }
        isShutDown = statuses.allSatisfy(\.isShutDown)
    }
}

extension ContextRegistry {
    /// How its collectors fare now.
    ///
    /// Waits for nothing; callable from anywhere. Linear in the collectors.
    public func status() -> RegistryStatus {
        let now = engine.timer.now()
        return RegistryStatus(
            collectors: contents.entries.map { RegistryStatus.Collector($0, at: now) }, gathers: board.liveSessions,
            lateResults: board.lateResults, isShutDown: board.isShutDown)
    }
}

extension RegistryStatus.Collector {
    fileprivate init(_ entry: CollectorEntry, at now: MonotonicInstant) {
        let statistics = entry.statistics
        name = entry.name
        lastOutcome = statistics.lastOutcome
        lastDuration = statistics.lastDuration
        meanDuration = statistics.meanDuration
        runs = Dictionary(
            uniqueKeysWithValues: CollectorOutcome.allCases.filter { statistics[$0] > 0 }.map { ($0, statistics[$0]) })
        orphans = statistics.orphans
        orphanedFor = statistics.orphanSince.map { $0.duration(to: now) }
        waiting = entry.waiting
        cacheAge = entry.cacheAge(at: now)
        breaker = entry.breakerPhase(at: now).map { Breaker($0) }
    }
}

extension RegistryStatus.Collector.Breaker {
    fileprivate init(_ phase: BreakerState.Phase) {
        switch phase {
        case .closed: self = .closed
        case .open: self = .open
        case .halfOpen: self = .halfOpen
        }
    }
}
