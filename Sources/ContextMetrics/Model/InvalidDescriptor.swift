/// A description of a family that can't be registered.
public enum InvalidDescriptor: Error, Hashable, Sendable, CustomStringConvertible {
    /// The family's name or one of its label names is invalid.
    case name(InvalidName)
    /// The same label name twice.
    case duplicateLabel(String)
    /// A label that the type uses itself: `le` of histograms, `quantile` of summaries, a state set's own name.
    case reservedLabel(String, MetricType)
    /// More labels than a family may have.
    case labelCount(Int, limit: Int)
    /// The name of a family with a unit must end in `_unit`.
    case unitNotInName(name: String, unit: String)
    /// Info and state set families have no unit.
    case unitNotAllowed(name: String, MetricType)
    /// Histogram bounds that are not finite, ascending and different from each other.
    case buckets([Double])
    /// No bounds asked for, or more than the limit.
    case bucketCount(Int, limit: Int)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .name(let name): name.description
        case .duplicateLabel(let label): "The label \(label.debugDescription) is declared twice: remove one."
        case .reservedLabel(let label, let type):
            "The label \(label.debugDescription) is used by every \(type) itself: rename it."
        case .labelCount(let count, let limit): "\(count) labels are more than a family may have, \(limit): use fewer."
        case .unitNotInName(let name, let unit):
            "The family \(name.debugDescription) has the unit \(unit.debugDescription), so its name must end in \("_" + unit)."
        case .unitNotAllowed(let name, let type):
            "The family \(name.debugDescription) is of type \(type), which has no unit: remove it."
        case .buckets(let bounds): "The bucket bounds \(bounds) must be finite numbers in ascending order, none of them twice."
        case .bucketCount(let count, let limit): "A histogram can't have \(count) bucket bounds: ask for 1 to \(limit)."
        }
    }
}
