// How large an exposition will be, before it is encoded: whether it has to be counted because of the limit on responses. (G16)

extension ExpositionPart {
    /// More bytes than it has in a format.
    func mostBytes(as format: ExpositionFormat) -> Int {
        switch self {
        case .lines(let segment, _): segment.mostBytes
        case .samples(let families):
            families.reduce(0) { $0.clampedSum($1.mostBytes.clampedProduct(ExpositionPart.expansion(format))) }
        case .instrument(let entry): entry.mostBytes.clampedProduct(ExpositionPart.expansion(format))
        }
    }

    /// About the fewest bytes that it has in a format.
    func leastBytes(as format: ExpositionFormat) -> Int {
        switch self {
        case .lines(let segment, let runs): segment.leastBytes(of: runs)
        case .samples(let families) where format == .json:
            families.reduce(0) { $0.clampedSum($1.sampleCount.clampedProduct(JSONExpositionEncoder.leastBytes)) }
        case .samples(let families): families.reduce(0) { $0.clampedSum($1.leastBytes) }
        case .instrument(let entry) where format == .json: entry.core.live.clampedProduct(JSONExpositionEncoder.leastBytes)
        case .instrument: 0
        }
    }

    /// What takes two bytes at the most in a line of text, as a line feed in a label does, takes six in JSON.
    private static func expansion(_ format: ExpositionFormat) -> Int { format == .json ? 3 : 1 }
}

extension [ExpositionPart] {
    /// More bytes than all of them have in a format.
    func mostBytes(as format: ExpositionFormat) -> Int { reduce(16) { $0.clampedSum($1.mostBytes(as: format)) } }

    /// About the fewest bytes that all of them can have in a format.
    func leastBytes(as format: ExpositionFormat) -> Int { reduce(0) { $0.clampedSum($1.leastBytes(as: format)) } }
}

extension InstrumentList.Entry {
    /// More bytes than the lines of its series have now.
    ///
    /// Linear in the series; of those that only their storage can read each is read.
    fileprivate var mostBytes: Int {
        var linesEach = 1
        switch core.storage.kind {
        case .counters, .gauges: break
        case .histograms(let bounds): linesEach += bounds.bounds.count + 2
        case .other: return core.blocks.indices.reduce(0) { $0.clampedSum(core.sealed($1..<$1 + 1, as: descriptor)?.mostBytes ?? 0) }
        }
        // One says when the series began.
        linesEach += 1
        let (series, labelBytes) = core.labelBytes
        let line = descriptor.mostLineBytes + (core.hasExemplars ? SampleDetails.mostExemplarBytes : 0)
        // Each line repeats the labels, and each character of them takes two bytes at most.
        return line.clampedProduct(series).clampedSum(2 * labelBytes).clampedProduct(linesEach).clampedSum(descriptor.mostMetadataBytes)
    }
}

extension ExposedOutcomes {
    /// More bytes than they have as JSON.
    var mostBytes: Int {
        let texts = collectors.map(\.name) + conflicts.flatMap { [$0.collector, $0.family] }
        let names = texts.reduce(0) { $0 + $1.utf8.count }
        return 6 * names + 160 * (collectors.count + conflicts.count + 1)
    }
}
