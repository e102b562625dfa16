/// A part of what a gatherer has.
///
/// ```swift
/// let quick = ScrapeHandler(FilteredGatherer(registry, .init(excluding: ["nightly"])), engine: registry.engine)
/// let nightly = ScrapeHandler(FilteredGatherer(registry, .init(collectors: ["nightly"])), engine: registry.engine)
/// ```
/// What a request filters comes on top of it.
public struct FilteredGatherer: Gatherer, KeepsDeadline, GathersRegistries {
    private let gatherer: any Gatherer
    private let filter: GatherFilter
    var keepsDeadline: Bool { gatherer.isPunctual }
    var registries: [ContextRegistry] { gatherer.knownRegistries }

    /// What of a gatherer a filter lets through.
    public init(_ gatherer: any Gatherer, _ filter: GatherFilter) {
        self.gatherer = gatherer
        self.filter = filter
    }

    /// Asks the gatherer for what is let through.
    public nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult {
        var context = context
        context.filter = context.filter.intersection(filter)
        return await gatherer.gather(context).filtered(by: filter)
    }

    /// Without the collectors that are never asked.
    public var catalog: GatherCatalog? {
        var catalog = gatherer.catalog
        catalog?.collectors.removeAll { !filter.includes(collector: $0) }
        return catalog
    }
}

/// A share of a gatherer's collectors, where several processes have the same ones and each is to ask some of them.
///
/// A collector's name decides whose it is: the hash FNV-1a of its bytes, modulo the number of shares. So it stays where it is as long as that
/// number is the same, and all shares together are everything. Instruments and what a registry tells of itself are a process's own:
/// they are in every share.
public struct ShardedGatherer: Gatherer, KeepsDeadline, GathersRegistries {
    /// A share that there can't be.
    public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        /// Which one was asked for, from 0 on.
        public let index: Int
        /// Of how many.
        public let count: Int
        /// What is wrong and what to do.
        public var description: String { "There is no share \(index) of \(count): ask for one from 0 on, below the number of shares." }
    }

    private let all: any Gatherer
    private let share: FilteredGatherer
    var keepsDeadline: Bool { all.isPunctual }
    var registries: [ContextRegistry] { all.knownRegistries }

    /// - Parameters:
    ///   - gatherer: Which has all collectors.
    ///   - index: The share, from 0 on.
    ///   - count: How many there are.
    /// - Throws: ``Invalid`` where there is no such share.
    public init(_ gatherer: any Gatherer, index: Int, of count: Int) throws(Invalid) {
        if index < 0 || index >= count { throw Invalid(index: index, count: count) }
        all = gatherer
        share = FilteredGatherer(gatherer, GatherFilter(shard: GatherFilter.Shard(index: index, count: count)))
    }

    /// Asks the collectors of this share.
    public nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult { await share.gather(context) }

    /// That of all shares: each is asked for the same.
    public var catalog: GatherCatalog? { all.catalog }
}
