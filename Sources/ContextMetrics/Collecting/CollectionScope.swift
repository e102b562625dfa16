import Synchronization

/// What all collectors of one gather share: until when, and for whom.
///
/// Referred to by every ``CollectionContext`` of that gather.
final class CollectionScope: Sendable {
    let timer: any DeadlineTimer
    let sleepTimer: any DeadlineTimer
    let values: ContextValues
    let traceID: TraceID?
    /// What the gather was asked for, which only those collectors see that share no run with gathers of another filter.
    let filter: GatherFilter
    /// Identifies the registry that is gathering, and through `outer` those whose collectors led to it.
    let owner: ObjectIdentifier?
    let outer: CollectionContext?
    let deadline: MonotonicInstant
    private let closed = Atomic<Bool>(false)

    init(
        deadline: MonotonicInstant, timer: any DeadlineTimer, sleepTimer: (any DeadlineTimer)? = nil,
        values: ContextValues = ContextValues(), traceID: TraceID? = nil, filter: GatherFilter = .everything,
        owner: ObjectIdentifier? = nil, outer: CollectionContext? = nil
    ) {
        self.timer = timer
        self.sleepTimer = sleepTimer ?? timer
        self.values = values
        self.traceID = traceID
        self.filter = filter
        self.owner = owner
        self.outer = outer
        self.deadline = deadline
    }

    /// The gather and everything that it started have ended.
    func close() { closed.store(true, ordering: .relaxed) }

    var isClosed: Bool { closed.load(ordering: .relaxed) }

    /// Whether a collector of `registry` led here, directly or through other registries, and its gather still runs.
    func isInside(_ registry: ObjectIdentifier) -> Bool {
        var scope: CollectionScope? = self
        while let current = scope {
            if current.owner == registry, !current.isClosed { return true }
            scope = current.outer?.scope
        }
        return false
    }
}
