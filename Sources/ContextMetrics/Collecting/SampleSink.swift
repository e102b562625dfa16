/// Where a collector puts its families.
///
/// It can't be copied, kept, or handed to another task, so nothing can be written after the run has ended. A family is
/// visible only when its closure has returned: a closure that throws or is cut off by the deadline leaves nothing of it.
public struct SampleSink: ~Copyable {
    private let buffer: SampleBuffer
    /// In a pedantic registry, the names of the families that the collector describes.
    private let described: Set<MetricName>?

    init(buffer: SampleBuffer, described: Set<MetricName>? = nil) {
        self.buffer = buffer
        self.described = described
    }

    /// Writes a family.
    ///
    /// - Parameters:
    ///   - descriptor: What the family is. An invalid one makes its samples count as dropped.
    ///   - body: Writes the samples. What it throws is passed on, and the family is forgotten.
    @inlinable
    public mutating func family<Kind>(
        _ descriptor: Descriptor<Kind>, _ body: (inout FamilyWriter<Kind>) throws -> Void
    ) rethrows {
        var writer = FamilyWriter<Kind>(begin(descriptor.family))
        do { try body(&writer) } catch {
            abort(writer.writing)
            throw error
        }
        commit(writer.writing)
    }

    /// Writes a family whose samples have to be waited for.
    ///
    /// Cut off by the deadline while it waits, nothing of the family is exposed.
    @inlinable
    public nonisolated(nonsending) mutating func family<Kind>(
        _ descriptor: Descriptor<Kind>,
        _ body: nonisolated(nonsending) (inout FamilyWriter<Kind>) async throws -> Void
    ) async rethrows {
        var writer = FamilyWriter<Kind>(begin(descriptor.family))
        do { try await body(&writer) } catch {
            abort(writer.writing)
            throw error
        }
        commit(writer.writing)
    }

    /// Writes a family of one sample without labels.
    @inlinable
    public mutating func sample<Kind: NumericKind>(_ descriptor: Descriptor<Kind>, value: Double) {
        family(descriptor) { $0.sample(value: value) }
    }

    /// Writes a family of one sample without labels, and when that was measured, in seconds since 1970.
    @inlinable
    public mutating func sample<Kind: NumericKind>(_ descriptor: Descriptor<Kind>, value: Double, at timestamp: Double?) {
        family(descriptor) { $0.sample(value: value, at: timestamp) }
    }

    /// Writes a counter without labels, and its exemplar.
    @inlinable
    public mutating func sample(_ descriptor: CounterDescriptor, value: Double, exemplar: Exemplar?, at timestamp: Double? = nil) {
        family(descriptor) { $0.sample(value: value, exemplar: exemplar, at: timestamp) }
    }

    // The generic part above is inlined into the caller, and specialised there; this is not.

    @usableFromInline func begin(_ family: FamilyDescriptor) -> FamilyWriting {
        let refusal: DropReason? =
            if family.problem != nil {
                .invalidDescriptor
            } else if let described, !described.contains(family.name) {
                .undescribed
            } else {
                nil
            }
        if refusal == nil { buffer.openFamily(family) }
        return FamilyWriting(buffer: buffer, family: family, refusal: refusal)
    }

    @usableFromInline func commit(_ writing: FamilyWriting) {
        if writing.refusal == nil { buffer.commitFamily() }
    }

    @usableFromInline func abort(_ writing: FamilyWriting) {
        if writing.refusal == nil { buffer.abortFamily() }
    }
}
