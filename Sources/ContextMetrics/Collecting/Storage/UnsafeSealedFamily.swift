// Invariant: `record` points into `buffer`, which this keeps alive and which is not reset while anyone but its collector refers to it.

/// A family as a run left it: complete, and not written to any more.
///
/// What encoders read.
struct SealedFamily: @unchecked Sendable {
    /// Keeps the samples alive.
    let buffer: SampleBuffer
    /// The one that its samples were written with, or one that stands for it.
    var descriptor: FamilyDescriptor
    let sampleCount: Int
    let record: UnsafeRawPointer
    /// More bytes than its text has in any format.
    private(set) var mostBytes: Int
    /// The samples, by their place, that are not exposed: duplicates of an earlier registration's.
    var hidden: Set<Int> = []

    /// About the fewest bytes that its text has: one line for each sample, with no label value and one digit.
    var leastBytes: Int { descriptor.leastLineBytes.clampedProduct(sampleCount) }

    /// The same samples as those of another family, which has as many labels.
    func shown(as descriptor: FamilyDescriptor) -> SealedFamily {
        var family = self
        family.descriptor = descriptor
        // It has no more lines than that.
        let lines = mostBytes / max(1, self.descriptor.mostLineBytes)
        let longer = max(0, descriptor.mostLineBytes - self.descriptor.mostLineBytes)
        family.mostBytes = mostBytes.clampedSum(longer.clampedProduct(lines)).clampedSum(descriptor.mostMetadataBytes)
        return family
    }

    /// Visits the samples that are exposed, in the order in which they were written.
    func forEachSample(_ body: (SampleRecord) -> Void) {
        var cursor = SampleCursor(self)
        while let sample = cursor.next() { body(sample) }
    }
}
