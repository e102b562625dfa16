/// Encodes an exposition block by block, as somebody takes them.
///
/// It needs memory for one block of about 64 KiB, whatever the size of the exposition. A value of an instrument is that of the moment when its
/// line is encoded; the buckets, the sum and the count of a histogram are those of one moment.
struct ExpositionReader: ~Copyable {
    private let parts: [ExpositionPart]
    private let format: ExpositionFormat
    private let escaping: NameEscaping
    private var text = TextBuffer()
    private var part = 0
    private var line: LinePosition?
    private var samples: SampleCursor?
    /// The family that was begun last: its earliest registration, which speaks for it. (G13)
    private var leader: FamilyDescriptor?
    private var hasBegun = false
    private var counts: [UInt64] = []
    private var hasEnded = false

    init(_ families: ExposedFamilies, as format: ExpositionFormat) {
        self.format = format
        escaping = families.escaping
        parts =
            switch format {
            case .text, .textUTF8: families.parts(TextEncoder.self)
            case .openMetrics, .openMetrics001: families.parts(OpenMetricsEncoder.self)
            }
    }

    /// More bytes than the whole exposition has; `nil` where nobody knows.
    var mostBytes: Int? {
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
    var leastBytes: Int { parts.reduce(0) { $0.clampedSum($1.leastBytes) } }

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
        }
        if text.count == 0 { return nil }
        return try text.withBytes(body)
    }

    private mutating func fill<Encoder: ExpositionEncoder>(_ encoder: Encoder.Type) {
        while !text.isFull, part < parts.count {
            switch parts[part] {
            case .lines(let segment, let runs): fillLines(segment, runs)
            case .samples(let family): fillSamples(family, encoder)
            case .instrument(let entry):
                if let family = samples?.family ?? entry.core.sealed(as: entry.descriptor) {
                    fillSamples(family, encoder)
                } else {
                    part += 1
                }
            }
        }
        if !text.isFull, !hasEnded {
            hasEnded = true
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

    /// A family without samples is left out, metadata and all: OpenMetrics' parsers take it for one that has lost its samples,
    /// and metadata alone tell a reader nothing that was measured.
    private mutating func fillSamples<Encoder: ExpositionEncoder>(_ family: SealedFamily, _ encoder: Encoder.Type) {
        if leader !== family.descriptor, leader?.name != family.descriptor.name {
            leader = family.descriptor
            hasBegun = false
        }
        var cursor = samples ?? SampleCursor(family, escaping: escaping)
        samples = nil
        while let sample = cursor.next() {
            if !Encoder.shows(sample) { continue }
            if !hasBegun, let leader {
                Encoder.appendMetadata(of: leader, to: &text)
                hasBegun = true
            }
            Encoder.append(sample, of: family.descriptor, to: &text)
            if text.isFull {
                samples = cursor
                return
            }
        }
        part += 1
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
