/// What stands between a collector and what is kept of it: the families that a pedantic registry allows, and what its policy does to names, labels
/// and samples.
final class SinkRules: Sendable {
    /// The names of the families that the collector describes, in a pedantic registry.
    private let described: Set<MetricName>?
    private let prefix: String
    private let labels: Labels
    let rewriting: (@Sendable (inout CollectedSample) -> Bool)?
    /// A family that the collector gives, and what is kept in its place.
    private struct Shown {
        let given: FamilyDescriptor
        let shown: FamilyDescriptor
    }

    /// Those that the collector describes, which are found without a lock; as many as are worth looking at.
    private let first: [Shown]
    private static let mostFirst = 8
    private let others = Locked<[MetricName: Shown]>([:])
    /// Names that are made up for each run would fill the memory: beyond it nothing more is remembered.
    private static let mostFamilies = 1_000

    /// The rules for a collector that describes these families; `nil` where there is nothing to be done.
    init?(_ policy: CollectorPolicy, for families: [FamilyDescriptor], isPedantic: Bool) {
        if !isPedantic, policy.prefix.isEmpty, policy.labels.isEmpty, policy.rewriting == nil { return nil }
        described = isPedantic ? Set(families.map(\.name)) : nil
        let labels = Labels(unchecked: policy.labels.map { (name: $0.key, value: $0.value) })
        prefix = policy.prefix
        self.labels = labels
        rewriting = policy.rewriting
        first = families.prefix(SinkRules.mostFirst).map {
            Shown(given: $0, shown: FamilyDescriptor($0, prefix: policy.prefix, adding: labels))
        }
    }

    /// Whether the collector may write a family.
    func allows(_ family: FamilyDescriptor) -> Bool { described?.contains(family.name) ?? true }

    /// A family as it is kept: with prefix and labels.
    func family(for given: FamilyDescriptor) -> FamilyDescriptor {
        if prefix.isEmpty, labels.all.isEmpty { return given }
        for family in first where family.given === given { return family.shown }
        if let known = others.withLock({ $0[given.name] }), known.given === given || known.given.isSame(as: given) { return known.shown }
        let family = Shown(given: given, shown: FamilyDescriptor(given, prefix: prefix, adding: labels))
        others.withLock { others in
            if others.count < SinkRules.mostFamilies, others[given.name] == nil { others[given.name] = family }
        }
        return family.shown
    }
}

extension FamilyDescriptor {
    fileprivate func isSame(as other: FamilyDescriptor) -> Bool { agrees(with: other) && help.utf8.elementsEqual(other.help.utf8) }
}
