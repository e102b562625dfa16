// Invariants.
// - One writer: the run that owns the buffer around. Nobody else touches any of this while the run goes on.
// - Chunks never move. All but the first, which is the owner's, are freed only by `reset`, by rolling back an open family, and by `free`.
// - Records point to their descriptors without counting; `firstDescriptor` and `descriptors` hold them until `reset`.
// - Nothing below what `commitFamily` returned last is written again until `reset`.

/// Where the samples of a run are written: memory that grows in chunks, family after family.
struct SampleArena {
    struct Chunk {
        static let headerSize = 16
        var next: UnsafeMutableRawPointer?
        var capacity: Int
    }

    /// Where the writer stood when it opened a family.
    private struct Mark {
        let chunk: UnsafeMutableRawPointer
        /// In that chunk; the record may be the first of the next.
        let start: UnsafeMutableRawPointer
        let record: UnsafeMutableRawPointer
        let written: Int
        let samples: Int
        let lines: Int
        /// Samples of it were refused: it can't be shown whole any more.
        var isCut = false
    }

    // Few fields, because every run touches all of them: a thousand collectors don't fit into a core's cache.
    private let first: UnsafeMutableRawPointer
    private var tail: UnsafeMutableRawPointer
    private var offset = 0
    private var room: Int
    private var written = 0
    private var samples = 0
    /// What the samples make in text: a histogram is many.
    private var lines = 0
    private var open: Mark?
    private var caps: SampleCaps
    private(set) var overflowed = false
    private(set) var dropped = DroppedSamples()
    /// Keep the descriptors alive that records point to: the first `families` of them.
    ///
    /// A run mostly writes what the one before wrote, so that most stay where they are and nothing is counted.
    private var families = 0
    private var firstDescriptor: FamilyDescriptor?
    private var descriptors: ContiguousArray<FamilyDescriptor> = []

    /// Begins in a chunk that the owner has made, and frees.
    init(caps: SampleCaps, first chunk: UnsafeMutableRawPointer) {
        self.caps = caps
        first = chunk
        tail = chunk
        room = SampleArena.header(chunk).pointee.capacity - SampleRecord.headerSize
    }

    /// Gives back all memory but the first chunk.
    func free() { freeChunks(after: first) }

    /// Makes a chunk of memory for its header and so many bytes.
    static func makeChunk(at memory: UnsafeMutableRawPointer, capacity: Int) {
        memory.initializeMemory(as: Chunk.self, to: Chunk(next: nil, capacity: capacity))
    }

    private static func header(_ chunk: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Chunk> {
        chunk.assumingMemoryBound(to: Chunk.self)
    }

    private func freeChunks(after chunk: UnsafeMutableRawPointer) {
        var next = SampleArena.header(chunk).pointee.next
        SampleArena.header(chunk).pointee.next = nil
        while let current = next {
            next = SampleArena.header(current).pointee.next
            current.deallocate()
        }
    }

    /// Empties it for another run.
    mutating func reset(caps: SampleCaps) {
        if tail != first { freeChunks(after: first) }
        tail = first
        offset = 0
        room = SampleArena.header(first).pointee.capacity - SampleRecord.headerSize
        written = 0
        samples = 0
        lines = 0
        open = nil
        forgetDescriptors(from: families)
        families = 0
        if !dropped.isEmpty { dropped = DroppedSamples() }
        overflowed = false
        self.caps = caps
    }

    // MARK: Families

    /// Opens a family.
    ///
    /// What is written until ``commitFamily()`` belongs to it.
    mutating func openFamily(_ descriptor: FamilyDescriptor) {
        if open != nil { abortFamily() }
        // A family costs memory without a sample too; those of one that isn't opened are dropped.
        if SampleRecord.familySize > max(0, caps.bytes) - written {
            overflowed = true
            return
        }
        keep(descriptor)
        let (chunk, written) = (tail, written)
        let start = tail + (Chunk.headerSize + offset)
        let record = reserve(SampleRecord.familySize)
        SampleRecord.writeFamily(record, descriptor)
        open = Mark(chunk: chunk, start: start, record: record, written: written, samples: samples, lines: lines)
    }

    /// Closes the open family, whole; one that the caps have cut is forgotten. (G6)
    ///
    /// Returns up to where readers may look from now on, nil when that hasn't changed.
    mutating func commitFamily() -> Int? {
        guard let mark = open else { return nil }
        if mark.isCut {
            dropped.add(samples - mark.samples, .overflow)
            abortFamily()
            return nil
        }
        open = nil
        SampleRecord.setSampleCount(mark.record, samples - mark.samples)
        return written
    }

    /// Forgets the open family.
    ///
    /// What readers can see doesn't change.
    mutating func abortFamily() {
        guard let mark = open else { return }
        open = nil
        freeChunks(after: mark.chunk)
        tail = mark.chunk
        offset = mark.start - mark.chunk - Chunk.headerSize
        room = SampleArena.header(tail).pointee.capacity - SampleRecord.headerSize - offset
        written = mark.written
        samples = mark.samples
        lines = mark.lines
        families -= 1
    }

    private mutating func keep(_ descriptor: FamilyDescriptor) {
        if families == 0 {
            if firstDescriptor !== descriptor { firstDescriptor = descriptor }
        } else if families > descriptors.count || descriptors[families - 1] !== descriptor {
            forgetDescriptors(from: families)
            descriptors.append(descriptor)
        }
        families += 1
    }

    /// The first is replaced when the next family is opened.
    private mutating func forgetDescriptors(from family: Int) {
        let kept = max(0, family - 1)
        if descriptors.count > kept { descriptors.removeLast(descriptors.count - kept) }
    }

    // MARK: Samples

    /// Space for a sample of the open family, `nil` when the caps are reached or no family is open.
    mutating func reserveSample(_ size: Int, lines more: Int = 1) -> UnsafeMutableRawPointer? {
        if open == nil || lines >= caps.samples || samples >= caps.labelSets || size > max(0, caps.bytes) - written {
            overflowed = overflowed || open != nil
            open?.isCut = true
            dropped.add(1, .overflow)
            return nil
        }
        samples += 1
        lines += more
        return reserve(size)
    }

    /// A sample that is not written.
    mutating func drop(_ reason: DropReason) { dropped.add(1, reason) }

    private mutating func reserve(_ size: Int) -> UnsafeMutableRawPointer {
        if room < size { addChunk(for: size) }
        let record = tail + (Chunk.headerSize + offset)
        offset += size
        room -= size
        written += size
        return record
    }

    /// Records never straddle chunks.
    ///
    /// A full chunk ends in a marker, for which `room` always leaves space.
    private mutating func addChunk(for size: Int) {
        let capacity = max(size + SampleRecord.headerSize, min(64 << 10, SampleArena.header(tail).pointee.capacity * 4))
        let chunk = UnsafeMutableRawPointer.allocate(byteCount: Chunk.headerSize + capacity, alignment: 16)
        SampleArena.makeChunk(at: chunk, capacity: capacity)
        SampleRecord.writeEnd(tail + (Chunk.headerSize + offset), next: chunk)
        written += SampleRecord.headerSize
        SampleArena.header(tail).pointee.next = chunk
        tail = chunk
        offset = 0
        room = capacity - SampleRecord.headerSize
    }
}
