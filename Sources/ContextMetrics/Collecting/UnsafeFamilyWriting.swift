// Invariant: the one instance lives inside of a ``FamilyWriter``, which can't be copied and lives inside of one call of
// `SampleSink.family`. That call borrows the descriptor, and the sink, whose buffer the run's frame holds, all that time.

/// What a ``FamilyWriter`` does, whatever the kind of the family.
@usableFromInline
struct FamilyWriting {
    private let reference: Unmanaged<SampleBuffer>
    unowned(unsafe) let family: FamilyDescriptor
    /// Why nothing of the family is kept, `nil` when it is.
    let refusal: DropReason?

    init(buffer: SampleBuffer, family: FamilyDescriptor, refusal: DropReason?) {
        reference = .passUnretained(buffer)
        self.family = family
        self.refusal = refusal
    }

    var buffer: SampleBuffer { reference.takeUnretainedValue() }

    /// The number of label values is right, or the sample is counted as dropped.
    func accepts(labels count: Int) -> Bool {
        if let refusal {
            buffer.drop(refusal)
            return false
        }
        if count == family.labelNames.count { return true }
        buffer.drop(.labelCount)
        return false
    }

    func accepts(_ value: Double, labels count: Int) -> Bool {
        if !accepts(labels: count) { return false }
        if family.type != .counter || value >= 0 { return true }
        buffer.drop(.invalidValue)
        return false
    }

    private func number(_ value: Double, _ labels: LabelBytes) {
        if accepts(value, labels: labels.count) { buffer.append(value, labels) }
    }

    @usableFromInline func number(_ value: Double) { number(value, LabelBytes()) }
    @usableFromInline func number(_ value: Double, _ a: String) {
        // Without counting a reference: this is what most samples go through.
        if accepts(value, labels: 1) { reference._withUnsafeGuaranteedRef { $0.append(value, a) } }
    }
    @usableFromInline func number(_ value: Double, _ a: String, _ b: String) { number(value, LabelBytes(a, b)) }
    @usableFromInline func number(_ value: Double, _ a: String, _ b: String, _ c: String) { number(value, LabelBytes(a, b, c)) }
    @usableFromInline func number(_ value: Double, _ labels: [String]) { number(value, LabelBytes(labels)) }

    @usableFromInline func number(_ value: Double, _ labels: [String], _ exemplar: Exemplar? = nil, at timestamp: Double?) {
        if exemplar == nil, timestamp == nil { return number(value, labels) }
        if accepts(value, labels: labels.count), accepts(timestamp) {
            let exemplars = exemplar.map { [PlacedExemplar(bucket: 0, exemplar: $0)] } ?? []
            buffer.append(value, LabelBytes(labels), SampleDetails(exemplars: exemplars, timestamp: timestamp))
        }
    }

    func accepts(_ timestamp: Double?) -> Bool {
        guard let timestamp, !SampleDetails.isValid(timestamp: timestamp) else { return true }
        buffer.drop(.invalidTimestamp)
        return false
    }

    @usableFromInline func states(_ labels: [String], _ states: [(state: String, isOn: Bool)], at timestamp: Double?) {
        if !accepts(labels: labels.count) || !accepts(timestamp) { return }
        let details = SampleDetails(timestamp: timestamp)
        for (state, isOn) in states { buffer.append(isOn ? 1 : 0, LabelBytes(labels, state), details) }
    }

    @usableFromInline func histogram(_ labels: [String], _ value: HistogramValue, at timestamp: Double?) {
        if accepts(labels: labels.count), accepts(timestamp) {
            buffer.append(value, LabelBytes(labels), SampleDetails(timestamp: timestamp))
        }
    }

    @usableFromInline func histogram(_ labels: [String], _ value: HistogramValue, _ exemplars: [Exemplar], at timestamp: Double?) {
        if !accepts(labels: labels.count) || !accepts(timestamp) { return }
        let placed = value.native == nil ? value.placed(exemplars) : value.allPlaced(exemplars)
        for _ in placed.count..<exemplars.count { buffer.drop(.exemplar) }
        buffer.append(value, LabelBytes(labels), SampleDetails(exemplars: placed, timestamp: timestamp))
    }

    @usableFromInline func summary(_ labels: [String], _ value: SummaryValue, at timestamp: Double?) {
        if accepts(labels: labels.count), accepts(timestamp) {
            buffer.append(value, LabelBytes(labels), SampleDetails(timestamp: timestamp))
        }
    }
}
