// Invariants.
// - The bytes that a slot points to belong to sample records whose buffer the caller keeps alive until the next `removeAll`.
// - There are more slots than series: each search ends at a free one.

/// The label values that a family has had so far, for finding series that stand there twice.
struct SeriesSet {
    private struct Slot {
        let hash: UInt64
        let bytes: UnsafeRawBufferPointer
        /// A slot of an earlier family is free.
        let round: UInt64
    }

    private let hash = LabelHash()
    private var slots: [Slot] = []
    private var round: UInt64 = 0

    /// Begins anew, with room for so many series.
    ///
    /// Constant time unless the room has to grow.
    mutating func removeAll(capacity: Int) {
        round += 1
        var size = max(slots.count, 16)
        while size < 2 * capacity { size *= 2 }
        if size > slots.count {
            slots = Array(repeating: Slot(hash: 0, bytes: UnsafeRawBufferPointer(start: nil, count: 0), round: 0), count: size)
        }
    }

    /// False when there was one with these label values.
    mutating func insert(_ sample: SampleRecord) -> Bool { sample.withLabelBytes { insert($0) } }

    private mutating func insert(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let hash = hash(bytes)
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].round == round {
            let slot = slots[index]
            if slot.hash == hash, slot.bytes.count == bytes.count, slot.bytes.elementsEqual(bytes) { return false }
            index = (index + 1) & mask
        }
        slots[index] = Slot(hash: hash, bytes: bytes, round: round)
        return true
    }
}
