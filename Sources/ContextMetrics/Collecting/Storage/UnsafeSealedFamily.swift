// Invariant: `record` points into `buffer`, which this keeps alive and which is not reset while anyone but its collector refers to it.

/// A family as a run left it: complete, and not written to any more.
///
/// What encoders read.
struct SealedFamily: @unchecked Sendable {
    /// Keeps the samples alive.
    let buffer: SampleBuffer
    let descriptor: FamilyDescriptor
    let sampleCount: Int
    let record: UnsafeRawPointer
    /// The samples, by their place, that are not exposed: duplicates of an earlier registration's.
    var hidden: Set<Int> = []

    /// Visits the samples that are exposed, in the order in which they were written.
    func forEachSample(_ body: (SampleRecord) -> Void) {
        if hidden.isEmpty { return buffer.forEachSample(after: record, count: sampleCount, body) }
        var place = 0
        buffer.forEachSample(after: record, count: sampleCount) { sample in
            if !hidden.contains(place) { body(sample) }
            place += 1
        }
    }
}
