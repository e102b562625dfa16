/// Which collectors a gather asks, and which families it shows.
///
/// ```swift
/// let filter = GatherFilter(excluding: ["nightly"], names: ["queue_depth"])
/// let result = await registry.gather(GatherContext(filter: filter))
/// ```
/// What of it stands for nothing that is there has no effect.
public struct GatherFilter: Hashable, Sendable {
    /// A share of the collectors, by a hash of their names.
    struct Shard: Hashable {
        let index: Int
        let count: Int
    }

    private var collectors: Set<String>?
    private var excluded: Set<String>
    /// A family has to be in each of these.
    private var names: [Set<MetricName>]
    private var shards: [Shard] = []

    /// All collectors, all families.
    public static let everything = GatherFilter()

    /// - Parameters:
    ///   - collectors: These collectors and nothing else, no instruments either; `nil` for all.
    ///   - excluded: Not these collectors, even if they are among `collectors`.
    ///   - names: Only families of these names, or with samples of these names; `nil` for all. Collectors whose descriptors tell that they
    ///     write none of them are not run.
    public init(collectors: Set<String>? = nil, excluding excluded: Set<String> = [], names: Set<String>? = nil) {
        self.collectors = collectors
        self.excluded = excluded
        self.names = names.map { [Set($0.map(MetricName.init(unchecked:)))] } ?? []
    }

    init(shard: Shard) {
        self.init()
        shards = [shard]
    }

    /// Whether it lets everything through.
    public var isEverything: Bool { collectors == nil && names.isEmpty && excluded.isEmpty && shards.isEmpty }

    /// Whether some families are left out by their names.
    var choosesFamilies: Bool { !names.isEmpty }

    /// Whether instruments, which are no collector's, are left out.
    var choosesCollectors: Bool { collectors != nil }

    /// Whether a collector of this name is asked, unless its descriptors tell that it writes nothing of what is wanted.
    public func includes(collector name: String) -> Bool {
        collectors?.contains(name) != false && !excluded.contains(name) && shards.allSatisfy { $0.includes(name) }
    }

    /// Whether a family is wanted.
    ///
    /// A collector that writes several may leave out those that are not.
    public func includes(_ descriptor: some MetricDescriptor) -> Bool { includes(descriptor.family) }

    /// By its name, or that of one of its samples.
    func includes(_ family: FamilyDescriptor) -> Bool {
        names.allSatisfy { names in family.claimedNames.contains { names.contains($0) } }
    }

    /// What both let through.
    public func intersection(_ other: GatherFilter) -> GatherFilter {
        var result = self
        if let others = other.collectors { result.collectors = collectors?.intersection(others) ?? others }
        result.excluded.formUnion(other.excluded)
        result.names += other.names
        result.shards += other.shards
        return result
    }

    /// The same for those whose families are shown under names with a prefix.
    func removingPrefix(_ prefix: String) -> GatherFilter {
        var result = self
        result.names = names.map { names in
            Set(
                names.compactMap { name in
                    let text = name.text.utf8
                    return text.starts(with: prefix.utf8)
                        ? MetricName(unchecked: String(decoding: text.dropFirst(prefix.utf8.count), as: UTF8.self)) : nil
                })
        }
        return result
    }
}

extension GatherFilter.Shard {
    /// FNV-1a with 64 bits over the bytes of the name: the same in every process, on every machine.
    func includes(_ collector: String) -> Bool {
        let hash = collector.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return hash % UInt64(max(1, count)) == UInt64(clamping: index)
    }
}
