/// Shows families under names with a prefix, and with labels that all their samples have.
final class FamilyMapping: Sendable {
    private struct Known {
        /// Held, as it is told apart by identity.
        let family: FamilyDescriptor
        let shown: FamilyDescriptor
    }

    let prefix: String
    private let labels: Labels
    /// Of the last gather: registries show the same families each time, others make them anew.
    private let known = Locked<[ObjectIdentifier: Known]>([:])

    init(prefix: String = "", labels: Labels = .none) {
        self.prefix = prefix
        self.labels = labels
    }

    /// Families that can't be shown so are left out and named: their name has become too long, or the label is one of their type's own.
    func mapped(_ parts: GatherResult.Parts) -> GatherResult.Parts {
        let known = known.withLock { $0 }
        var used: [ObjectIdentifier: Known] = [:]
        var result = GatherResult.Parts()
        for source in parts.sources {
            let family = source.family.descriptor
            let id = ObjectIdentifier(family)
            let shown = (used[id] ?? known[id])?.shown ?? FamilyDescriptor(family, prefix: prefix, adding: labels)
            used[id] = Known(family: family, shown: shown)
            if shown.problem == nil {
                var source = source
                source.family = source.family.shown(as: shown)
                result.sources.append(source)
            } else {
                result.conflicts.append(
                    GatherResult.Conflict(
                        collector: source.entry?.name ?? source.owner ?? "", family: shown.name, reason: .invalidDescriptor,
                        samples: source.family.sampleCount))
            }
        }
        result.conflicts += parts.conflicts.map { conflict in
            GatherResult.Conflict(
                collector: conflict.collector, family: MetricName(unchecked: prefix + conflict.family.text), reason: conflict.reason,
                samples: conflict.samples)
        }
        self.known.withLock { $0 = used }
        return result
    }
}
