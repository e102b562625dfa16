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
        if case .registry(let part) = content { return part.merged(counts: counts) }
        var parts = parts
        for place in parts.sources.indices { parts.sources[place].order = place }
        let merge = FamilyMerge(parts.sources, agreement: .gatherers)
        merge.countConflicts(if: counts)
        return Merged(families: ExposedFamilies(samples: merge.families), conflicts: parts.conflicts + merge.conflicts.map(\.conflict))
    }

    /// The families of all registries and other sources, in the order of those, before they are merged.
    struct Parts {
        var sources: [FamilyMerge.Source] = []
        var conflicts: [Conflict] = []
    }

    /// Linear in the samples, those of instruments too.
    private var parts: Parts {
        switch content {
        case .registry(let part): return Parts(sources: part.allSources)
        case .given(let given): return Parts(sources: given.sources)
        case .merged(let results):
            return results.reduce(into: Parts()) { parts, result in
                let own = result.parts
                parts.sources += own.sources
                parts.conflicts += own.conflicts
            }
        case .mapped(let result, let mapping): return mapping.mapped(result.parts)
        case .filtered(let result, let filter):
            var parts = result.parts
            parts.sources.removeAll { !filter.includes($0.family.descriptor) }
            return parts
        }
    }

    /// What was merged under the names that an escaping gives, and which of these are not what it makes of them.
    func escaped(_ merged: Merged, by escaping: NameEscaping) -> (families: ExposedFamilies, collisions: [NameCollision]) {
        if case .registry(let part) = content {
            merged.families.escaped(by: escaping, beside: (part.snapshot.entries + part.snapshot.unasked).flatMap(\.descriptors))
        } else {
            merged.families.escaped(by: escaping)
        }
    }
}
