/// What a ``FamilyWriter`` does, whatever the kind of the family.
@usableFromInline
struct FamilyWriting {
    let buffer: SampleBuffer
    let family: FamilyDescriptor
    /// Why nothing of the family is kept, `nil` when it is.
    let refusal: DropReason?

    /// The number of label values is right, or the sample is counted as dropped.
    private func accepts(labels count: Int) -> Bool {
        if let refusal {
            buffer.drop(refusal)
            return false
        }
        if count == family.labelNames.count { return true }
        buffer.drop(.labelCount)
        return false
    }

    private func number(_ value: Double, _ labels: LabelBytes) {
        if !accepts(labels: labels.count) { return }
        if family.type == .counter, !(value >= 0) { return buffer.drop(.invalidValue) }
        buffer.append(value, labels)
    }

    @usableFromInline func number(_ value: Double) { number(value, LabelBytes()) }
    @usableFromInline func number(_ value: Double, _ a: String) { number(value, LabelBytes(a)) }
    @usableFromInline func number(_ value: Double, _ a: String, _ b: String) { number(value, LabelBytes(a, b)) }
    @usableFromInline func number(_ value: Double, _ a: String, _ b: String, _ c: String) { number(value, LabelBytes(a, b, c)) }
    @usableFromInline func number(_ value: Double, _ labels: [String]) { number(value, LabelBytes(labels)) }

    @usableFromInline func states(_ labels: [String], _ states: [(state: String, isOn: Bool)]) {
        if !accepts(labels: labels.count) { return }
        for (state, isOn) in states { buffer.append(isOn ? 1 : 0, LabelBytes(labels, state)) }
    }

    @usableFromInline func histogram(_ labels: [String], _ value: HistogramValue) {
        if accepts(labels: labels.count) { buffer.append(value, LabelBytes(labels)) }
    }

    @usableFromInline func summary(_ labels: [String], _ value: SummaryValue) {
        if accepts(labels: labels.count) { buffer.append(value, LabelBytes(labels)) }
    }
}
