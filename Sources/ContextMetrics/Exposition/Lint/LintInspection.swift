/// What is remembered of the lines that were read, and what was found in them.
struct LintInspection: ExpositionVisitor, Sendable {
    private let grammar: ExpositionParser.Grammar
    private let mostSeries: Int
    private(set) var findings: [ExpositionLint.Finding] = []
    /// What is told once for a family, by rule and detail.
    private var told: Set<String> = []

    private var family = LintFamily(number: -1, name: "", type: .unknown)
    /// Families that had samples, and those that have help.
    private var begun: Set<Int> = []
    private var helped: Set<Int> = []
    /// Families with samples for which no help has come.
    private var helpless: [Int: (name: String, line: Int)] = [:]
    /// The families of sample names, and the lines of series.
    private var names = FingerprintTable()
    private var series = FingerprintTable()
    private let key = FingerprintKey()

    init(_ grammar: ExpositionParser.Grammar, mostSeries: Int) {
        self.grammar = grammar
        self.mostSeries = mostSeries
    }

    // MARK: Lines

    mutating func visit(_ metadata: borrowing ReadMetadata) {
        guard metadata.kind == .help else { return }
        let (name, number) = (metadata.family, metadata.familyNumber)
        // A help that says nothing is none.
        if metadata.text.isEmpty { return }
        helped.insert(number)
        helpless[number] = nil
        if begun.contains(number) {
            find(.lateMetadata, metadata.line, 1, name, "has help behind its samples, where some readers refuse it: write it first")
        }
        if grammar == .openMetrics, metadata.hasOddEscape {
            find(.escape, metadata.line, 1, name, "has a backslash in its help that escapes nothing: write two")
        }
    }

    mutating func visit(_ sample: borrowing ReadSample) {
        if sample.familyNumber != family.number { begin(sample) }
        if family.roles.insert(sample.identity.role).inserted { checkName(sample) }
        checkLabels(sample)
        checkSeries(sample)
        checkValue(sample)
        if let problem = family.take(sample, grammar) { find(.buckets, sample.line, 1, family.name, problem) }
        if grammar == .openMetrics { checkOpenMetrics(sample) }
    }

    mutating func visitEnd() {
        endFamily()
        for (name, line) in helpless.values.sorted(by: { $0.line < $1.line }) {
            find(.noHelp, line, 1, name, "has no help: say in a sentence what it is")
        }
    }

    // MARK: Families

    private mutating func begin(_ sample: borrowing ReadSample) {
        endFamily()
        let number = sample.familyNumber
        family = LintFamily(number: number, name: sample.family, type: sample.type)
        if !begun.insert(number).inserted {
            find(.interleavedFamily, sample.line, 1, family.name, "goes on after another family: write its samples in one piece")
            return
        }
        if !helped.contains(number) { helpless[number] = (family.name, sample.line) }
        for (rule, message) in NameLint.findings(family.name, family.type, grammar) { find(rule, sample.line, 1, family.name, message) }
        // OpenMetrics' parser has seen that no family comes again.
        if grammar == .openMetrics { series.removeAll() }
    }

    private mutating func endFamily() {
        for (line, message) in family.unfinished(grammar) { find(.buckets, line, 1, family.name, message) }
    }

    private mutating func checkName(_ sample: borrowing ReadSample) {
        let name = sample.withLine { line in sample.place.name.withBytes(of: line) { key.fingerprint($0) } }
        if let other = names.insert(name, family.number), other != family.number {
            find(.nameCollision, sample.line, 1, family.name, "has samples named as those of another family: rename one of them")
        }
        if family.type == .histogram, sample.identity.role == .bare {
            find(.foreignSample, sample.line, 1, family.name, "is a histogram and has a sample without _bucket, _sum or _count: remove it")
        }
    }

    // MARK: Samples

    private mutating func checkLabels(_ sample: borrowing ReadSample) {
        for label in sample.place.braces.labels {
            let isDistinction = label.name.start == sample.identity.distinction?.name.start
            guard let rule = sample.withLine({ NameLint.rule(label, of: $0, isDistinction: isDistinction) }) else { continue }
            let name = sample.withLine { label.name.string(of: $0) }
            let message =
                switch rule {
                case .camelCase: "has the label \(name.debugDescription) in camel case: use underscores"
                case .underscoreLabel: "has the label \(name.debugDescription), and an underscore begins reserved names: rename it"
                default: "has the label \(name.debugDescription), which only \(name == "le" ? "buckets" : "quantiles") have: rename it"
                }
            findOnce(rule, sample.line, label.name.start + 1, name, message)
        }
    }

    private mutating func checkSeries(_ sample: borrowing ReadSample) {
        if series.count >= mostSeries {
            findOnce(.limit, sample.line, 1, "", "has more series than are remembered: duplicates of these are not found")
            return
        }
        var identity = sample.identity.labels
        // A series is a name and labels; names differ by family and role.
        identity.low &+= UInt64(truncatingIfNeeded: family.number) << 4 | UInt64(sample.identity.role.rawValue)
        if grammar == .openMetrics, let timestamp = sample.timestamp { identity.high &+= timestamp.bitPattern | 1 }
        if let line = series.insert(identity, sample.line) {
            find(.duplicateSeries, sample.line, 1, family.name, "has this series in line \(line) already: scrapers keep one of them")
        }
    }

    private mutating func checkValue(_ sample: borrowing ReadSample) {
        guard let message = family.problem(of: sample.value, sample.identity.role) else { return }
        find(.value, sample.line, sample.place.valueText.start + 1, family.name, message)
    }

    private mutating func checkOpenMetrics(_ sample: borrowing ReadSample) {
        let place = sample.place
        if sample.identity.role == .created, family.createdFirst(sample) {
            find(
                .createdFirst, sample.line, 1, family.name,
                "has _created before its samples, where Prometheus doesn't look: write it last")
        }
        if let timestamp = sample.timestamp, abs(timestamp) > 1e11 {
            findOnce(.timestampUnit, sample.line, place.timestampStart + 1, "", "has a timestamp in thousands of years: write seconds")
        }
        let isUncanonical = sample.withLine { line in
            sample.identity.distinction.map { $0.isBoundUncanonical(in: line, family.type) } ?? false
        }
        if isUncanonical, let distinction = sample.identity.distinction {
            findOnce(
                .uncanonicalBound, sample.line, distinction.value.start + 1, "",
                "has a bound in another form than others write: write it as in 1.0, 0.25 or 1e+06")
        }
        if let bound = family.lastBound, place.hasExemplar, !family.holds(place.exemplarValue, bound) {
            find(
                .exemplarOutsideBucket, sample.line, place.exemplarStart + 1, family.name,
                "has an exemplar of \(place.exemplarValue) in a bucket that doesn't count it: it belongs to another")
        }
        if sample.withLine({ line in place.braces.labels.contains { $0.value.hasOddEscape(in: line) } }) {
            findOnce(.escape, sample.line, 1, "", "has a backslash in a label that escapes nothing: write two")
        }
    }

    // MARK: Findings

    private mutating func find(_ rule: ExpositionLint.Rule, _ line: Int, _ column: Int, _ family: String, _ message: String) {
        if findings.count >= ExpositionLint.mostFindings { return }
        findings.append(ExpositionLint.Finding(rule: rule, line: line, column: column, family: family, message: message))
    }

    private mutating func findOnce(_ rule: ExpositionLint.Rule, _ line: Int, _ column: Int, _ detail: String, _ message: String) {
        if findings.count >= ExpositionLint.mostFindings { return }
        if told.insert("\(rule.rawValue) \(family.number) \(detail)").inserted { find(rule, line, column, family.name, message) }
    }
}
