/// What a gather brought: the families that are whole, and how every collector fared.
///
/// A value that keeps the samples alive. Nothing is merged or formatted before somebody asks for it.
public struct GatherResult: Sendable {
    /// Why the gather ended when it did.
    public enum Ending: String, Hashable, Sendable {
        /// Every collector had ended.
        case complete
        /// The deadline came first.
        case deadline
        /// The caller's task was cancelled: its client has gone.
        case callerCancelled
        /// The registry was shut down.
        case shutdown
        /// The deadline had passed before anything could be started.
        case noBudget
        /// A collector asked the registry that it is being collected by.
        case nested
        /// The system refused the threads that a gather needs.
        case unavailable
    }

    /// One collector's part.
    public struct Report: Sendable {
        /// The name that the collector is registered under.
        public let collector: String
        /// How it fared.
        public let outcome: CollectorOutcome
        /// How long the run took, `nil` for one that didn't end in this gather or wasn't started.
        public let duration: Duration?
        /// What the collector threw.
        public let error: (any Error)?
    }

    /// Something that collectors emitted and that can't be exposed beside what was registered before it. (G13)
    public struct Conflict: Hashable, Sendable {
        /// The collector whose samples were dropped.
        public let collector: String
        /// Its family.
        public let family: MetricName
        /// What stands against them.
        public let reason: DropReason
        /// The samples that were dropped.
        public let samples: Int
    }

    /// Why the gather ended when it did.
    public let ending: Ending
    let snapshot: ContextRegistry.Snapshot
    let results: [RunResult]
    let orphans: Int
    let includesSelfMetrics: Bool

    /// In the order of registration.
    public var reports: [Report] {
        zip(snapshot.entries, results).map { entry, result in
            Report(collector: entry.name, outcome: result.outcome, duration: result.duration, error: result.error)
        }
    }

    /// How a collector fared, `nil` when none of that name was registered.
    public func outcome(of collector: String) -> CollectorOutcome? {
        zip(snapshot.entries, results).first { $0.0.name.utf8.elementsEqual(collector.utf8) }?.1.outcome
    }
}
