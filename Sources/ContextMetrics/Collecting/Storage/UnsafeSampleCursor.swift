// Invariant: the records belong to the family's buffer, which is not reset as long as it is referred to. Whoever moves a position on has the
// family.

/// How far the samples of a family were read.
///
/// It doesn't keep the family: references are not counted for each one that is read.
struct SamplePosition: @unchecked Sendable {
    private var pointer: UnsafeRawPointer
    private var place = 0
    private let escaping: NameEscaping

    /// The beginning.
    init(of family: borrowing SealedFamily, escaping: NameEscaping = .allowUTF8) {
        self.escaping = escaping
        pointer = family.record + SampleRecord.familySize
    }

    /// The next sample that is exposed, `nil` after the last.
    @inline(__always)
    mutating func next(of family: borrowing SealedFamily) -> SampleRecord? {
        while place < family.sampleCount {
            let record = SampleRecord(pointer: pointer, escaping: escaping)
            if record.kind == .end {
                pointer = record.nextChunk + SampleArena.Chunk.headerSize
                continue
            }
            pointer += record.size
            place += 1
            if family.hidden.isEmpty || !family.hidden.contains(place - 1) { return record }
        }
        family.buffer.noteRead()
        return nil
    }
}

/// Goes through the samples of a family that are exposed, in the order in which they were written, with pauses where somebody wants them.
struct SampleCursor {
    private let family: SealedFamily
    private var position: SamplePosition

    init(_ family: SealedFamily, escaping: NameEscaping = .allowUTF8) {
        self.family = family
        position = SamplePosition(of: family, escaping: escaping)
    }

    /// The next sample, `nil` after the last.
    mutating func next() -> SampleRecord? { position.next(of: family) }
}
