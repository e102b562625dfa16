// Invariants.
// - `text` ends with `padding` bytes that belong to no line, so that a copy may read that far beyond any line.
// - `ends` has an offset into `text` for each line, ascending, the last one before the padding.
// - `cells` are places of `cores`, of series that `views` keep.

/// Blocks of series that stand one after the other in an exposition: what is fixed of their lines, and where their values are.
///
/// Nothing of it changes.
final class PlanSegment: @unchecked Sendable {
    /// So many bytes are copied at once, whatever the length of a line: then no branch depends on that.
    static let padding = 128

    /// A block of a family, as it was.
    struct Member: Hashable {
        /// Among the families of the list.
        let family: Int
        let block: Int
        let version: UInt64
        /// The family's metadata stand before it.
        let leads: Bool
    }

    /// Series of one family.
    struct Run {
        enum Kind {
            case counters(SeriesKind.Number)
            case gauges(SeriesKind.Number)
            /// Each has a line for each bucket, then those of its sum and its count, as far as there are any. Without a reference: runs are
            /// copied often.
            case histograms(buckets: Int, sums: SumLines)
        }

        let family: Int
        let kind: Kind
        let cells: Range<Int>
        let firstLine: Int
        let linesEach: Int
        /// The last line of each says when it began: nothing is put in.
        let hasCreated: Bool
        /// Where the metadata of its family stand among those of the segment, in formats that have a length before them.
        let header: Range<Int>

        /// The bytes of the values of one series in a binary format.
        var valueBytes: Int {
            switch kind {
            case .counters, .gauges: MessageValue.numberBytes
            case .histograms(let buckets, _): (buckets + 1) * MessageValue.countBytes + MessageValue.numberBytes
            }
        }
    }

    let members: [Member]
    let runs: [Run]
    let text: [UInt8]
    let ends: [UInt32]
    private let headers: [UInt8]
    let cells: [UnsafeMutableRawPointer]
    let longestLine: Int
    /// The most bytes that it takes with values.
    let mostBytes: Int
    private let cores: [FamilyCore]
    private let views: [SeriesView]

    /// `nil` when the text would be longer than `mostText`, at most 2^31, or a family can't be read that way.
    init?<Encoder: ExpositionEncoder>(_ members: [Member], of families: [InstrumentList.Entry], _ encoder: Encoder.Type, mostText: Int) {
        var lines = Lines(mostText: mostText)
        var views: [SeriesView] = []
        var found: [Member] = []
        for member in members {
            let (core, descriptor) = (families[member.family].core, families[member.family].descriptor)
            let (view, records, created) = core.view(ofBlock: member.block)
            views.append(view)
            found.append(Member(family: member.family, block: member.block, version: view.version, leads: member.leads))
            guard lines.append(records, Encoder.hasCreated ? created : [], of: core, descriptor, member, encoder) else { return nil }
        }
        self.views = views
        cores = members.map { families[$0.family].core }
        self.members = found
        runs = lines.runs
        ends = lines.ends
        cells = lines.cells
        longestLine = lines.longest
        headers = lines.headers.bytes
        mostBytes = lines.text.count + lines.ends.count * LineText.valueRoom + headers.count + lines.runs.count * 10
        text = lines.text.bytes + Array(repeating: 0, count: PlanSegment.padding)
    }

    /// The runs of some families.
    func runs(of families: Range<Int>) -> Range<Int> {
        let first = runs.firstIndex { $0.family >= families.lowerBound } ?? runs.count
        let end = runs[first...].firstIndex { $0.family >= families.upperBound } ?? runs.count
        return first..<end
    }

    /// Fewer bytes than some runs have: their fixed text.
    func leastBytes(of runs: Range<Int>) -> Int {
        guard let first = self.runs[runs].first, let last = self.runs[runs].last else { return 0 }
        return start(ofLine: last.firstLine + last.cells.count * last.linesEach) - start(ofLine: first.firstLine)
    }

    /// Has the beginning of a run's cells fetched from memory, for whoever reads them soon; nothing where there is no such run.
    @inline(__always)
    func fetchCells(ofRun place: Int) {
        guard place < runs.count else { return }
        let run = runs[place]
        if run.cells.isEmpty { return }
        let cell = cells[run.cells.lowerBound]
        if case .histograms(let buckets, _) = run.kind {
            HistogramCell(at: cell).fetch(buckets: buckets)
        } else {
            NumberCell(cell).touch()
        }
    }

    /// The metadata of a run's family, where they stand apart.
    func header(of run: Run) -> ArraySlice<UInt8> { headers[run.header] }

    /// The bytes of a run's series with their values in a binary format.
    func messageBytes(of run: Run) -> Int {
        start(ofLine: run.firstLine + run.cells.count * run.linesEach) - start(ofLine: run.firstLine) + run.cells.count * run.valueBytes
    }

    /// Where the fixed text of a line begins.
    func start(ofLine line: Int) -> Int { line == 0 ? 0 : Int(ends[line - 1]) }

    /// A segment in the making.
    struct Lines: ~Copyable {
        let mostText: Int
        var text = TextBuffer()
        var headers = TextBuffer(capacity: 64)
        var ends: [UInt32] = []
        var cells: [UnsafeMutableRawPointer] = []
        var runs: [Run] = []
        var longest = 0

        init(mostText: Int) { self.mostText = min(mostText, 1 << 31) }

        mutating func append<Encoder: ExpositionEncoder>(
            _ records: [SeriesRecord], _ created: [Double], of core: FamilyCore, _ family: FamilyDescriptor, _ member: Member,
            _ encoder: Encoder.Type
        ) -> Bool {
            let kind: Run.Kind
            var parts: [SeriesPart] = [.value]
            switch core.storage.kind {
            case .counters(let number): kind = .counters(number)
            case .gauges(let number): kind = .gauges(number)
            case .histograms(let bounds):
                let sums = Encoder.sumLines(bounds.bounds)
                kind = .histograms(buckets: bounds.bounds.count + 1, sums: sums)
                parts = (bounds.bounds + [.infinity]).map(SeriesPart.bucket) + (sums == .never ? [] : [.sum, .count])
            case .other: return false
            }
            let start = cells.count
            let firstLine = ends.count
            let firstHeader = headers.count
            if Encoder.isFramed {
                // For whoever reads it to write: which block comes first is seen then, and how long the message is.
                Encoder.appendMetadata(of: family, to: &headers)
            } else if member.leads {
                Encoder.appendMetadata(of: family, to: &text)
            }
            for (index, record) in records.enumerated() {
                let created = created.isEmpty ? nil : created[index]
                guard Encoder.append(record, parts, created: created, of: family, to: &self) else { return false }
                cells.append(record.payload)
            }
            let hasCreated = !created.isEmpty && !Encoder.isFramed
            runs.append(
                Run(
                    family: member.family, kind: kind, cells: start..<cells.count, firstLine: firstLine,
                    linesEach: parts.count + (hasCreated ? 1 : 0), hasCreated: hasCreated, header: firstHeader..<headers.count))
            return true
        }

        /// Ends what stands before a value.
        ///
        /// False when there is more text than there may be.
        mutating func endLine() -> Bool {
            guard text.count <= mostText else { return false }
            longest = max(longest, text.count - (ends.last.map(Int.init) ?? 0))
            ends.append(UInt32(text.count))
            return true
        }
    }
}
