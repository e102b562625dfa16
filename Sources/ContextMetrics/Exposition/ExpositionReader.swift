/// Encodes an exposition block by block, as somebody takes them.
///
/// It needs memory for one block of about 64 KiB, whatever the size of the exposition. A value of an instrument is that of the moment when its
/// line is encoded; the buckets, the sum and the count of a histogram are those of one moment.
struct ExpositionReader: ~Copyable {
    private let parts: [ExpositionPart]
    private let format: ExpositionFormat
    private let escaping: NameEscaping
    private let outcomes: ExposedOutcomes
    private var text: TextBuffer
    private var part = 0
    private var line: LinePosition?
    /// Among the families of the present part.
    private var family: Int?
    private var samples: SamplePosition?
    /// The samples of an instrument's family that has not ended.
    private var sealed: SealedFamily?
    private var series: SeriesCursor?
    /// Of the series of an instrument.
    private var block = 0
    /// The family that was begun last: its earliest registration, which speaks for it. (G13)
    private var leader: FamilyDescriptor?
    private var hasBegun = false
    /// The family of instruments whose message was begun last.
    private var begun: Int?
    private var counts: [UInt64] = []
    private var hasStarted = false
    /// A family has begun and not ended.
    private var isInFamily = false
    private var hasEnded = false

    init(_ families: ExposedFamilies, as format: ExpositionFormat, in spare: SpareBlock = SpareBlock()) {
        self.init(families, families.parts(as: format), as: format, in: spare)
    }

    /// - Parameters:
    ///   - families: What to encode.
    ///   - parts: What they consist of in the format.
    ///   - format: As what.
    ///   - spare: Has memory for the blocks.
    init(_ families: ExposedFamilies, _ parts: [ExpositionPart], as format: ExpositionFormat, in spare: SpareBlock) {
        text = TextBuffer(in: spare)
        self.format = format
        self.parts = parts
        escaping = families.escaping
        outcomes = families.outcomes
    }

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
        case .protobuf: fill(ProtobufEncoder.self)
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
            case .lines(let segment, let runs): fillLines(segment, runs, encoder)
            case .samples(let families): fillSamples(families, encoder)
            case .instrument(let entry) where Encoder.hasPlan: fillSamples(of: entry, encoder)
            case .instrument(let entry): fillSeries(of: entry, encoder)
            }
        }
        if !text.isFull, !hasEnded {
            hasEnded = true
            if isInFamily { Encoder.appendFamilyEnd(isLast: true, to: &text) }
            Encoder.appendEnd(to: &text)
        }
    }

    private mutating func fillLines<Encoder: ExpositionEncoder>(_ segment: PlanSegment, _ runs: Range<Int>, _ encoder: Encoder.Type) {
        var position = line ?? LinePosition(run: runs.lowerBound, of: segment)
        if Encoder.isFramed {
            while position.run < runs.upperBound, !text.isFull {
                let next = position.run + 1
                beginMessage(of: segment, run: position.run)
                Encoder.append(segment, from: &position, before: next, counts: &counts, to: &text)
            }
        } else {
            Encoder.append(segment, from: &position, before: runs.upperBound, counts: &counts, to: &text)
        }
        if position.run == runs.upperBound {
            line = nil
            part += 1
        } else {
            line = position
        }
    }

    /// Writes the length and the metadata of a family's message before its first series.
    private mutating func beginMessage(of segment: PlanSegment, run: Int) {
        let family = segment.runs[run].family
        if family == begun || segment.runs[run].cells.isEmpty { return }
        begun = family
        let header = segment.header(of: segment.runs[run])
        text.append(varint: UInt64(header.count + seriesBytes(of: family, from: run)))
        text.append(header.span)
    }

    /// What all series of a family take, the first of them in this run of the present part.
    ///
    /// Exact, whatever becomes of them meanwhile: those of the segments that are held here, each of a size that its value doesn't change.
    private func seriesBytes(of family: Int, from run: Int) -> Int {
        var bytes = 0
        var first = run
        for part in parts[part...] {
            guard case .lines(let segment, let runs) = part else { break }
            for run in segment.runs[max(first, runs.lowerBound)..<runs.upperBound] {
                if run.family != family { return bytes }
                bytes += segment.messageBytes(of: run)
            }
            first = 0
        }
        return bytes
    }

    /// What the message of the present family takes, whose first sample stands in `family`.
    private func messageBytes<Encoder: ExpositionEncoder>(
        _ family: SealedFamily, _ leader: FamilyDescriptor, _ encoder: Encoder.Type
    ) -> Int {
        var text = TextBuffer(capacity: 1 << 10)
        Encoder.appendMetadata(of: leader, to: &text)
        var bytes = Encoder.measure(family, escaping, with: &text)
        if case .samples(let families) = parts[part], let place = self.family {
            for next in families[place...].dropFirst() {
                if next.descriptor.name != leader.name { break }
                bytes += Encoder.measure(next, escaping, with: &text)
            }
        }
        return bytes + text.count
    }

    /// A block of series at a time: a family may have very many.
    ///
    /// One with its length before it is read as a whole.
    private mutating func fillSamples<Encoder: ExpositionEncoder>(of entry: InstrumentList.Entry, _ encoder: Encoder.Type) {
        let blocks = Encoder.isFramed ? entry.core.blocks.indices : block..<block + 1
        sealed = sealed ?? entry.core.sealed(blocks, as: entry.descriptor)
        if let sealed, !fillSamples(sealed, encoder) { return }
        sealed = nil
        block += 1
        if !Encoder.isFramed, block < entry.core.blocks.count { return }
        block = 0
        part += 1
    }

    private mutating func fillSamples<Encoder: ExpositionEncoder>(_ families: ArraySlice<SealedFamily>, _ encoder: Encoder.Type) {
        for place in (family ?? families.startIndex)..<families.endIndex {
            family = place
            if !fillSamples(families[place], encoder) { return }
        }
        family = nil
        part += 1
    }

    /// Answers whether all samples of the family have been written.
    ///
    /// A family without samples is left out, metadata and all: OpenMetrics' parsers take it for one that has lost its samples,
    /// and metadata alone tell a reader nothing that was measured.
    private mutating func fillSamples<Encoder: ExpositionEncoder>(_ family: SealedFamily, _ encoder: Encoder.Type) -> Bool {
        lead(family.descriptor)
        var position = samples ?? SamplePosition(of: family, escaping: escaping)
        samples = nil
        while let sample = position.next(of: family) {
            if !Encoder.shows(sample) { continue }
            beginSample(of: family, encoder)
            Encoder.append(sample, of: family.descriptor, to: &text)
            if text.isFull {
                samples = position
                return false
            }
        }
        return true
    }

    /// Each series as it is when its turn comes.
    private mutating func fillSeries<Encoder: ExpositionEncoder>(of entry: InstrumentList.Entry, _ encoder: Encoder.Type) {
        lead(entry.descriptor)
        var cursor = series ?? SeriesCursor(entry.core)
        series = nil
        while let element = cursor.next() {
            beginSample(of: nil, encoder)
            Encoder.append(element, of: entry.descriptor, to: &text)
            if text.isFull {
                series = cursor
                return
            }
        }
        part += 1
    }

    /// What follows is of this family.
    private mutating func lead(_ family: FamilyDescriptor) {
        if leader === family || leader?.name == family.name { return }
        leader = family
        hasBegun = false
    }

    /// Writes what stands before a sample: its family's metadata, where it is the first one, or a separator.
    ///
    /// A framed family is one of samples.
    private mutating func beginSample<Encoder: ExpositionEncoder>(of family: SealedFamily?, _ encoder: Encoder.Type) {
        if hasBegun { return Encoder.appendSeparator(to: &text) }
        guard let leader else { return }
        if isInFamily { Encoder.appendFamilyEnd(isLast: false, to: &text) }
        if Encoder.isFramed, let family { text.append(varint: UInt64(messageBytes(family, leader, encoder))) }
        Encoder.appendMetadata(of: leader, to: &text)
        hasBegun = true
        isInFamily = true
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

extension ExpositionEncoder {
    /// What the samples of a family take, but for those that stand in `text` at the end.
    ///
    /// Samples are sealed: they take the same when they are written.
    fileprivate static func measure(_ family: SealedFamily, _ escaping: NameEscaping, with text: inout TextBuffer) -> Int {
        var bytes = 0
        var cursor = SampleCursor(family, escaping: escaping)
        while let sample = cursor.next() {
            append(sample, of: family.descriptor, to: &text)
            if text.isFull {
                bytes += text.count
                text.removeAll()
            }
        }
        return bytes
    }
}
