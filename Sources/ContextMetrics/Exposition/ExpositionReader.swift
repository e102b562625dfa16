/// Encodes an exposition block by block, as somebody takes them.
///
/// It needs memory for one block of about 64 KiB, whatever the size of the exposition. A value of an instrument is that of the moment when its
/// line is encoded; the buckets, the sum and the count of a histogram are those of one moment.
struct ExpositionReader: ~Copyable {
    private let parts: [ExpositionPart]
    private let format: ExpositionFormat
    private let escaping: NameEscaping
    private let outcomes: ExposedOutcomes
    private var text = TextBuffer()
    private var part = 0
    private var line: LinePosition?
    private var samples: SampleCursor?
    /// Of the series of an instrument.
    private var block = 0
    /// The family that was begun last: its earliest registration, which speaks for it. (G13)
    private var leader: FamilyDescriptor?
    private var hasBegun = false
    private var counts: [UInt64] = []
    private var hasStarted = false
    /// A family has begun and not ended.
    private var isInFamily = false
    private var hasEnded = false

    init(_ families: ExposedFamilies, as format: ExpositionFormat) {
        self.format = format
        escaping = families.escaping
        outcomes = families.outcomes
        parts =
            switch format {
            case .text, .textUTF8: families.parts(TextEncoder.self)
            case .openMetrics, .openMetrics001: families.parts(OpenMetricsEncoder.self)
            case .json: families.parts(JSONExpositionEncoder.self)
            }
    }

    /// More bytes than the whole exposition has; `nil` where nobody knows.
    var mostBytes: Int? {
        // What is known of the parts is that of lines.
        if format == .json { return nil }
        var total = 16
        for part in parts {
            guard let bytes = part.mostBytes else { return nil }
            total = total.clampedSum(bytes)
        }
        return total
    }

    /// About the fewest bytes that the whole exposition can have.
    ///
    /// Linear in its parts.
    var leastBytes: Int { format == .json ? 0 : parts.reduce(0) { $0.clampedSum($1.leastBytes) } }

    /// Encodes the next block and lends it; answers `nil` at the end.
    ///
    /// Blocks are cut between the lines of two series. None is empty.
    mutating func withNextBlock<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        text.removeAll()
        switch format {
        case .text, .textUTF8: fill(TextEncoder.self)
        case .openMetrics, .openMetrics001: fill(OpenMetricsEncoder.self)
        case .json: fill(JSONExpositionEncoder.self)
        }
        if text.count == 0 { return nil }
        return try text.withBytes(body)
    }

    private mutating func fill<Encoder: ExpositionEncoder>(_ encoder: Encoder.Type) {
        if !hasStarted {
            hasStarted = true
            Encoder.appendStart(outcomes, to: &text)
        }
        while !text.isFull, part < parts.count {
            switch parts[part] {
            case .lines(let segment, let runs): fillLines(segment, runs)
            case .samples(let family): if fillSamples(family, encoder) { part += 1 }
            case .instrument(let entry): fillSamples(of: entry, encoder)
            }
        }
        if !text.isFull, !hasEnded {
            hasEnded = true
            if isInFamily { Encoder.appendFamilyEnd(isLast: true, to: &text) }
            Encoder.appendEnd(to: &text)
        }
    }

    private mutating func fillLines(_ segment: PlanSegment, _ runs: Range<Int>) {
        var position = line ?? LinePosition(run: runs.lowerBound, of: segment)
        text.append(segment, from: &position, before: runs.upperBound, counts: &counts)
        if position.run == runs.upperBound {
            line = nil
            part += 1
        } else {
            line = position
        }
    }

    /// A block of series at a time: a family may have very many.
    private mutating func fillSamples<Encoder: ExpositionEncoder>(of entry: InstrumentList.Entry, _ encoder: Encoder.Type) {
        let family = samples?.family ?? entry.core.sealed(block..<block + 1, as: entry.descriptor)
        if let family, !fillSamples(family, encoder) { return }
        block += 1
        if block < entry.core.blocks.count { return }
        block = 0
        part += 1
    }

    /// Answers whether all samples of the family have been written.
    ///
    /// A family without samples is left out, metadata and all: OpenMetrics' parsers take it for one that has lost its samples,
    /// and metadata alone tell a reader nothing that was measured.
    private mutating func fillSamples<Encoder: ExpositionEncoder>(_ family: SealedFamily, _ encoder: Encoder.Type) -> Bool {
        if leader !== family.descriptor, leader?.name != family.descriptor.name {
            leader = family.descriptor
            hasBegun = false
        }
        var cursor = samples ?? SampleCursor(family, escaping: escaping)
        samples = nil
        while let sample = cursor.next() {
            if !Encoder.shows(sample) { continue }
            if hasBegun {
                Encoder.appendSeparator(to: &text)
            } else if let leader {
                if isInFamily { Encoder.appendFamilyEnd(isLast: false, to: &text) }
                Encoder.appendMetadata(of: leader, to: &text)
                hasBegun = true
                isInFamily = true
            }
            Encoder.append(sample, of: family.descriptor, to: &text)
            if text.isFull {
                samples = cursor
                return false
            }
        }
        return true
    }

    /// The bytes of all that is left, which isn't kept; `nil` as soon as there are more than `limit`.
    consuming func count(upTo limit: Int) -> Int? {
        var total = 0
        while let count = withNextBlock({ $0.count }) {
            total += count
            if total > limit { return nil }
        }
        return total
    }
}
