/// A sample on its way from a collector to where it is kept; see ``CollectorPolicy/rewriting``.
public struct CollectedSample: Sendable {
    /// The name of its family, with the policy's prefix.
    public let family: MetricName
    /// The names of its labels.
    public let labelNames: [LabelName]
    /// The values of its labels, in the order of the names; with another number of them the sample is dropped and counted.
    public var labels: [String]
    /// Its number, `nil` for a histogram, a summary or a state set, whose values stay as they are.
    public var value: Double?

    /// The value of a label, `nil` where there is none of that name.
    public subscript(_ label: String) -> String? {
        get { place(of: label).map { labels[$0] } }
        set { if let place = place(of: label), let newValue { labels[place] = newValue } }
    }

    private func place(of label: String) -> Int? {
        labelNames.firstIndex { $0.text.utf8.elementsEqual(label.utf8) }.flatMap { $0 < labels.count ? $0 : nil }
    }
}
