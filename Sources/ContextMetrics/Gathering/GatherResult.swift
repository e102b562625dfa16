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

        /// For a gatherer of your own.
        public init(collector: String, outcome: CollectorOutcome, duration: Duration? = nil, error: (any Error)? = nil) {
            self.collector = collector
            self.outcome = outcome
            self.duration = duration
            self.error = error
        }
    }

    /// Something that collectors emitted and that can't be exposed beside what was registered before it. (G13)
    public struct Conflict: Hashable, Sendable {
        /// The collector whose samples were dropped, or the instrument: that has the name of its family.
        public let collector: String
        /// Its family.
        public let family: MetricName
        /// What stands against them.
        public let reason: DropReason
        /// The samples that were dropped.
        public let samples: Int
    }

    /// What it holds: of one registry, or made of other results.
    enum Content {
        case registry(RegistryPart)
        case given(GivenFamilies)
        case merged([GatherResult])
        /// Under other names and with more labels.
        indirect case mapped(GatherResult, FamilyMapping)
        /// Without families that a filter leaves out.
        indirect case filtered(GatherResult, GatherFilter)
    }

    /// Why the gather ended when it did.
    public let ending: Ending
    let content: Content

    init(_ ending: Ending, _ content: Content) {
        self.ending = ending
        self.content = content
    }

    /// Of one registry, in the order of registration; of several gatherers, one gatherer's after the other's.
    public var reports: [Report] {
        switch content {
        case .registry(let part): part.reports
        case .given(let given): given.reports
        case .merged(let results): results.flatMap(\.reports)
        case .mapped(let result, _), .filtered(let result, _): result.reports
        }
    }

    /// How a collector fared, `nil` when none of that name was asked; of several, the first.
    public func outcome(of collector: String) -> CollectorOutcome? {
        reports.first { $0.collector.utf8.elementsEqual(collector.utf8) }?.outcome
    }

    /// The runs of a registry's own gather; none in a result that was made of others.
    var results: [RunResult] { if case .registry(let part) = content { part.results } else { [] } }

    /// Samples that collectors wrote in a way that can't be exposed, of runs that have ended.
    var dropped: [(collector: String, samples: DroppedSamples)] {
        switch content {
        case .registry(let part): part.dropped
        case .given(let given): given.dropped.isEmpty ? [] : [(given.name, given.dropped)]
        case .merged(let results): results.flatMap(\.dropped)
        case .mapped(let result, _), .filtered(let result, _): result.dropped
        }
    }

    /// The collectors whose samples are missing, in part or all.
    var failures: [Report] {
        // Nearly always there are none.
        if case .registry(let part) = content, part.results.allSatisfy({ $0.outcome == .success }) { return [] }
        return reports.filter { $0.outcome != .success }
    }
}
