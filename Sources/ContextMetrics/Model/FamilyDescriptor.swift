/// All that is known of a metric family before its first sample: name, type, help, unit, label names, constant labels.
///
/// Shared and immutable: samples refer to their family by this object. It never refuses anything when it is made, so that
/// descriptors can be stored properties; ``problem`` says what registration will throw.
public final class FamilyDescriptor: Sendable {
    /// The name as it was given.
    public let name: MetricName
    /// What the family measures.
    public let type: MetricType
    /// What the family measures, in a sentence.
    public let help: String
    /// The unit of its values, `nil` for a plain number.
    public let unit: MetricUnit?
    /// The names of the labels that each sample gives values for, in that order.
    public let labelNames: [LabelName]
    /// Labels that have the same value in all samples, in the order of their names; they stand before the others.
    public let constantLabels: Labels
    /// Why this can't be registered, `nil` when it can.
    public let problem: InvalidDescriptor?

    /// The name of the family in OpenMetrics: without the `_total` of counters and the `_info` of infos.
    let baseName: String
    /// What stands before each label value in the line of a sample: the name and `{`, or the end of the value before.
    ///
    /// None where there are constant labels.
    let labelTexts: LabelTexts
    /// The fewest bytes that a line has beside the values of its labels: those of the texts, `"} ` with a digit and a line feed.
    let leastLineBytes: Int
    /// Every name that samples of the family may take, and the family's own: what no other family may use.
    let claimedNames: [String]

    init(
        name: String, type: MetricType, help: String, unit: MetricUnit?, constantLabels: KeyValuePairs<String, String> = [:],
        labels: [String]
    ) {
        self.name = MetricName(unchecked: name)
        self.type = type
        self.help = help
        self.unit = unit
        labelNames = labels.map(LabelName.init(unchecked:))
        self.constantLabels = Labels(unchecked: constantLabels.map { (name: $0, value: $1) })
        baseName = FamilyDescriptor.baseName(name, type)
        labelTexts = LabelTexts(constantLabels.isEmpty ? labels.enumerated().map { ($0 == 0 ? name + "{" : "\",") + $1 + "=\"" } : [])
        leastLineBytes = labelTexts.count == 0 ? name.utf8.count + 3 : labelTexts.bytes.count + 5
        claimedNames = FamilyDescriptor.claimedNames(name, base: baseName, type)
        do throws(InvalidDescriptor) {
            try FamilyDescriptor.check(name, base: baseName, type, unit, constantLabels.map(\.key) + labels)
            problem = nil
        } catch { problem = error }
    }

    private static func baseName(_ name: String, _ type: MetricType) -> String {
        let suffix =
            switch type {
            case .counter: "_total"
            case .info: "_info"
            default: ""
            }
        return suffix.isEmpty || !name.hasSuffix(suffix) || name.utf8.count == suffix.utf8.count
            ? name : String(name.dropLast(suffix.count))
    }

    private static func claimedNames(_ name: String, base: String, _ type: MetricType) -> [String] {
        // A counter without `_total` is exposed under its bare name, as unknown in OpenMetrics: it uses no suffix.
        if type == .counter, base == name { return [name] }
        return [base] + type.suffixes.map { base + $0 }
    }

    /// Far beyond what any database can take, and within what a record of a sample has room for.
    private static let mostLabels = 1_000

    private static func check(
        _ name: String, base: String, _ type: MetricType, _ unit: MetricUnit?, _ labels: [String]
    ) throws(InvalidDescriptor) {
        if labels.count > mostLabels { throw .labelCount(labels.count, limit: mostLabels) }
        do throws(InvalidName) {
            try NameGrammar.metric(name)
            for label in labels { try NameGrammar.label(label) }
            // The states of a state set stand under a label of its own name.
            if type == .stateSet { try NameGrammar.label(name) }
        } catch { throw .name(error) }
        var seen: Set<String> = []
        for label in labels where !seen.insert(label).inserted { throw .duplicateLabel(label) }
        let reserved: String? =
            switch type {
            case .histogram: "le"
            case .summary: "quantile"
            case .stateSet: name
            default: nil
            }
        if let reserved, seen.contains(reserved) { throw .reservedLabel(reserved, type) }
        guard let unit, !unit.rawValue.isEmpty else { return }
        if type == .info || type == .stateSet { throw .unitNotAllowed(name: name, type) }
        if !base.hasSuffix("_" + unit.rawValue) { throw .unitNotInName(name: name, unit: unit.rawValue) }
    }

    /// Whether OpenMetrics says of its series when they began; a counter without `_total` is of type unknown there.
    var hasCreated: Bool { claimedNames.contains(baseName + "_created") }

    /// More bytes than a line has in any format beside the values of its labels.
    var mostLineBytes: Int {
        let constant = constantLabels.all.reduce(2 * name.text.utf8.count + 128) {
            $0 + $1.name.text.utf8.count + 2 * $1.value.utf8.count + 8
        }
        return labelNames.reduce(constant) { $0 + $1.text.utf8.count + 4 }
    }
    /// More bytes than its metadata have in any format.
    var mostMetadataBytes: Int { 3 * name.text.utf8.count + 2 * help.utf8.count + (unit?.rawValue.utf8.count ?? 0) + 64 }

    /// Whether samples of both may stand in one family: same name, type, unit, label names and constant labels.
    ///
    /// Help may differ; the first wins.
    func agrees(with other: FamilyDescriptor) -> Bool {
        self === other
            || (type == other.type && unit == other.unit && name == other.name && labelNames == other.labelNames
                && constantLabels == other.constantLabels)
    }
}

/// Some short texts as one run of bytes: strings are references, to be counted for each line.
struct LabelTexts {
    let bytes: [UInt8]
    /// Where each of them ends.
    let ends: [Int]

    init(_ texts: [String]) {
        bytes = texts.flatMap { Array($0.utf8) }
        var end = 0
        ends = texts.map {
            end += $0.utf8.count
            return end
        }
    }

    var count: Int { ends.count }
}
