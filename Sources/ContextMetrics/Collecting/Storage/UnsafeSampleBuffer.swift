// Invariants.
// - One writer: the run that owns the buffer. It alone touches `tail`, `offset`, `room`, `written` and what follows `open`.
// - `committed` is a watermark of logical bytes. The writer stores it (release) after the bytes; readers load it (acquire) and
//   never look beyond it. Below it nothing is ever written again until `reset`.
// - Chunks never move and are freed only by `reset`, by rolling back bytes above the watermark, and by `deinit`.
// - A reader finds the next chunk from the end marker below its watermark, never from a chunk's `next`, which the writer may be setting.
// - `reuse` hands out a buffer that nobody else refers to, with nothing to be seen in it; `reset` follows before anything is written. `reads` shows the ends of all reads to it (and to a sanitizer, which
//   can't see that the reference count orders them too).

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The samples of one run.
///
/// The run appends; a family exists for readers once it is committed. Reading neither waits for the writer nor stops it.
final class SampleBuffer: @unchecked Sendable {
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

    private let first: UnsafeMutableRawPointer
    private var tail: UnsafeMutableRawPointer
    private var offset = 0
    private var room: Int
    private var written = 0
    private var samples = 0
    /// What the samples make in text: a histogram is many.
    private var lines = 0
    private var open: Mark?
    /// Keeps the descriptors alive that records point to: the first `families` of them.
    ///
    /// A run mostly writes what the one before wrote, so that most stay where they are and nothing is counted.
    private var descriptors: ContiguousArray<FamilyDescriptor> = []
    private var families = 0
    private let committed = Atomic<Int>(0)
    private let reads = Atomic<UInt32>(0)

    private(set) var dropped = DroppedSamples()
    private(set) var overflowed = false
    var caps: SampleCaps

    init(caps: SampleCaps = SampleCaps(), firstChunk: Int = 256) {
        self.caps = caps
        first = SampleBuffer.allocate(firstChunk)
        tail = first
        room = firstChunk - SampleRecord.headerSize
    }

    deinit {
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
        var next = SampleBuffer.header(chunk).pointee.next
        SampleBuffer.header(chunk).pointee.next = nil
        while let current = next {
            next = SampleBuffer.header(current).pointee.next
            current.deallocate()
        }
    }

    /// The spare buffer where nobody else refers to it, else a new one in its place.
    ///
    /// To be `reset` before it is used.
    static func reuse(_ spare: inout SampleBuffer?) -> SampleBuffer {
        if isKnownUniquelyReferenced(&spare), let spare {
            // Before anybody can get at it through the run: whoever leaves that run before `reset` finds nothing in it.
            spare.committed.store(0, ordering: .relaxed)
            return spare
        }
        let buffer = SampleBuffer()
        spare = buffer
        return buffer
    }

    /// Empties the buffer for another run.
    ///
    /// Only by the owner of its only reference.
    func reset(caps: SampleCaps) {
        _ = reads.load(ordering: .acquiring)
        if tail != first { freeChunks(after: first) }
        tail = first
        offset = 0
        room = SampleBuffer.header(first).pointee.capacity - SampleRecord.headerSize
        written = 0
        samples = 0
        lines = 0
        open = nil
        if descriptors.count > families { descriptors.removeLast(descriptors.count - families) }
        families = 0
        if !dropped.isEmpty { dropped = DroppedSamples() }
        overflowed = false
        self.caps = caps
        committed.store(0, ordering: .relaxed)
    }

    // MARK: Writing

    /// Opens a family.
    ///
    /// What is written until ``commitFamily()`` belongs to it.
    func openFamily(_ descriptor: FamilyDescriptor) {
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

    /// Shows the open family to readers, whole; one that the caps have cut is forgotten. (G6)
    func commitFamily() {
        guard let mark = open else { return }
        if mark.isCut {
            dropped.add(samples - mark.samples, .overflow)
            return abortFamily()
        }
        open = nil
        SampleRecord.setSampleCount(mark.record, samples - mark.samples)
        committed.store(written, ordering: .releasing)
    }

    /// Forgets the open family.
    ///
    /// What readers can see doesn't change.
    func abortFamily() {
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

    private func keep(_ descriptor: FamilyDescriptor) {
        if families == descriptors.count || descriptors[families] !== descriptor {
            descriptors.removeLast(descriptors.count - families)
            descriptors.append(descriptor)
        }
        families += 1
    }

    /// Space for a sample of the open family, `nil` when the caps are reached or no family is open.
    func reserveSample(_ size: Int, lines more: Int = 1) -> UnsafeMutableRawPointer? {
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

    func append(_ value: Double, _ labels: LabelBytes) {
        let size = SampleRecord.size(extra: 0, labels: labels)
        if let record = reserveSample(size) { SampleRecord.writeNumber(record, size: size, value, labels: labels) }
    }

    func append(_ value: HistogramValue, _ labels: LabelBytes) {
        let size = SampleRecord.size(extra: SampleRecord.extraSize(value), labels: labels)
        if let record = reserveSample(size, lines: value.bounds.count + 3) {
            SampleRecord.writeHistogram(record, size: size, value, labels: labels)
        }
    }

    func append(_ value: SummaryValue, _ labels: LabelBytes) {
        let size = SampleRecord.size(extra: SampleRecord.extraSize(value), labels: labels)
        if let record = reserveSample(size, lines: value.quantiles.count + 2) {
            SampleRecord.writeSummary(record, size: size, value, labels: labels)
        }
    }

    /// A sample that is not written.
    func drop(_ reason: DropReason) { dropped.add(1, reason) }

    private func reserve(_ size: Int) -> UnsafeMutableRawPointer {
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
    private func addChunk(for size: Int) {
        let capacity = max(size + SampleRecord.headerSize, min(64 << 10, SampleBuffer.header(tail).pointee.capacity * 4))
        let chunk = SampleBuffer.allocate(capacity)
        SampleRecord.writeEnd(tail + (Chunk.headerSize + offset), next: chunk)
        written += SampleRecord.headerSize
        SampleBuffer.header(tail).pointee.next = chunk
        tail = chunk
        offset = 0
        room = capacity - SampleRecord.headerSize
    }

    // MARK: Reading

    /// How far readers may look: whole families only.
    ///
    /// From any thread.
    var watermark: Int { committed.load(ordering: .acquiring) }

    /// The families below a watermark, in the order in which they were written.
    ///
    /// Linear in the number of samples.
    func families(upTo watermark: Int) -> [SealedFamily] {
        defer { reads.wrappingAdd(1, ordering: .releasing) }
        var result: [SealedFamily] = []
        walk(from: first + Chunk.headerSize, bytes: watermark) { record in
            guard record.kind == .family else { return true }
            result.append(
                SealedFamily(buffer: self, descriptor: record.descriptor, sampleCount: record.sampleCount, record: record.pointer))
            return true
        }
        return result
    }

    /// Visits the samples that follow a family's record.
    func forEachSample(after record: UnsafeRawPointer, count: Int, _ body: (SampleRecord) -> Void) {
        defer { reads.wrappingAdd(1, ordering: .releasing) }
        if count == 0 { return }
        var left = count
        walk(from: record + SampleRecord.familySize, bytes: .max) { sample in
            body(sample)
            left -= 1
            return left > 0
        }
    }

    private func walk(from start: UnsafeRawPointer, bytes: Int, _ body: (SampleRecord) -> Bool) {
        var seen = 0
        var next = start
        while seen < bytes {
            let record = SampleRecord(pointer: next)
            seen += record.size
            if record.kind == .end {
                next = record.nextChunk + Chunk.headerSize
                continue
            }
            if !body(record) { return }
            next += record.size
        }
    }
}
