extension GatherResult {
    /// The families as they are exposed, by name, then by registration, then by emission, and what had to be left out.
    struct Merged {
        let families: ExposedFamilies
        let conflicts: [Conflict]
    }

    /// Merges what was gathered; `counts` says whether conflicts are counted for their collectors.
    ///
    /// They are for what is exposed, not for who looks.
    func merged(counts: Bool = false) -> Merged {
        // Instruments have their names to themselves.
        if results.isEmpty { return Merged(families: ExposedFamilies(instruments: snapshot.instruments), conflicts: []) }
        var sources: [FamilyMerge.Source] = []
        sources.reserveCapacity(results.count)
        for (entry, result) in zip(snapshot.entries, results) {
            guard let buffer = result.buffer else { continue }
            for family in buffer.families(upTo: result.watermark) {
                sources.append(FamilyMerge.Source(order: entry.order, entry: entry, family: family))
            }
        }
        let merge = FamilyMerge(
            sources, instruments: snapshot.instruments, reserved: includesSelfMetrics ? SelfMetrics.families : [], memory: snapshot.merges)
        for (entry, conflict) in merge.conflicts where counts { entry.drop(conflict.samples, conflict.reason) }
        let families = ExposedFamilies(
            samples: includesSelfMetrics ? insertSelfMetrics(into: merge.families) : merge.families,
            instruments: snapshot.instruments, withdrawn: merge.withdrawn)
        return Merged(families: families, conflicts: merge.conflicts.map(\.conflict))
    }

    /// What was merged under the names that an escaping gives, and which of these are not what it makes of them.
    func escaped(_ merged: Merged, by escaping: NameEscaping) -> (families: ExposedFamilies, collisions: [NameCollision]) {
        merged.families.escaped(by: escaping, beside: snapshot.entries.flatMap(\.descriptors))
    }

    private func insertSelfMetrics(into families: [SealedFamily]) -> [SealedFamily] {
        let buffer = SampleBuffer(caps: .none)
        var sink = SampleSink(buffer: buffer)
        SelfMetrics.write(snapshot.entries, results, to: &sink)
        let own = buffer.families(upTo: buffer.watermark).sorted { $0.descriptor.name < $1.descriptor.name }
        // Names of users may stand between theirs.
        var result: [SealedFamily] = []
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
