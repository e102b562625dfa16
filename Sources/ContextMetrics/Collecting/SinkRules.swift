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

    private struct Families {
        /// Those that came first: found without looking at a name.
        var first: [Shown] = []
        var byName: [MetricName: Shown] = [:]
    }

    private let families = Locked(Families())
    private static let mostFirst = 8
    /// Names that are made up for each run would fill the memory: beyond it nothing more is remembered.
    private static let mostFamilies = 1_000

    /// Nil where there is nothing to be done.
    init?(_ policy: CollectorPolicy, described: Set<MetricName>?) {
        if described == nil, policy.prefix.isEmpty, policy.labels.isEmpty, policy.rewriting == nil { return nil }
        self.described = described
        prefix = policy.prefix
        labels = Labels(unchecked: policy.labels.map { (name: $0.key, value: $0.value) })
        rewriting = policy.rewriting
    }

    /// Whether the collector may write a family.
    func allows(_ family: FamilyDescriptor) -> Bool { described?.contains(family.name) ?? true }

    /// A family as it is kept: with prefix and labels.
    func family(for given: FamilyDescriptor) -> FamilyDescriptor {
        if prefix.isEmpty, labels.all.isEmpty { return given }
        let known = families.withLock { families -> Shown? in
            for family in families.first where family.given === given { return family }
            return families.byName[given.name]
        }
        if let known, known.given === given || known.given.isSame(as: given) { return known.shown }
        let family = Shown(given: given, shown: FamilyDescriptor(given, prefix: prefix, adding: labels))
        families.withLock { families in
            if families.byName.count >= SinkRules.mostFamilies || families.byName[given.name] != nil { return }
            families.byName[given.name] = family
            if families.first.count < SinkRules.mostFirst { families.first.append(family) }
        }
        return family.shown
    }
}

extension FamilyDescriptor {
    fileprivate func isSame(as other: FamilyDescriptor) -> Bool { agrees(with: other) && help.utf8.elementsEqual(other.help.utf8) }
}
