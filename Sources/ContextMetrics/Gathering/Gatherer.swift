/// Something that can be asked for all its metrics, and how long it may take.
///
/// ## Implementation guidance
/// - Hand the context on to whatever is asked, or what is left of its deadline. Where this comes back later all the same, the library's own
///   gatherers and ``ScrapeHandler`` don't wait for it: what it brings is lost, and it isn't asked again before it has come back.
/// - Make the result of other gatherers' results, or of families: ``GatherResult/init(_:from:reports:ending:)``.
/// - A filter is a request to do less. Families that are not wanted are left out by who asked, if this doesn't.
public protocol Gatherer: Sendable {
    /// Gathers until everything is there, the deadline has come, or the caller's task is cancelled, whichever is first.
    ///
    /// Never throws: what went wrong is in the result. Callable from any task, as often and as concurrently as wanted.
    nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult

    /// What a filter may name; `nil`, the default, where that isn't known, and any name is taken.
    var catalog: GatherCatalog? { get }
}

extension Gatherer {
    /// Not known.
    public var catalog: GatherCatalog? { nil }
}

/// What there is to be gathered: the names that a filter may have.
public struct GatherCatalog: Hashable, Sendable {
    /// The names of the collectors, in their order.
    public var collectors: [String]
    /// The names of all families and of their samples; `nil` where some collector doesn't describe what it writes.
    public var names: Set<MetricName>?

    /// What is given, and no more.
    public init(collectors: [String], names: Set<MetricName>?) {
        self.collectors = collectors
        self.names = names
    }
}

/// A gatherer that comes back at the deadline, whatever those do that it asks itself.
protocol KeepsDeadline: Gatherer {
    /// Of one that asks a gatherer which doesn't, in this very task, false.
    var keepsDeadline: Bool { get }
}

extension Gatherer {
    /// Whether it is known to come back at the deadline.
    var isPunctual: Bool { (self as? any KeepsDeadline)?.keepsDeadline ?? false }
}

/// A gatherer behind which there are registries.
protocol GathersRegistries: Gatherer {
    /// Those whose collectors it asks, itself or through others.
    var registries: [ContextRegistry] { get }
}

extension Gatherer {
    /// The registries behind it, as far as that is known.
    var knownRegistries: [ContextRegistry] { (self as? any GathersRegistries)?.registries ?? [] }
}
