/// Where a collector puts its families.
///
/// It can't be copied, kept, or handed to another task, so nothing can be written after the run has ended. A family is
/// visible only when its closure has returned: a closure that throws or is cut off by the deadline leaves nothing of it.
public struct SampleSink: ~Copyable {
    private let buffer: SampleBuffer
    /// What the registry or the collector's policy asks for; `nil` where that is nothing.
    private let rules: SinkRules?

    init(buffer: SampleBuffer, rules: SinkRules? = nil) {
        self.buffer = buffer
        self.rules = rules
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
        if let rules { return begin(family, rules) }
        let mode: FamilyWriting.Mode = family.problem == nil ? .plain : .refused(.invalidDescriptor)
        if mode == .plain { buffer.openFamily(family) }
        return FamilyWriting(buffer: buffer, family: family, mode: mode)
    }

    private func begin(_ given: FamilyDescriptor, _ rules: SinkRules) -> FamilyWriting {
        let family = rules.family(for: given)
        let mode: FamilyWriting.Mode =
            if family.problem != nil {
                .refused(.invalidDescriptor)
            } else if !rules.allows(given) {
                .refused(.undescribed)
            } else {
                rules.rewriting == nil ? .plain : .rewritten
            }
        if case .refused = mode {} else { buffer.openFamily(family) }
        return FamilyWriting(buffer: buffer, family: family, mode: mode, rules: rules)
    }

    @usableFromInline func commit(_ writing: FamilyWriting) {
        if writing.isOpen { buffer.commitFamily() }
        writing.end()
    }

    @usableFromInline func abort(_ writing: FamilyWriting) {
        if writing.isOpen { buffer.abortFamily() }
        writing.end()
    }
}
