/// How the instruments of a registry are exposed in one format: what is fixed of their lines, in pieces.
///
/// What is fixed is nearly all of an exposition. A scrape copies it and puts the values in between.
struct ExpositionPlan: Sendable {
    /// Neighbours among the families, whole or a block of one of them.
    struct Piece: Sendable {
        let families: Range<Int>
        let content: Content
    }

    enum Content: Sendable {
        case lines(PlanSegment)
        /// A family that only its storage can read, or that has exemplars: they change from scrape to scrape. Each family of a format whose
        /// lines aren't kept.
        case family(InstrumentList.Entry)
    }

    /// Families that stand in one piece, where they are small.
    private static let familiesTogether = 64

    /// The changes of which it knows.
    let stamp: UInt64
    let pieces: [Piece]
    /// The pieces as parts of an exposition in which nothing stands between them.
    let parts: [ExpositionPart]

    /// Takes over from an earlier plan of the same families what has not changed.
    ///
    /// A family of which a block has more text than `mostText` isn't kept.
    init<Encoder: ExpositionEncoder>(
        _ families: [InstrumentList.Entry], stamp: UInt64, after old: ExpositionPlan?, _ encoder: Encoder.Type, mostText: Int = 1 << 31
    ) {
        self.stamp = stamp
        var known: [PlanSegment.Member: PlanSegment] = [:]
        for case .lines(let segment) in (old?.pieces ?? []).lazy.map(\.content) {
            if let first = segment.members.first { known[first] = segment }
        }
        var pieces: [Piece] = []
        var members: [PlanSegment.Member] = []
        /// Families whose text is too long to be kept.
        var refused: Set<Int> = []
        func endPiece() {
            defer { members = [] }
            guard let first = members.first, let last = members.last else { return }
            let range = first.family..<last.family + 1
            if let segment = known[first], segment.members == members {
                pieces.append(Piece(families: range, content: .lines(segment)))
            } else if let segment = PlanSegment(members, of: families, encoder, mostText: mostText) {
                pieces.append(Piece(families: range, content: .lines(segment)))
            } else {
                // Earlier blocks of the first family may stand there already.
                pieces.removeAll { $0.families == first.family..<first.family + 1 }
                for family in range {
                    pieces.append(Piece(families: family..<family + 1, content: .family(families[family])))
                    refused.insert(family)
                }
            }
        }
        for (index, family) in families.enumerated() {
            let core = family.core
            if !Encoder.hasPlan || core.storage.isOther || (Encoder.hasExemplars && core.hasExemplars) {
                endPiece()
                pieces.append(Piece(families: index..<index + 1, content: .family(family)))
                continue
            }
            let blocks = core.blocks
            if blocks.count > 1 || index.isMultiple(of: ExpositionPlan.familiesTogether) { endPiece() }
            var leads = true
            for (number, block) in blocks.enumerated() where block.live > 0 && !refused.contains(index) {
                members.append(PlanSegment.Member(family: index, block: number, version: block.version, leads: leads))
                leads = false
                if blocks.count > 1 { endPiece() }
            }
        }
        endPiece()
        self.pieces = pieces
        parts = pieces.compactMap { piece in
            switch piece.content {
            case .lines(let segment): segment.runs.isEmpty ? nil : .lines(segment, runs: segment.runs.indices)
            case .family(let entry): .instrument(entry)
            }
        }
    }
}
