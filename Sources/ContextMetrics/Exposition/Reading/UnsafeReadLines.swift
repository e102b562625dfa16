// Invariant: a value lent to a visitor holds a pointer into a line that is there until the visitor's call returns, and a sample one to its
// places, which the reader keeps. The value can't be copied and is lent, never given, so it doesn't outlive the call. Places in it lie within
// the line. The pointers are taken out of the calls that lend them: the line's span and the places are arguments of `lend`, so they stay until
// that returns.

/// A line of metadata or a comment, lent to an ``ExpositionVisitor``.
public struct ReadMetadata: ~Copyable {
    /// What a line is about.
    public enum Kind: Hashable, Sendable {
        case help, unit
        case type(ReadFamilyType)
        /// A line of text format that says nothing to a reader.
        case comment
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    let place: MetadataLine
    /// A number for each family, in the order of their first lines; of the one before for a comment.
    let familyNumber: Int
    /// The number of the line, from 1 on.
    public let line: Int
    /// What it is about.
    public let kind: Kind

    /// The name of the family, empty for a comment.
    public var family: String { withLine { place.name.string(of: $0) } }
    /// The help or the unit without escapes, or the comment as it stands there; for a type, the word.
    public var text: String { withLine { place.text.string(of: $0) } }

    func withLine<Result, Failure>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(Span(_unsafeElements: bytes))
    }

    /// Lends a line to a visitor.
    ///
    /// What is lent has a name: the optimizer of Swift 6.3.1 crashes over a value that can't be copied and has none. Nor is this inlined.
    @inline(never)
    static func lend(
        _ line: Span<UInt8>, _ place: MetadataLine, family: Int, number: Int, to visitor: inout some ExpositionVisitor
    ) {
        let kind: Kind =
            switch place.kind {
            case .help: .help
            case .unit: .unit
            case .type(let type): .type(type)
            case .comment, .end: .comment
            }
        let metadata = ReadMetadata(bytes: line.lent, place: place, familyNumber: family, line: number, kind: kind)
        visitor.visit(metadata)
    }
}

/// A line with a sample, lent to an ``ExpositionVisitor``.
public struct ReadSample: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let places: UnsafePointer<SampleLine>
    let identity: SampleIdentity
    /// A number for each family, in the order of their first lines.
    let familyNumber: Int
    /// The number of the line, from 1 on.
    public let line: Int
    /// The type of its family: what metadata said before it.
    public let type: ReadFamilyType

    /// Its parts, as places in the line.
    ///
    /// A copy: what is asked for often is read where it is.
    var place: SampleLine { places.pointee }
    /// The value.
    public var value: Double { places.pointee.value }
    /// In seconds since 1970, `nil` where the line has none.
    public var timestamp: Double? { places.pointee.timestamp }
    /// How many labels it has.
    public var labelCount: Int { places.pointee.braces.labels.count }

    /// The name, with its suffix.
    public var name: String { withLine { places.pointee.name.string(of: $0) } }
    /// The name of its family: without the suffix that the family's type has for it.
    public var family: String { withFamily { $0.string } }
    /// The value as it is spelled: a counter of more than 2^53 may have more digits than a `Double`.
    public var valueText: String { withLine { places.pointee.valueText.string(of: $0) } }

    /// The value of a label, `nil` where there is none of that name.
    ///
    /// Linear in the labels; only the value that is asked for becomes a `String`.
    public subscript(label name: String) -> String? {
        withLine { line in
            let name = name.utf8Span.span
            for label in places.pointee.braces.labels where label.name.withBytes(of: line, { $0.hasBytes(of: name) }) {
                return label.value.string(of: line)
            }
            return nil
        }
    }

    /// All labels, by their names.
    public var labels: Labels { withLine { places.pointee.braces.all(of: $0) } }

    /// Has `body` look at the bytes of each label, in the order of the line, without escapes.
    public func forEachLabel(_ body: (_ name: Span<UInt8>, _ value: Span<UInt8>) -> Void) {
        withLine { line in
            for label in places.pointee.braces.labels {
                label.name.withBytes(of: line) { name in label.value.withBytes(of: line) { body(name, $0) } }
            }
        }
    }

    /// Its exemplar, `nil` where the line has none.
    public var exemplar: Exemplar? {
        let place = place
        if !place.hasExemplar { return nil }
        return withLine { line in
            Exemplar(unchecked: place.exemplarValue, labels: place.exemplar.all(of: line), at: place.exemplarTimestamp)
        }
    }

    func withLine<Result, Failure>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(Span(_unsafeElements: bytes))
    }

    func withFamily<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        withLine { line in
            places.pointee.name.withBytes(of: line) { name in
                body(name.extracting(..<max(0, name.count - identity.role.suffix.utf8CodeUnitCount)))
            }
        }
    }

    /// Lends a line to a visitor.
    ///
    /// What is lent has a name: the optimizer of Swift 6.3.1 crashes over a value that can't be copied and has none. Nor is this inlined.
    @inline(never)
    static func lend(
        _ line: Span<UInt8>, _ places: inout SampleLine, _ identity: SampleIdentity, type: ReadFamilyType, family: Int, number: Int,
        to visitor: inout some ExpositionVisitor
    ) {
        withUnsafePointer(to: &places) { places in
            let sample = ReadSample(bytes: line.lent, places: places, identity: identity, familyNumber: family, line: number, type: type)
            visitor.visit(sample)
        }
    }
}

extension SampleLine.Braces {
    fileprivate func all(of line: Span<UInt8>) -> Labels {
        Labels(unchecked: labels.map { (name: $0.name.string(of: line), value: $0.value.string(of: line)) })
    }
}

extension Span<UInt8> {
    /// Where the bytes are, for as long as the span is there.
    @inline(__always)
    fileprivate var lent: UnsafeBufferPointer<UInt8> { withUnsafeBufferPointer { $0 } }
}
