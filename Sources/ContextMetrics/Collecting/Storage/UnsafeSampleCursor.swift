// Invariant: the records belong to the family's buffer, which the family keeps alive and which is not reset as long as it is referred to.

/// Goes through the samples of a family that are exposed, in the order in which they were written, with pauses where somebody wants them.
struct SampleCursor: @unchecked Sendable {
    let family: SealedFamily
    private var pointer: UnsafeRawPointer
    private var place = 0
    private let escaping: NameEscaping

    init(_ family: SealedFamily, escaping: NameEscaping = .allowUTF8) {
        self.family = family
        self.escaping = escaping
        pointer = family.record + SampleRecord.familySize
    }

    /// The next sample, `nil` after the last.
    mutating func next() -> SampleRecord? {
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
