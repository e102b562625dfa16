/// Reads the lines of OpenMetrics 1.0, and remembers what it has to of those before.
///
/// Source: OpenMetrics 1.0.
struct OpenMetricsLineReader: Sendable {
    private var sample = SampleLine()
    private var identity = SampleIdentity()
    /// The line `# EOF` was read.
    private(set) var hasEnded = false
    /// How many families there were, with the one that is being read.
    private(set) var familyNumber = 0
    private var family: OpenMetricsFamily?
    private var book: FamilyBook
    /// The metrics of the family, as fingerprints of their labels.
    private var metrics = FingerprintTable()
    private let mostMetrics: Int
    private let key = FingerprintKey()

    init(_ limits: ExpositionParser.Limits) {
        book = FamilyBook(limit: limits.families)
        mostMetrics = limits.series
    }

    /// The type of the family that is being read.
    var familyType: ReadFamilyType { family?.type ?? .unknown }

    mutating func metadata(_ line: Span<UInt8>, number: Int) throws(LineProblem) -> MetadataLine {
        let metadata = try MetadataLine(openMetrics: line)
        if case .end = metadata.kind {
            try endFamily()
            hasEnded = true
            return metadata
        }
        let name = metadata.name.withBytes(of: line) { $0.array }
        if family?.name != name { try begin(name, number) }
        try family?.take(metadata, of: line)
        return metadata
    }

    /// Reads a line, to be lent then.
    @inline(__always)
    mutating func readSample(_ line: Span<UInt8>, number: Int) throws(LineProblem) {
        try sample.read(line, from: 0, as: .openMetrics)
        var role = SampleRole.bare
        if let known = sample.name.withBytes(of: line, { family?.role(of: $0) }) {
            role = known
        } else {
            try begin(sample.name.withBytes(of: line) { $0.array }, number)
        }
        identity = SampleIdentity(
            sample.braces.labels.span, of: line, role: role, type: family?.type, familyName: family?.name ?? [], key: key)
        try family?.take(sample.facts, identity, of: line, number: number, metrics: &metrics, limit: mostMetrics)
    }

    /// Lends the sample that was read from this line.
    @inline(__always)
    mutating func lendSample(_ line: Span<UInt8>, number: Int, to visitor: inout some ExpositionVisitor) {
        let (type, family) = (familyType, familyNumber)
        ReadSample.lend(line, &sample, identity, type: type, family: family, number: number, to: &visitor)
    }

    /// - Throws: What the last family lacks, or that `# EOF` is missing.
    mutating func end() throws(LineProblem) {
        if !hasEnded { throw LineProblem(0, .endMark) }
    }

    private mutating func begin(_ name: [UInt8], _ number: Int) throws(LineProblem) {
        try endFamily()
        family = OpenMetricsFamily(name: name, line: number)
        familyNumber += 1
        metrics.removeAll()
    }

    private mutating func endFamily() throws(LineProblem) {
        guard let family else { return }
        try family.end()
        let roles = [SampleRole.bare] + family.type.roles(.openMetrics).filter { $0 != .bare }
        let names = roles.map { role in
            var name = family.name
            role.suffix.withUTF8Buffer { name.append(contentsOf: $0) }
            return key.fingerprint(name.span)
        }
        if !(try book.claim(names)) { throw LineProblem(line: family.line, found: family.name, .otherFamilyName) }
    }
}
