/// The family that is being read, in OpenMetrics, and what may come next in it.
struct OpenMetricsFamily: Sendable {
    let name: [UInt8]
    /// Where it begins.
    let line: Int
    private(set) var type: ReadFamilyType?
    private(set) var roles = SampleRoles(ReadFamilyType?.none.roles(.openMetrics))
    private(set) var unit: [UInt8]?
    private(set) var hasHelp = false
    private(set) var hasSamples = false

    private var metric: Fingerprint?
    private var timestamp: Double?
    private var histogram = HistogramRules()
    private var lastLine = 0

    init(name: [UInt8], line: Int) {
        self.name = name
        self.line = line
    }

    // MARK: Metadata

    mutating func take(_ metadata: MetadataLine, of line: Span<UInt8>) throws(LineProblem) {
        if hasSamples { throw LineProblem(metadata.name.start, .metadataBeforeSamples) }
        switch metadata.kind {
        case .help:
            if hasHelp { throw LineProblem(0, .firstMetadata) }
            hasHelp = true
        case .type(let type):
            if self.type != nil { throw LineProblem(0, .firstMetadata) }
            self.type = type
            roles = SampleRoles(self.type.roles(.openMetrics))
        case .unit:
            if unit != nil { throw LineProblem(0, .firstMetadata) }
            unit = line.extracting(metadata.text.start..<metadata.text.end).array
        case .comment, .end: break
        }
    }

    // MARK: Samples

    /// The role of a sample with this name, `nil` when it isn't of this family.
    @inline(__always)
    func role(of name: Span<UInt8>) -> SampleRole? {
        guard name.starts(with: self.name.span), let role = SampleRole(name.extracting(self.name.count...)), roles.contains(role)
        else { return nil }
        return role
    }

    /// Takes a sample of this family; `metrics` are those that it had so far.
    @inline(__always)
    mutating func take(
        _ sample: SampleLine.Facts, _ identity: SampleIdentity, of line: Span<UInt8>, number: Int,
        metrics: inout FingerprintTable, limit: Int
    ) throws(LineProblem) {
        let bound = try checkDistinction(sample, identity, line)
        try checkValue(sample, identity.role)
        if sample.hasExemplar, !(identity.role == .total || identity.role == .bucket) {
            throw LineProblem(sample.exemplarStart, .exemplarOfCounterOrBucket)
        }
        // Infos can't be told apart: all their labels are facts.
        let next = type == .info ? Fingerprint() : identity.metric
        let isSame = metric == next
        if isSame {
            try checkTimestamps(sample)
        } else {
            if metrics.insert(next, number) != nil { throw LineProblem(0, .samplesInOneGroup) }
            if metrics.count > limit { throw LineProblem(0, .fewerSeries) }
        }
        if type == .histogram || type == .gaugeHistogram {
            if !isSame || timestamp != sample.timestamp {
                try endHistogram()
                histogram = HistogramRules()
            }
            if let broken = histogram.take(identity.role, bound: bound, value: sample.value) {
                throw LineProblem(broken == .higherCount ? sample.valueStart : 0, broken)
            }
        }
        metric = next
        timestamp = sample.timestamp
        hasSamples = true
        lastLine = number
    }

    private func checkTimestamps(_ sample: SampleLine.Facts) throws(LineProblem) {
        guard let timestamp, let next = sample.timestamp else {
            if timestamp == nil, sample.timestamp == nil { return }
            throw LineProblem(sample.timestamp == nil ? sample.valueEnd : sample.timestampStart, .sameTimestamps)
        }
        if next < timestamp, type != .info { throw LineProblem(sample.timestampStart, .laterTimestamp) }
    }

    /// Answers the bound of a bucket.
    @inline(__always)
    private func checkDistinction(
        _ sample: SampleLine.Facts, _ identity: SampleIdentity, _ line: Span<UInt8>
    ) throws(LineProblem) -> Double {
        switch (type, identity.role) {
        case (.histogram, .bucket), (.gaugeHistogram, .bucket):
            return try identity.bucketBound(of: line, nameEnd: sample.nameEnd, .openMetrics)
        case (.summary, .bare): return try identity.quantile(of: line, nameEnd: sample.nameEnd)
        case (.stateSet, _):
            if identity.distinction == nil { throw LineProblem(sample.nameEnd, .stateLabel) }
            return 0
        default: return 0
        }
    }

    @inline(__always)
    private func checkValue(_ sample: SampleLine.Facts, _ role: SampleRole) throws(LineProblem) {
        let (value, place) = (sample.value, sample.valueStart)
        switch role {
        case .total, .sum:
            if value.isNaN { throw LineProblem(place, .number) }
            if value < 0 { throw LineProblem(place, .notNegative) }
        case .bucket, .count, .gaugeCount:
            if value.rounded() != value || value.isInfinite { throw LineProblem(place, .integer) }
            if value < 0 { throw LineProblem(place, .notNegative) }
        case .gaugeSum: if value.isNaN { throw LineProblem(place, .number) }
        case .info: if value != 1 { throw LineProblem(place, .infoValue) }
        case .bare:
            if type == .stateSet, value != 0, value != 1 { throw LineProblem(place, .state) }
            if type == .summary, value < 0 { throw LineProblem(place, .notNegative) }
        case .created: break
        }
    }

    // MARK: The end

    private func endHistogram() throws(LineProblem) {
        if hasSamples, let broken = histogram.broken { throw LineProblem(line: lastLine, found: name, broken) }
    }

    /// What can be said only when no more comes.
    func end() throws(LineProblem) {
        if type == .histogram || type == .gaugeHistogram { try endHistogram() }
        guard let unit, !unit.isEmpty else { return }
        if type == .info || type == .stateSet { throw LineProblem(line: line, found: name, .noUnit) }
        if name.count <= unit.count || !name.elementsEqual(name.dropLast(unit.count + 1) + [UInt8(ascii: "_")] + unit) {
            throw LineProblem(line: line, found: name, .unitInName)
        }
    }
}

extension SampleIdentity {
    /// The number in the label `le`.
    @inline(__always)
    func bucketBound(of line: Span<UInt8>, nameEnd: Int, _ grammar: ExpositionParser.Grammar) throws(LineProblem) -> Double {
        guard let distinction else { throw LineProblem(nameEnd, .bucketBound) }
        guard let bound = distinction.value.number(in: line), !bound.isNaN else { throw LineProblem(distinction.value.start, .bucketBound) }
        if bound == .infinity, grammar == .openMetrics, !distinction.value.spells("+Inf", in: line) {
            throw LineProblem(distinction.value.start, .bucketBound)
        }
        return bound
    }

    /// The number in the label `quantile`.
    func quantile(of line: Span<UInt8>, nameEnd: Int) throws(LineProblem) -> Double {
        guard let distinction else { throw LineProblem(nameEnd, .quantile) }
        guard let quantile = distinction.value.number(in: line), quantile >= 0, quantile <= 1 else {
            throw LineProblem(distinction.value.start, .quantile)
        }
        return quantile
    }
}

extension SampleLine.Text {
    @inline(__always)
    func number(in line: Span<UInt8>) -> Double? {
        isEscaped ? nil : Double(decimal: line, from: start, to: end)
    }
}
