/// A gatherer whose families are shown under names with a prefix.
///
/// For metrics of a part of the program that doesn't know what the others are called. The prefix is before everything that the gatherer shows,
/// also what a registry tells of itself.
public struct PrefixedGatherer: Gatherer, KeepsDeadline, GathersRegistries {
    private let gatherer: any Gatherer
    private let mapping: FamilyMapping
    var keepsDeadline: Bool { gatherer.isPunctual }
    var registries: [ContextRegistry] { gatherer.knownRegistries }

    /// - Throws: ``InvalidName`` when the prefix can't begin a name.
    public init(_ gatherer: any Gatherer, prefix: String) throws(InvalidName) {
        _ = try MetricName(prefix)
        self.gatherer = gatherer
        mapping = FamilyMapping(prefix: prefix)
    }

    /// Asks the gatherer; a filter's names are those with the prefix.
    public nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult {
        var context = context
        context.filter = context.filter.removingPrefix(mapping.prefix)
        let result = await gatherer.gather(context)
        return GatherResult(result.ending, .mapped(result, mapping))
    }

    /// That of the gatherer, with the prefix.
    public var catalog: GatherCatalog? {
        gatherer.catalog.map { catalog in
            let names = catalog.names.map { Set($0.map { MetricName(unchecked: mapping.prefix + $0.text) }) }
            return GatherCatalog(collectors: catalog.collectors, names: names)
        }
    }
}

/// A gatherer all of whose samples have some more labels.
///
/// A label that a sample has already is kept as `exported_NAME`, as Prometheus does with labels that are its own. Everything that the gatherer
/// shows has them, also what a registry tells of itself: so several of one kind can be merged.
public struct LabelledGatherer: Gatherer, KeepsDeadline, GathersRegistries {
    private let gatherer: any Gatherer
    private let mapping: FamilyMapping
    var keepsDeadline: Bool { gatherer.isPunctual }
    var registries: [ContextRegistry] { gatherer.knownRegistries }

    /// - Throws: ``InvalidDescriptor`` when a name is invalid, stands there twice, or is `le` or `quantile`, which histograms and summaries use
    ///   themselves.
    public init(_ gatherer: any Gatherer, labels: KeyValuePairs<String, String>) throws(InvalidDescriptor) {
        self.gatherer = gatherer
        mapping = FamilyMapping(labels: try Labels(added: labels))
    }

    /// Asks the gatherer.
    public nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult {
        let result = await gatherer.gather(context)
        return GatherResult(result.ending, .mapped(result, mapping))
    }

    /// That of the gatherer.
    public var catalog: GatherCatalog? { gatherer.catalog }
}

extension Labels {
    /// Labels to be added to any sample.
    init(added pairs: KeyValuePairs<String, String>) throws(InvalidDescriptor) {
        try self.init(pairs)
        for type in [MetricType.histogram, .summary] {
            if let own = FamilyDescriptor.ownLabel("", type), self[own] != nil { throw .reservedLabel(own, type) }
        }
    }
}
