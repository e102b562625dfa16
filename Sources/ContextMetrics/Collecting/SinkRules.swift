/// What stands between a collector and what is kept of it: the families that a pedantic registry allows, and what its policy does to names, labels
/// and samples.
final class SinkRules: Sendable {
    /// The names of the families that the collector describes, in a pedantic registry.
    private let described: Set<MetricName>?
    private let prefix: String
    private let labels: [(name: String, value: String)]
    let rewriting: (@Sendable (inout CollectedSample) -> Bool)?
    /// Families by the name that the collector gives them, and what is kept in their place.
    private let families = Locked<[MetricName: (given: FamilyDescriptor, shown: FamilyDescriptor)]>([:])
    /// Names that are made up for each run would fill the memory: beyond it nothing more is remembered.
    private static let mostFamilies = 1_000

    /// Nil where there is nothing to be done.
    init?(_ policy: CollectorPolicy, described: Set<MetricName>?) {
        if described == nil, policy.prefix.isEmpty, policy.labels.isEmpty, policy.rewriting == nil { return nil }
        self.described = described
        prefix = policy.prefix
        labels = policy.labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { (name: $0.key, value: $0.value) }
        rewriting = policy.rewriting
    }

    /// Whether the collector may write a family.
    func allows(_ family: FamilyDescriptor) -> Bool { described?.contains(family.name) ?? true }

    /// A family as it is kept: with prefix and labels.
    func family(for given: FamilyDescriptor) -> FamilyDescriptor {
        if prefix.isEmpty, labels.isEmpty { return given }
        if let known = families.withLock({ $0[given.name] }), known.given === given || known.given.isSame(as: given) { return known.shown }
        let shown = FamilyDescriptor(given, prefix: prefix, adding: labels)
        families.withLock { families in
            if families.count < SinkRules.mostFamilies, families[given.name] == nil { families[given.name] = (given, shown) }
        }
        return shown
    }
}

extension FamilyDescriptor {
    fileprivate func isSame(as other: FamilyDescriptor) -> Bool { agrees(with: other) && help.utf8.elementsEqual(other.help.utf8) }
}
