/// What the gather of one registry brought.
struct RegistryPart: Sendable {
    /// Of the collectors those that were asked.
    let snapshot: ContextRegistry.Snapshot
    /// Of each of them, in their order.
    let results: [RunResult]
    let includesSelfMetrics: Bool
    private var filter: GatherFilter { snapshot.filter }

    init(_ snapshot: ContextRegistry.Snapshot, _ results: [RunResult], includesSelfMetrics: Bool = false) {
        self.snapshot = snapshot
        self.results = results
        self.includesSelfMetrics = includesSelfMetrics
    }

    var reports: [GatherResult.Report] {
        zip(snapshot.entries, results).map { entry, result in
            GatherResult.Report(collector: entry.name, outcome: result.outcome, duration: result.duration, error: result.error)
        }
    }

    var dropped: [(collector: String, samples: DroppedSamples)] {
        zip(snapshot.entries, results).compactMap { entry, result in
            guard result.outcome == .success, let dropped = result.buffer?.dropped, !dropped.isEmpty else { return nil }
            return (entry.name, dropped)
        }
    }

    // MARK: Merging

    /// `counts` says whether conflicts are counted for their collectors.
    func merged(counts: Bool) -> GatherResult.Merged {
        // Instruments have their names to themselves.
        if results.isEmpty, filter.isEverything {
            return GatherResult.Merged(families: ExposedFamilies(instruments: snapshot.instruments), conflicts: [])
        }
        let merge = FamilyMerge(
            sources, instruments: snapshot.instruments, reserved: includesSelfMetrics ? SelfMetrics.families : [], memory: snapshot.merges)
        merge.countConflicts(if: counts)
        var families = ExposedFamilies(
            samples: includesSelfMetrics ? insertSelfMetrics(into: merge.families) : merge.families,
            instruments: snapshot.instruments, withdrawn: merge.withdrawn)
        if filter.choosesFamilies { families.keep { filter.includes($0) } }
        return GatherResult.Merged(families: families, conflicts: merge.conflicts.map(\.conflict))
    }

    /// What collectors wrote.
    private var sources: [FamilyMerge.Source] {
        var sources: [FamilyMerge.Source] = []
        sources.reserveCapacity(results.count)
        for (entry, result) in zip(snapshot.entries, results) {
            guard let buffer = result.buffer else { continue }
            buffer.forEachFamily(upTo: result.watermark) {
                sources.append(FamilyMerge.Source(order: entry.order, entry: entry, family: $0))
            }
        }
        return sources
    }

    /// Everything as if collectors had written it, in the order of registration: the registry's own metrics first.
    ///
    /// Linear in the samples, those of instruments too.
    var allSources: [FamilyMerge.Source] {
        let own = includesSelfMetrics ? selfMetrics.map { FamilyMerge.Source(order: -1, entry: nil, owner: "metrics", family: $0) } : []
        let instruments = snapshot.instruments.entries.compactMap { entry in
            filter.includes(entry.descriptor)
                ? entry.core.sealed().map {
                    FamilyMerge.Source(order: entry.order, entry: nil, owner: entry.descriptor.name.text, family: $0)
                } : nil
        }
        return (own + sources + instruments).filter { filter.includes($0.family.descriptor) }.enumerated()
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
    }

    // MARK: The registry's own metrics

    private var selfMetrics: [SealedFamily] {
        if snapshot.entries.isEmpty, snapshot.unasked.isEmpty { return [] }
        let buffer = SampleBuffer(caps: .none)
        var sink = SampleSink(buffer: buffer)
        if snapshot.unasked.isEmpty {
            SelfMetrics.write(snapshot.entries, results, to: &sink)
        } else {
            // What is counted of them is there, and no verdict.
            let unasked = snapshot.unasked.map { ($0, RunResult(.skipped)) }
            let all = (Array(zip(snapshot.entries, results)) + unasked).sorted { $0.0.order < $1.0.order }
            SelfMetrics.write(all.map(\.0), all.map(\.1), to: &sink)
        }
        return buffer.families(upTo: buffer.watermark).sorted { $0.descriptor.name < $1.descriptor.name }
    }

    private func insertSelfMetrics(into families: [SealedFamily]) -> [SealedFamily] {
        // Names of users may stand between theirs.
        var result: [SealedFamily] = []
        var rest = selfMetrics[...]
        result.reserveCapacity(families.count + rest.count)
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

extension ContextRegistry.Snapshot {
    /// What a filter leaves of it.
    ///
    /// Linear in the collectors and in what they describe.
    func filtered(by filter: GatherFilter) -> ContextRegistry.Snapshot {
        if filter.isEverything { return self }
        var (asked, unasked): ([CollectorEntry], [CollectorEntry]) = ([], [])
        for entry in entries where filter.includes(collector: entry.name) {
            // Without descriptors nobody knows before it has run.
            let mayMatch = entry.descriptors.isEmpty || entry.descriptors.contains { filter.includes($0) }
            if mayMatch { asked.append(entry) } else { unasked.append(entry) }
        }
        return ContextRegistry.Snapshot(
            entries: asked, unasked: unasked,
            instruments: filter.choosesCollectors ? InstrumentList([], changes: instruments.changes) : instruments,
            // That of unfiltered gathers stays as it is.
            merges: MergeMemory(), filter: filter)
    }
}

extension ExposedFamilies {
    /// Leaves out families by what they are.
    fileprivate mutating func keep(_ isKept: (FamilyDescriptor) -> Bool) {
        samples.removeAll { !isKept($0.descriptor) }
        guard let entries = instruments?.entries else { return }
        withdrawn.formUnion(entries.indices.filter { !isKept(entries[$0].descriptor) })
    }
}
