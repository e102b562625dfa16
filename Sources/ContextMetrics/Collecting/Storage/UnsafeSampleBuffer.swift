// Invariants.
// - One writer: the run that owns the buffer. It alone touches `arena`. That and the arena's first chunk are one piece of memory, which
//   lives until `deinit`.
// - `committed` is a watermark of logical bytes. The writer stores it (release) after the bytes; readers load it (acquire) and
//   never look beyond it. Below it nothing is ever written again until `reset`.
// - A reader finds the next chunk from the end marker below its watermark, never from a chunk's `next`, which the writer may be setting.
// - `renew` hands out a buffer that nobody else refers to, with nothing to be seen in it; `reset` follows before anything is
//   written. `reads` shows the ends of all reads to it (and to a sanitizer, which can't see that the reference count orders them too).

import Synchronization

/// The samples of one run.
///
/// The run appends; a family exists for readers once it is committed. Reading neither waits for the writer nor stops it.
final class SampleBuffer: @unchecked Sendable {
    /// Behind a pointer, because stored properties of classes are checked for exclusive access at run time.
    private let arena: UnsafeMutablePointer<SampleArena>
    private let committed = Atomic<Int>(0)
    private let reads = Atomic<UInt32>(0)

    /// The arena's first chunk stays, so that readers needn't look at the arena.
    private var first: UnsafeMutableRawPointer { UnsafeMutableRawPointer(arena) + SampleBuffer.arenaSize }
    private static var arenaSize: Int { (MemoryLayout<SampleArena>.size + 15) & ~15 }

    init(caps: SampleCaps = SampleCaps(), firstChunk: Int = 256) {
        let size = SampleBuffer.arenaSize + SampleArena.Chunk.headerSize + firstChunk
        // At the beginning of a line of the cache: every line that a run touches costs.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        arena = memory.bindMemory(to: SampleArena.self, capacity: 1)
        let chunk = memory + SampleBuffer.arenaSize
        SampleArena.makeChunk(at: chunk, capacity: firstChunk)
        arena.initialize(to: SampleArena(caps: caps, first: chunk))
    }

    deinit {
        arena.pointee.free()
        arena.deinitialize(count: 1)
        arena.deallocate()
    }

    /// Sees to a spare buffer that nobody else refers to: the one that is there, or a new one in its place.
    ///
    /// To be `reset` before it is used.
    static func renew(_ spare: inout SampleBuffer?) -> Unmanaged<SampleBuffer> {
        if isKnownUniquelyReferenced(&spare), let spare {
            // Before anybody can get at it through the run: whoever leaves that run before `reset` finds nothing in it.
            spare.committed.store(0, ordering: .relaxed)
            return .passUnretained(spare)
        }
        let buffer = SampleBuffer()
        spare = buffer
        return .passUnretained(buffer)
    }

    /// Empties the buffer for another run.
    ///
    /// Only by the owner of its only reference.
    func reset(caps: SampleCaps) {
        _ = reads.load(ordering: .acquiring)
        arena.pointee.reset(caps: caps)
        committed.store(0, ordering: .relaxed)
    }

    // MARK: Writing

    /// Samples that were not kept.
    var dropped: DroppedSamples { arena.pointee.dropped }
    /// The caps were reached.
    var overflowed: Bool { arena.pointee.overflowed }

    /// Opens a family.
    ///
    /// What is written until ``commitFamily()`` belongs to it.
    func openFamily(_ descriptor: FamilyDescriptor) { arena.pointee.openFamily(descriptor) }

    /// Shows the open family to readers, whole; one that the caps have cut is forgotten. (G6)
    func commitFamily() {
        if let end = arena.pointee.commitFamily() { committed.store(end, ordering: .releasing) }
    }

    /// Forgets the open family.
    ///
    /// What readers can see doesn't change.
    func abortFamily() { arena.pointee.abortFamily() }

    func append(_ value: Double, _ labels: LabelBytes) {
        let size = SampleRecord.size(extra: 0, labels: labels)
        if let record = arena.pointee.reserveSample(size) { SampleRecord.writeNumber(record, size: size, value, labels: labels) }
    }

    /// Of one label, like most.
    func append(_ value: Double, _ label: String) {
        let size = SampleRecord.size(label: label)
        if let record = arena.pointee.reserveSample(size) { SampleRecord.writeNumber(record, size: size, value, label: label) }
    }

    func append(_ value: Double, _ labels: LabelBytes, _ details: SampleDetails) {
        let size = SampleRecord.size(extra: 0, labels: labels) + details.size
        if let record = arena.pointee.reserveSample(size) {
            SampleRecord.writeNumber(record, size: size, value, labels: labels)
            SampleRecord.write(details, to: record, size: size)
        }
    }

    func append(_ value: HistogramValue, _ labels: LabelBytes, _ details: SampleDetails = SampleDetails()) {
        let size = SampleRecord.size(extra: SampleRecord.extraSize(value), labels: labels) + details.size
        if let record = arena.pointee.reserveSample(size, lines: value.bounds.count + 3) {
            SampleRecord.writeHistogram(record, size: size, value, labels: labels)
            SampleRecord.write(details, to: record, size: size)
        }
    }

    func append(_ value: SummaryValue, _ labels: LabelBytes, _ details: SampleDetails = SampleDetails()) {
        let size = SampleRecord.size(extra: SampleRecord.extraSize(value), labels: labels) + details.size
        if let record = arena.pointee.reserveSample(size, lines: value.quantiles.count + 2) {
            SampleRecord.writeSummary(record, size: size, value, labels: labels)
            SampleRecord.write(details, to: record, size: size)
        }
    }

    func append(_ value: ExactDecimal, _ labels: LabelBytes, _ details: SampleDetails = SampleDetails()) {
        let size = SampleRecord.size(extra: SampleRecord.extraSize(value), labels: labels) + details.size
        if let record = arena.pointee.reserveSample(size) {
            SampleRecord.writeDecimal(record, size: size, value, labels: labels)
            SampleRecord.write(details, to: record, size: size)
        }
    }

    /// A sample that is not written.
    func drop(_ reason: DropReason) { arena.pointee.drop(reason) }

    // MARK: Reading

    /// How far readers may look: whole families only.
    ///
    /// From any thread.
    var watermark: Int { committed.load(ordering: .acquiring) }

    /// The families below a watermark, in the order in which they were written.
    ///
    /// Linear in the number of samples.
    func families(upTo watermark: Int) -> [SealedFamily] {
        var result: [SealedFamily] = []
        forEachFamily(upTo: watermark) { result.append($0) }
        return result
    }

    /// Visits them.
    @inline(__always)
    func forEachFamily(upTo watermark: Int, _ body: (SealedFamily) -> Void) {
        defer { noteRead() }
        var record: SampleRecord?
        var bytes = 0
        var lines = 0
        func end() {
            guard let record else { return }
            let descriptor = record.descriptor
            body(
                SealedFamily(
                    buffer: self, descriptor: descriptor, sampleCount: record.sampleCount, record: record.pointer,
                    mostBytes: descriptor.mostLineBytes.clampedProduct(lines).clampedSum(bytes).clampedSum(descriptor.mostMetadataBytes)))
        }
        walk(from: first + SampleArena.Chunk.headerSize, bytes: watermark) { next in
            switch next.kind {
            case .family:
                end()
                record = next
                bytes = 0
                lines = 0
            case .end: break
            // Each character of a label takes two bytes at most.
            case .number where !next.hasDetails:
                lines += 1
                bytes = bytes.clampedSum(2 * next.labelSize)
            case .number, .decimal, .histogram, .summary:
                lines += next.mostLines
                // Each line repeats the labels.
                bytes = bytes.clampedSum((2 * next.labelSize).clampedProduct(next.mostLines))
                bytes = bytes.clampedSum(next.exemplarCount.clampedProduct(SampleDetails.mostExemplarBytes))
            }
            return true
        }
        end()
    }

    /// Somebody has read, and is done with it.
    func noteRead() { reads.wrappingAdd(1, ordering: .releasing) }

    private func walk(from start: UnsafeRawPointer, bytes: Int, _ body: (SampleRecord) -> Bool) {
        var seen = 0
        var next = start
        while seen < bytes {
            let record = SampleRecord(pointer: next)
            seen += record.size
            if record.kind == .end {
                next = record.nextChunk + SampleArena.Chunk.headerSize
                continue
            }
            if !body(record) { return }
            next += record.size
        }
    }
}
