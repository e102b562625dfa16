/// Reads the lines of text format, 0.0.4 and 1.0.0, and remembers what it has to of those before.
///
/// Source: Prometheus, "Exposition formats", "Text-based format".
struct TextLineReader: Sendable {
    private struct Family: Sendable {
        var name: [UInt8] = []
        var number = -1
        var type: ReadFamilyType?
        var roles = SampleRoles([])
        var hasSamples = false
    }

    private var sample = SampleLine()
    private var identity = SampleIdentity()
    private var family = Family()
    private var book: FamilyBook
    private let key = FingerprintKey()
    private let identifies: Bool

    /// - Parameters:
    ///   - limits: On what is remembered.
    ///   - identifies: Whether samples get fingerprints, which this format doesn't need.
    init(_ limits: ExpositionParser.Limits, identifies: Bool) {
        book = FamilyBook(limit: limits.families)
        self.identifies = identifies
    }

    /// The number and the type of the family that was read last.
    var familyNumber: Int { family.number }
    var familyType: ReadFamilyType { family.type ?? .unknown }

    // MARK: Metadata

    mutating func metadata(_ line: Span<UInt8>, from start: Int) throws(LineProblem) -> MetadataLine {
        let metadata = try MetadataLine(text: line, from: start)
        if case .comment = metadata.kind { return metadata }
        let name = metadata.name.withBytes(of: line) { $0.array }
        let number = try book.number(of: key.fingerprint(name.span))
        let entry = book.entries[number]
        switch metadata.kind {
        case .help:
            if entry.hasHelp { throw LineProblem(start, .firstMetadata) }
            book.update(number) { $0.hasHelp = true }
        case .type(let type):
            if entry.type != nil { throw LineProblem(start, .firstMetadata) }
            if entry.hasSamples { throw LineProblem(metadata.name.start, .metadataBeforeSamples) }
            book.update(number) { $0.type = type }
        case .unit, .comment, .end: break
        }
        open(name, number)
        return metadata
    }

    private mutating func open(_ name: [UInt8], _ number: Int) {
        let type = book.entries[number].type
        family = Family(name: name, number: number, type: type, roles: SampleRoles(type.roles(.text)))
    }

    // MARK: Samples

    /// Reads a line, to be lent then.
    @inline(__always)
    mutating func readSample(_ line: Span<UInt8>, from start: Int) throws(LineProblem) {
        try sample.read(line, from: start, as: .text)
        let role: SampleRole
        if !sample.name.isEscaped, let known = self.role(of: line.extracting(sample.name.start..<sample.name.end)) {
            role = known
            if !family.hasSamples { noteSamples() }
        } else {
            role = try resolve(sample.name.withBytes(of: line) { $0.array })
        }
        if identifies {
            identity = SampleIdentity(sample.braces.labels.span, of: line, role: role, type: family.type, familyName: family.name, key: key)
        } else {
            identity = SampleIdentity()
            identity.role = role
            identity.distinction = sample.distinction(role, family.type, line)
        }
        // A bound that is missing doesn't keep others from reading the line; one that is no number does.
        guard let distinction = identity.distinction else { return }
        guard distinction.value.number(in: line) != nil else {
            throw LineProblem(distinction.value.start, role == .bucket ? .bucketBound : .quantile)
        }
    }

    /// Lends the sample that was read from this line.
    @inline(__always)
    mutating func lendSample(_ line: Span<UInt8>, number: Int, to visitor: inout some ExpositionVisitor) {
        let (type, family) = (familyType, familyNumber)
        ReadSample.lend(line, &sample, identity, type: type, family: family, number: number, to: &visitor)
    }

    /// What the sample is to the family that was read last, `nil` when it is of another.
    @inline(__always)
    private func role(of name: Span<UInt8>) -> SampleRole? {
        guard family.number >= 0, name.starts(with: family.name.span), let role = SampleRole(name.extracting(family.name.count...)),
            family.roles.contains(role)
        else { return nil }
        return role
    }

    /// Finds the family of a sample, or begins one.
    private mutating func resolve(_ name: [UInt8]) throws(LineProblem) -> SampleRole {
        var (role, familyName) = (SampleRole.bare, name)
        if book.entry(of: key.fingerprint(name.span)) == nil {
            for suffixed in [SampleRole.bucket, .sum, .count] {
                let suffix = suffixed.suffix.utf8CodeUnitCount
                guard name.count > suffix, name.span.extracting((name.count - suffix)...).spells(suffixed.suffix) else { continue }
                let rest = Array(name.dropLast(suffix))
                guard let type = book.entry(of: key.fingerprint(rest.span))?.entry.type,
                    Optional(type).roles(.text).contains(suffixed)
                else { continue }
                (role, familyName) = (suffixed, rest)
            }
        }
        open(familyName, try book.number(of: key.fingerprint(familyName.span)))
        noteSamples()
        return role
    }

    private mutating func noteSamples() {
        family.hasSamples = true
        book.update(family.number) { $0.hasSamples = true }
    }
}

extension SampleLine {
    /// The label that tells the samples of a metric apart.
    @inline(__always)
    fileprivate func distinction(_ role: SampleRole, _ type: ReadFamilyType?, _ line: Span<UInt8>) -> Label? {
        guard let name = Label.distinction(role, type) else { return nil }
        return braces.labels.first { $0.name.spells(name, in: line) }
    }
}
