extension GatherResult {
    /// The families as they are exposed, by name, then by registration, then by emission, and what had to be left out.
    struct Merged {
        /// Entries of one name are one family.
        let families: [SealedFamily]
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
                sources.append(FamilyMerge.Source(order: entry.order, entry: entry, family: family))
            }
        }
        let (buffer, places) = readInstruments()
        for (order, family) in zip(places, buffer.families(upTo: buffer.watermark)) {
            sources.append(FamilyMerge.Source(order: order, entry: nil, family: family))
        }
        let merge = FamilyMerge(sources, reserved: includesSelfMetrics ? SelfMetrics.families : [])
        for (entry, conflict) in merge.conflicts where counts { entry.drop(conflict.samples, conflict.reason) }
        let conflicts = merge.conflicts.map(\.conflict)
        if !includesSelfMetrics { return Merged(families: merge.families, conflicts: conflicts) }
        return Merged(families: insertSelfMetrics(into: merge.families), conflicts: conflicts)
    }

    private func readInstruments() -> (SampleBuffer, [Int]) {
        let buffer = SampleBuffer(caps: .none)
        for (_, instrument) in snapshot.instruments {
            buffer.openFamily(instrument.descriptor)
            instrument.visit { labels, reading in
                switch reading {
                case .number(let value): buffer.append(value, LabelBytes(labels))
                case .histogram(let value): buffer.append(value, LabelBytes(labels))
                }
            }
            buffer.commitFamily()
        }
        return (buffer, snapshot.instruments.map(\.order))
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
