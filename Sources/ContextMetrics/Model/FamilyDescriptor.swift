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

    /// Whether its name and those of its labels are of the legacy grammar, which everything that scrapes can read.
    ///
    /// Others are escaped, unless a scrape asks for them as they are.
    public let isLegacy: Bool

    /// Whether its name, and what is made of it by a suffix, is of the legacy grammar.
    let hasLegacyMetricName: Bool
    /// Whether its name needs no quotation marks; that of a state set is a label's as well.
    let hasLegacyName: Bool
    /// The label names as they stand in a line: in quotation marks where they are not of the legacy grammar.
    let shownLabelNames: [String]
    /// The same of the constant labels.
    let shownConstantNames: [String]
    /// The name of the family in OpenMetrics: without the `_total` of counters and the `_info` of infos.
    let baseName: String
    /// What stands before each label value in the line of a sample: the name and `{`, or the end of the value before.
    ///
    /// None where there are constant labels.
    let labelTexts: LabelTexts
    /// The fewest bytes that a line has beside the values of its labels: those of the texts, `"} ` with a digit and a line feed.
    let leastLineBytes: Int
    /// More bytes than a line has in any format beside the values of its labels, and under any escaping.
    let mostLineBytes: Int
    /// More bytes than its metadata have in any format, and under any escaping.
    let mostMetadataBytes: Int
    /// Every name that samples of the family may take, and the family's own: what no other family may use.
    let claimedNames: [MetricName]

    convenience init(
        name: String, type: MetricType, help: String, unit: MetricUnit?, constantLabels: KeyValuePairs<String, String> = [:],
        labels: [String]
    ) {
        self.init(name, type, help, unit, constants: constantLabels.map { (name: $0, value: $1) }, labels)
    }

    /// A family under other names, which stand in the order of the other's constant labels and labels.
    ///
    /// It has no unit where its name doesn't end in that any more.
    convenience init(_ other: FamilyDescriptor, name: String, constantNames: [String], labelNames: [String]) {
        let base = FamilyDescriptor.baseName(name, other.type)
        self.init(
            name, other.type, other.help, other.unit.flatMap { base.hasBytes(atEnd: "_" + $0.rawValue) ? $0 : nil },
            constants: zip(constantNames, other.constantLabels.all).map { (name: $0, value: $1.value) }, labelNames)
    }

    /// A family under a name with a prefix, and with labels that all of its samples have.
    ///
    /// Labels of its own that have the name of an added one get the prefix `exported_`, as in Prometheus.
    convenience init(_ other: FamilyDescriptor, prefix: String, adding labels: Labels) {
        let names = other.constantLabels.all.map(\.name) + other.labelNames
        let renamed = names.map { $0.beside(labels, names) }
        let constants = zip(renamed, other.constantLabels.all).map { (name: $0, value: $1.value) }
        self.init(
            prefix + other.name.text, other.type, other.help, other.unit,
            constants: labels.all.map { (name: $0.name.text, value: $0.value) } + constants, Array(renamed.dropFirst(constants.count)))
    }

    private init(
        _ name: String, _ type: MetricType, _ help: String, _ unit: MetricUnit?, constants: [(name: String, value: String)],
        _ labels: [String]
    ) {
        self.name = MetricName(unchecked: name)
        self.type = type
        self.help = help
        self.unit = unit
        labelNames = labels.map(LabelName.init(unchecked:))
        constantLabels = Labels(unchecked: constants)
        hasLegacyMetricName = NameGrammar.isLegacyMetric(name)
        hasLegacyName = type == .stateSet ? NameGrammar.isLegacyLabel(name) : hasLegacyMetricName
        isLegacy =
            hasLegacyName && labels.allSatisfy(NameGrammar.isLegacyLabel) && constants.allSatisfy { NameGrammar.isLegacyLabel($0.name) }
        shownLabelNames = isLegacy ? labels : labels.map(NameGrammar.shownLabel)
        shownConstantNames = constantLabels.all.map { NameGrammar.shownLabel($0.name.text) }
        baseName = FamilyDescriptor.baseName(name, type)
        let start = hasLegacyName ? name + "{" : "{" + NameGrammar.quoted(name) + ","
        labelTexts = LabelTexts(
            constants.isEmpty ? shownLabelNames.enumerated().map { ($0 == 0 ? start : "\",") + $1 + "=\"" } : [])
        leastLineBytes = labelTexts.count == 0 ? name.utf8.count + 3 : labelTexts.bytes.count + 5
        (mostLineBytes, mostMetadataBytes) = FamilyDescriptor.mostBytes(name, help, unit, constants, labels, isLegacy: isLegacy)
        claimedNames = FamilyDescriptor.claimedNames(name, base: baseName, type)
        do throws(InvalidDescriptor) {
            try FamilyDescriptor.check(name, base: baseName, type, unit, constants.map(\.name) + labels)
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
        return suffix.isEmpty || !name.hasBytes(atEnd: suffix) || name.utf8.count == suffix.utf8.count
            ? name : String(Substring(name.utf8.dropLast(suffix.utf8.count)))
    }

    private static func claimedNames(_ name: String, base: String, _ type: MetricType) -> [MetricName] {
        // A counter without `_total` is exposed under its bare name, as unknown in OpenMetrics: it uses no suffix.
        if type == .counter, base.hasBytes(of: name) { return [MetricName(unchecked: name)] }
        return [MetricName(unchecked: base)] + type.suffixes.map { MetricName(unchecked: base + $0) }
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
        var seen: Set<LabelName> = []
        for label in labels where !seen.insert(LabelName(unchecked: label)).inserted { throw .duplicateLabel(label) }
        if let reserved = ownLabel(name, type), seen.contains(LabelName(unchecked: reserved)) { throw .reservedLabel(reserved, type) }
        guard let unit, !unit.rawValue.isEmpty else { return }
        if type == .info || type == .stateSet { throw .unitNotAllowed(name: name, type) }
        if !NameGrammar.isLegacyMetric("_" + unit.rawValue) { throw .invalidUnit(unit.rawValue) }
        if !base.hasBytes(atEnd: "_" + unit.rawValue) { throw .unitNotInName(name: name, unit: unit.rawValue) }
    }

    /// The label that samples of a type have beside those that are given.
    static func ownLabel(_ name: String, _ type: MetricType) -> String? {
        switch type {
        case .histogram: "le"
        case .summary: "quantile"
        case .stateSet: name
        default: nil
        }
    }

    /// Whether OpenMetrics says of its series when they began; a counter without `_total` is of type unknown there.
    var hasCreated: Bool { claimedNames.contains(MetricName(unchecked: baseName + "_created")) }

    /// More bytes than a line of these has, and than their metadata.
    private static func mostBytes(
        _ name: String, _ help: String, _ unit: MetricUnit?, _ constants: [(name: String, value: String)], _ labels: [String],
        isLegacy: Bool
    ) -> (line: Int, metadata: Int) {
        // A dot is `_dot_`, and `U__` may stand before it all.
        func shown(_ name: String) -> Int { isLegacy ? name.utf8.count : 5 * name.utf8.count + 3 }
        let constant = constants.reduce(2 * shown(name) + 160) { $0 + shown($1.name) + 2 * $1.value.utf8.count + 8 }
        return (
            labels.reduce(constant) { $0 + shown($1) + 4 },
            3 * shown(name) + 2 * help.utf8.count + (unit?.rawValue.utf8.count ?? 0) + 64
        )
    }

    /// Whether samples of both may stand in one family: same name, type, unit, label names and constant labels.
    ///
    /// Help may differ; the first wins.
    func agrees(with other: FamilyDescriptor) -> Bool {
        self === other
            || (type == other.type && unit == other.unit && name == other.name && labelNames == other.labelNames
                && constantLabels == other.constantLabels)
    }
}

extension LabelName {
    /// The name that a label gets beside labels that are added to it and to others.
    func beside(_ added: Labels, _ others: [LabelName]) -> String {
        if added[text] == nil { return text }
        var name = "exported_" + text
        while added[name] != nil || others.contains(LabelName(unchecked: name)) { name = "exported_" + name }
        return name
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
