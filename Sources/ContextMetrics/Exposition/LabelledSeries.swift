/// A series of an instrument, or a sample of a collector.
protocol LabelledSeries {
    /// Visits the label values, in the order of the descriptor's names.
    func forEachLabel(_ body: (_ index: Int, _ utf8: Span<UInt8>) -> Void)
}

extension SeriesRecord: LabelledSeries {}
extension SampleRecord: LabelledSeries {}

extension FamilyDescriptor {
    /// One value more than there are names is the state of a state set, whose label is named after the family.
    func nameOfLabel(_ index: Int) -> String { index < labelNames.count ? labelNames[index].text : name.text }
}
