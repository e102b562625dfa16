extension GatherResult {
    /// The families as they are exposed, by name, then by registration, then by emission, and what had to be left out.
    struct Merged {
        /// Entries of one name are one family.
        let families: [ExposedFamily]
        let conflicts: [Conflict]
    }

    /// Merges what was gathered; `counts` says whether conflicts are counted for their collectors.
    ///
    /// They are for what is exposed, not for who looks.
    func merged(counts: Bool = false) -> Merged {
        var sources: [FamilyMerge.Source] = []
        for (entry, result) in zip(snapshot.entries, results) {
            guard let buffer = result.buffer else { continue }
            for family in buffer.families(upTo: result.watermark) {
                sources.append(FamilyMerge.Source(order: entry.order, entry: entry, family: .samples(family)))
            }
        }
        for (order, family) in snapshot.instruments {
            sources.append(FamilyMerge.Source(order: order, entry: nil, family: .instrument(family)))
        }
        let merge = FamilyMerge(sources, reserved: includesSelfMetrics ? SelfMetrics.families : [])
        for (entry, conflict) in merge.conflicts where counts { entry.drop(conflict.samples, conflict.reason) }
        let conflicts = merge.conflicts.map(\.conflict)
        if !includesSelfMetrics { return Merged(families: merge.families, conflicts: conflicts) }
        return Merged(families: insertSelfMetrics(into: merge.families), conflicts: conflicts)
    }

    private func insertSelfMetrics(into families: [ExposedFamily]) -> [ExposedFamily] {
        let buffer = SampleBuffer(caps: .none)
        var sink = SampleSink(buffer: buffer)
        SelfMetrics.write(snapshot.entries, results, to: &sink)
        let own = buffer.families(upTo: buffer.watermark).map(ExposedFamily.samples).sorted { $0.descriptor.name < $1.descriptor.name }
        // Names of users may stand between theirs.
        var result: [ExposedFamily] = []
        result.reserveCapacity(families.count + own.count)
        var rest = own[...]
        for family in families {
            while let next = rest.first, next.descriptor.name < family.descriptor.name {
                result.append(next)
                rest.removeFirst()
            }
            result.append(family)
        }
        return result + rest
    }
}
