/// Brings the families of all registrations into one order, and takes out what can't stand beside what was registered before
/// it: families that disagree or collide, and series that stand there twice. (G12, G13)
struct FamilyMerge {
    /// One registration's family.
    struct Source {
        let order: Int
        /// Nil for an instrument.
        let entry: CollectorEntry?
        let family: ExposedFamily
    }

    private(set) var families: [ExposedFamily] = []
    private(set) var conflicts: [(entry: CollectorEntry, conflict: GatherResult.Conflict)] = []

    /// Merges; families in `reserved` are added later and must not be collided with.
    init(_ sources: [Source], reserved: [FamilyDescriptor]) {
        var owners: [String: FamilyDescriptor] = [:]
        for family in reserved { for name in family.claimedNames { owners[name] = family } }
        var kept: [Source] = []
        kept.reserveCapacity(sources.count)
        var last: FamilyDescriptor?
        // In the order of registration, so that the earlier one wins.
        for source in sources.sorted(by: { $0.order < $1.order }) {
            let descriptor = source.family.descriptor
            // Nearly always the same family many times over, or one that nobody else has.
            if descriptor === last || claim(descriptor, &owners) {
                last = descriptor
                kept.append(source)
            } else {
                report(source, .conflict, source.family.sealed?.sampleCount ?? 0)
            }
        }
        // A stable sort: registration and emission decide within a name.
        let order = kept.indices.sorted { a, b in
            let (x, y) = (kept[a].family.descriptor, kept[b].family.descriptor)
            if x === y || x.name == y.name { return a < b }
            return x.name < y.name
        }
        var start = 0
        while start < order.count {
            let name = kept[order[start]].family.descriptor.name
            var end = start + 1
            while end < order.count, kept[order[end]].family.descriptor.name == name { end += 1 }
            append(order[start..<end].map { kept[$0] })
            start = end
        }
    }

    private func claim(_ descriptor: FamilyDescriptor, _ owners: inout [String: FamilyDescriptor]) -> Bool {
        let names = descriptor.claimedNames
        for name in names {
            if let owner = owners[name], !owner.agrees(with: descriptor) { return false }
        }
        for name in names where owners[name] == nil { owners[name] = descriptor }
        return true
    }

    /// Families of one name.
    private mutating func append(_ sources: [Source]) {
        // An instrument's series differ by construction.
        if sources.count == 1, sources[0].entry == nil { return families.append(sources[0].family) }
        let sealed = sources.compactMap(\.family.sealed)
        let samples = sealed.reduce(0) { $0 + $1.sampleCount }
        if samples <= 1 { return families.append(contentsOf: sources.map(\.family)) }
        var seen = SeriesSet(capacity: samples)
        for (source, var family) in zip(sources, sealed) {
            var place = 0
            family.forEachSample { sample in
                if !seen.insert(sample) { family.hidden.insert(place) }
                place += 1
            }
            if !family.hidden.isEmpty { report(source, .duplicate, family.hidden.count) }
            families.append(.samples(family))
        }
    }

    private mutating func report(_ source: Source, _ reason: DropReason, _ samples: Int) {
        guard let entry = source.entry, samples > 0 else { return }
        let conflict = GatherResult.Conflict(
            collector: entry.name, family: source.family.descriptor.name, reason: reason, samples: samples)
        conflicts.append((entry, conflict))
    }
}
