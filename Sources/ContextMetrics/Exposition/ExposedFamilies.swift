/// What one exposition holds: what collectors wrote, and the instruments, whose values are read while it is encoded.
struct ExposedFamilies: Sendable {
    /// By name; neighbours of one name are one family.
    var samples: [SealedFamily] = []
    var instruments: InstrumentList?
    /// Those of the instruments that are not exposed, or stand among the samples.
    var withdrawn: Set<Int> = []
    /// What the label names of exemplars are shown by; names of families are those of their descriptors.
    var escaping = NameEscaping.allowUTF8
    /// For formats that tell of the gather.
    var outcomes = ExposedOutcomes()

    /// There is not one sample.
    var isEmpty: Bool {
        samples.allSatisfy { $0.sampleCount == 0 }
            && (instruments?.entries.indices.allSatisfy { withdrawn.contains($0) || instruments?.entries[$0].core.isEmpty != false } ?? true)
    }

    /// Everything as a collector would have written it now, by name.
    ///
    /// Linear in the samples.
    var sealed: [SealedFamily] {
        guard let instruments else { return samples }
        var result: [SealedFamily] = []
        var rest = samples[...]
        for (index, entry) in instruments.entries.enumerated() where !withdrawn.contains(index) {
            while let first = rest.first, first.descriptor.name < entry.descriptor.name { result.append(rest.removeFirst()) }
            if let family = entry.core.sealed(as: entry.descriptor) { result.append(family) }
        }
        return result + rest
    }

    /// The parts of the exposition in their order.
    ///
    /// Linear in the families of collectors and in the pieces of the plan.
    func parts<Encoder: ExpositionEncoder>(_ encoder: Encoder.Type) -> [ExpositionPart] {
        guard let instruments, !instruments.entries.isEmpty else { return samples.isEmpty ? [] : [.samples(samples[...])] }
        let plan = instruments.plan(encoder)
        if samples.isEmpty, withdrawn.isEmpty { return plan.parts }
        var parts: [ExpositionPart] = []
        var rest = samples[...]
        // Where the plan is interrupted: before the instruments that follow a collector's family, and around those withdrawn.
        var next = rest.first.map { instruments.count(before: $0.descriptor.name) } ?? .max
        for piece in plan.pieces {
            var first = piece.families.lowerBound
            while first < piece.families.upperBound {
                if next <= first {
                    var count = 0
                    while next <= first {
                        count += 1
                        next = rest.dropFirst(count).first.map { instruments.count(before: $0.descriptor.name) } ?? .max
                    }
                    parts.append(.samples(rest.prefix(count)))
                    rest = rest.dropFirst(count)
                }
                var end = min(piece.families.upperBound, next)
                if !withdrawn.isEmpty, let hidden = (first..<end).first(where: withdrawn.contains) {
                    end = hidden
                    if end == first {
                        first += 1
                        continue
                    }
                }
                switch piece.content {
                case .lines(let segment):
                    let runs = first..<end == piece.families ? segment.runs.indices : segment.runs(of: first..<end)
                    if !runs.isEmpty { parts.append(.lines(segment, runs: runs)) }
                case .family(let entry): parts.append(.instrument(entry))
                }
                first = end
            }
        }
        if !rest.isEmpty { parts.append(.samples(rest)) }
        return parts
    }
}

extension ExposedFamilies {
    /// The parts of the exposition in a format, in their order.
    func parts(as format: ExpositionFormat) -> [ExpositionPart] {
        switch format {
        case .text, .textUTF8: parts(TextEncoder.self)
        case .openMetrics, .openMetrics001: parts(OpenMetricsEncoder.self)
        case .protobuf: parts(ProtobufEncoder.self)
        case .json: parts(JSONExpositionEncoder.self)
        }
    }
}

/// A part of an exposition.
enum ExpositionPart: Sendable {
    case lines(PlanSegment, runs: Range<Int>)
    /// Families that stand one after the other, at least one.
    case samples(ArraySlice<SealedFamily>)
    /// Read when its turn comes.
    case instrument(InstrumentList.Entry)
}
