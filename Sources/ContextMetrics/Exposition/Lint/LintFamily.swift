/// The family whose samples are being looked at.
struct LintFamily: Sendable {
    private struct Histogram: Sendable {
        var rules = HistogramRules()
        var line: Int
        /// One finding is enough.
        var isBroken = false
    }

    let number: Int
    let name: String
    let type: ReadFamilyType
    var roles: Set<SampleRole> = []
    /// The bucket of the last sample: above the one, up to the other; `nil` when it was none.
    private(set) var lastBound: (lower: Double, upper: Double)?

    /// The histograms by their labels: in text format their lines may stand apart.
    private var histograms: [Histogram] = []
    private var places = FingerprintTable()
    private var metric: Fingerprint?
    private var hasValue = false

    init(number: Int, name: String, type: ReadFamilyType) {
        self.number = number
        self.name = name
        self.type = type
    }

    // MARK: Histograms

    /// Takes the next sample of a histogram; answers what is wrong with it.
    mutating func take(_ sample: borrowing ReadSample, _ grammar: ExpositionParser.Grammar) -> String? {
        let previous = metric == sample.identity.metric ? lastBound : nil
        if metric != sample.identity.metric { hasValue = false }
        metric = sample.identity.metric
        if sample.identity.role != .created { hasValue = true }
        lastBound = nil
        guard type == .histogram || type == .gaugeHistogram else { return nil }
        var bound = 0.0
        if sample.identity.role == .bucket {
            let number = sample.withLine { line in sample.identity.distinction?.value.number(in: line) }
            guard let number, !number.isNaN else { return "has a bucket without a bound: it needs a label le with a number" }
            bound = number
            lastBound = (lower: previous?.upper ?? -.infinity, upper: bound)
        }
        // What comes is checked by OpenMetrics' parser already.
        if grammar == .openMetrics { return nil }
        if sample.identity.role == .bucket || sample.identity.role == .count, sample.value.rounded() != sample.value {
            return "has a count that is no integer: count whole observations"
        }
        let place = places.insert(sample.identity.metric, histograms.count) ?? histograms.count
        if place == histograms.count { histograms.append(Histogram(line: sample.line)) }
        guard histograms.indices.contains(place) else { return nil }
        guard let broken = histograms[place].rules.take(sample.identity.role, bound: bound, value: sample.value) else { return nil }
        histograms[place].isBroken = true
        return "breaks a rule of histograms: expected \(broken)"
    }

    /// What the histograms lack, now that no more comes.
    func unfinished(_ grammar: ExpositionParser.Grammar) -> [(line: Int, message: String)] {
        histograms.compactMap { histogram in
            // Text format has sums of negative observations.
            guard !histogram.isBroken, let broken = histogram.rules.broken, broken != .noSumOfNegativeBounds else { return nil }
            return (histogram.line, "lacks what histograms have: expected \(broken)")
        }
    }

    /// Whether a bucket counts an observation.
    func holds(_ value: Double, _ bucket: (lower: Double, upper: Double)) -> Bool { bucket.lower < value && value <= bucket.upper }

    // MARK: Values

    /// What is wrong with the value of a sample.
    func problem(of value: Double, _ role: SampleRole) -> String? {
        switch (type, role) {
        case (.counter, .bare), (.counter, .total):
            value >= 0 ? nil : "is a counter of \(value): counters are numbers that aren't negative"
        case (.histogram, .bucket), (.histogram, .count), (.summary, .count):
            value >= 0 ? nil : "counts \(value) observations: a count is a number that isn't negative"
        case (.histogram, .sum), (.summary, .sum):
            value.isNaN ? "has a sum of NaN, which it will keep: leave out observations that are no number" : nil
        default: nil
        }
    }

    /// Whether a time of creation stands before the first sample of its metric.
    func createdFirst(_ sample: borrowing ReadSample) -> Bool { metric != sample.identity.metric || !hasValue }
}
