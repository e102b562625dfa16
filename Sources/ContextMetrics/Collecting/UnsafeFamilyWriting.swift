// Invariant: the one instance lives inside of a ``FamilyWriter``, which can't be copied and lives inside of one call of
// `SampleSink.family`. That call borrows the descriptor, and the sink, whose buffer and rules the run's frame holds, all that time. A descriptor
// that rules put in place of the given one is held from `init` to `end()`, which the call makes once, whatever happens in between.

/// What a ``FamilyWriter`` does, whatever the kind of the family.
@usableFromInline
struct FamilyWriting {
    /// What becomes of its samples.
    enum Mode: Equatable {
        case plain
        /// The policy's closure sees them first.
        case rewritten
        /// Nothing is kept, and why.
        case refused(DropReason)
    }

    private let reference: Unmanaged<SampleBuffer>
    unowned(unsafe) let family: FamilyDescriptor
    private let mode: Mode
    private let rules: Unmanaged<SinkRules>?

    /// Keeps samples as they are written, or none.
    init(buffer: SampleBuffer, family: FamilyDescriptor, mode: Mode) {
        reference = .passUnretained(buffer)
        self.family = family
        self.mode = mode
        rules = nil
    }

    /// Keeps them as rules say, in a family that they have made.
    init(buffer: SampleBuffer, family: FamilyDescriptor, mode: Mode, rules: SinkRules) {
        reference = .passUnretained(buffer)
        self.family = Unmanaged.passRetained(family).takeUnretainedValue()
        self.mode = mode
        self.rules = .passUnretained(rules)
    }

    /// Nothing more is written.
    func end() {
        if rules != nil { Unmanaged.passUnretained(family).release() }
    }

    private var buffer: SampleBuffer { reference.takeUnretainedValue() }

    /// Whether the family is being written.
    var isOpen: Bool { mode == .plain || mode == .rewritten }

    /// The number of label values is right, or the sample is counted as dropped.
    private func accepts(labels count: Int) -> Bool {
        if case .refused(let refusal) = mode {
            buffer.drop(refusal)
            return false
        }
        if count == family.labelNames.count { return true }
        buffer.drop(.labelCount)
        return false
    }

    private func accepts(_ value: Double, labels count: Int) -> Bool {
        if !accepts(labels: count) { return false }
        if family.type != .counter || value >= 0 { return true }
        buffer.drop(.invalidValue)
        return false
    }

    private func accepts(_ timestamp: Double?) -> Bool {
        guard let timestamp, !SampleDetails.isValid(timestamp: timestamp) else { return true }
        buffer.drop(.invalidTimestamp)
        return false
    }

    // MARK: Numbers

    private func number(_ value: Double, _ labels: LabelBytes) {
        if accepts(value, labels: labels.count) { buffer.append(value, labels) }
    }

    @usableFromInline func number(_ value: Double) { mode == .rewritten ? number(value, []) : number(value, LabelBytes()) }
    @usableFromInline func number(_ value: Double, _ a: String) {
        if mode == .rewritten { return number(value, [a]) }
        // Without counting a reference: this is what most samples go through.
        if accepts(value, labels: 1) { reference._withUnsafeGuaranteedRef { $0.append(value, a) } }
    }
    @usableFromInline func number(_ value: Double, _ a: String, _ b: String) {
        mode == .rewritten ? number(value, [a, b]) : number(value, LabelBytes(a, b))
    }
    @usableFromInline func number(_ value: Double, _ a: String, _ b: String, _ c: String) {
        mode == .rewritten ? number(value, [a, b, c]) : number(value, LabelBytes(a, b, c))
    }
    @usableFromInline func number(_ value: Double, _ labels: [String]) {
        if mode != .rewritten { return number(value, LabelBytes(labels)) }
        if let (labels, value) = rewritten(labels, value) { number(value ?? 0, LabelBytes(labels)) }
    }

    @usableFromInline func number(_ value: Double, _ labels: [String], _ exemplar: Exemplar? = nil, at timestamp: Double?) {
        if exemplar == nil, timestamp == nil { return number(value, labels) }
        guard let (labels, number) = rewritten(labels, value) else { return }
        let value = number ?? value
        if accepts(value, labels: labels.count), accepts(timestamp) {
            let exemplars = exemplar.map { [PlacedExemplar(bucket: 0, exemplar: $0)] } ?? []
            buffer.append(value, LabelBytes(labels), SampleDetails(exemplars: exemplars, timestamp: timestamp))
        }
    }

    /// What the policy makes of a sample; `nil` where it isn't kept.
    private func rewritten(_ labels: [String], _ value: Double?) -> (labels: [String], value: Double?)? {
        guard mode == .rewritten, let rewriting = rules?.takeUnretainedValue().rewriting else { return (labels, value) }
        var sample = CollectedSample(family: family.name, labelNames: family.labelNames, labels: labels, value: value)
        return rewriting(&sample) ? (sample.labels, sample.value ?? value) : nil
    }

    // MARK: Others

    @usableFromInline func states(_ labels: [String], _ states: [(state: String, isOn: Bool)], at timestamp: Double?) {
        guard let labels = rewritten(labels, nil)?.labels, accepts(labels: labels.count), accepts(timestamp) else { return }
        let details = SampleDetails(timestamp: timestamp)
        for (state, isOn) in states { buffer.append(isOn ? 1 : 0, LabelBytes(labels, state), details) }
    }

    @usableFromInline func histogram(_ labels: [String], _ value: HistogramValue, at timestamp: Double?) {
        guard let labels = rewritten(labels, nil)?.labels, accepts(labels: labels.count), accepts(timestamp) else { return }
        buffer.append(value, LabelBytes(labels), SampleDetails(timestamp: timestamp))
    }

    @usableFromInline func histogram(_ labels: [String], _ value: HistogramValue, _ exemplars: [Exemplar], at timestamp: Double?) {
        guard let labels = rewritten(labels, nil)?.labels, accepts(labels: labels.count), accepts(timestamp) else { return }
        let placed = value.native == nil ? value.placed(exemplars) : value.allPlaced(exemplars)
        for _ in placed.count..<exemplars.count { buffer.drop(.exemplar) }
        buffer.append(value, LabelBytes(labels), SampleDetails(exemplars: placed, timestamp: timestamp))
    }

    @usableFromInline func summary(_ labels: [String], _ value: SummaryValue, at timestamp: Double?) {
        guard let labels = rewritten(labels, nil)?.labels, accepts(labels: labels.count), accepts(timestamp) else { return }
        buffer.append(value, LabelBytes(labels), SampleDetails(timestamp: timestamp))
    }
}
