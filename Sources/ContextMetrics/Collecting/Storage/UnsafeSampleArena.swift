// Invariants.
// - One writer: the run that owns the buffer around. Nobody else touches any of this while the run goes on.
// - Chunks never move and are freed only by `reset`, by rolling back an open family, and by `free`.
// - Records point to their descriptors without counting; `descriptors` holds them until `reset`.
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
        let offset: Int
        let room: Int
        let written: Int
        let samples: Int
        let lines: Int
        let record: UnsafeMutableRawPointer
        /// Samples of it were refused: it can't be shown whole any more.
        var isCut = false
    }

    let first: UnsafeMutableRawPointer
    private var tail: UnsafeMutableRawPointer
    private var offset = 0
    private var room: Int
    private var written = 0
    private var samples = 0
    /// What the samples make in text: a histogram is many.
    private var lines = 0
    /// Keeps the descriptors alive that records point to: the first `families` of them.
    ///
    /// A run mostly writes what the one before wrote, so that most stay where they are and nothing is counted.
    private var descriptors: ContiguousArray<FamilyDescriptor> = []
    private var families = 0
    private(set) var dropped = DroppedSamples()
    private(set) var overflowed = false
    private var caps: SampleCaps
    private var open: Mark?

    init(caps: SampleCaps, firstChunk: Int) {
        self.caps = caps
        first = SampleArena.allocate(firstChunk)
        tail = first
        room = firstChunk - SampleRecord.headerSize
    }

    /// Gives all memory back.
    mutating func free() {
        freeChunks(after: first)
        first.deallocate()
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        let chunk = UnsafeMutableRawPointer.allocate(byteCount: Chunk.headerSize + capacity, alignment: 16)
        chunk.initializeMemory(as: Chunk.self, to: Chunk(next: nil, capacity: capacity))
        return chunk
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
        if descriptors.count > families { descriptors.removeLast(descriptors.count - families) }
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
        let mark = (tail, offset, room, written, samples, lines)
        keep(descriptor)
        let record = reserve(SampleRecord.familySize)
        SampleRecord.writeFamily(record, descriptor)
        open = Mark(chunk: mark.0, offset: mark.1, room: mark.2, written: mark.3, samples: mark.4, lines: mark.5, record: record)
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
        offset = mark.offset
        room = mark.room
        written = mark.written
        samples = mark.samples
        lines = mark.lines
        families -= 1
    }

    private mutating func keep(_ descriptor: FamilyDescriptor) {
        if families == descriptors.count || descriptors[families] !== descriptor {
            descriptors.removeLast(descriptors.count - families)
            descriptors.append(descriptor)
        }
        families += 1
    }

    // MARK: Samples

    /// Space for a sample of the open family, `nil` when the caps are reached or no family is open.
    mutating func reserveSample(_ size: Int, lines more: Int = 1) -> UnsafeMutableRawPointer? {
        if open == nil || lines >= caps.samples || size > max(0, caps.bytes) - written {
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
        let chunk = SampleArena.allocate(capacity)
        SampleRecord.writeEnd(tail + (Chunk.headerSize + offset), next: chunk)
        written += SampleRecord.headerSize
        SampleArena.header(tail).pointee.next = chunk
        tail = chunk
        offset = 0
        room = capacity - SampleRecord.headerSize
    }
}
