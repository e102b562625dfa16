/// A description of a family that can't be registered.
public enum InvalidDescriptor: Error, Hashable, Sendable, CustomStringConvertible {
    /// The family's name or one of its label names is invalid.
    case name(InvalidName)
    /// The same label name twice, among the constant labels and the others together.
    case duplicateLabel(String)
    /// A label that the type uses itself: `le` of histograms, `quantile` of summaries, a state set's own name.
    case reservedLabel(String, MetricType)
    /// More labels than a family may have.
    case labelCount(Int, limit: Int)
    /// The name of a family with a unit must end in `_unit`.
    case unitNotInName(name: String, unit: String)
    /// A unit of other characters than `[a-zA-Z0-9_:]`.
    case invalidUnit(String)
    /// Info and state set families have no unit.
    case unitNotAllowed(name: String, MetricType)
    /// Histogram bounds that are not finite, ascending and different from each other.
    case buckets([Double])
    /// No bounds asked for, or more than the limit.
    case bucketCount(Int, limit: Int)
    /// Quantiles of a summary that don't lie between 0 and 1, ascending and different from each other.
    case quantiles([Double])
    /// More quantiles than the limit.
    case quantileCount(Int, limit: Int)
    /// A summary's window that is too short or too long for so many slices, or has too many of them or none.
    case window(Duration, slices: Int)
    /// No states, or more than the limit.
    case stateCount(Int, limit: Int)
    /// The same state twice.
    case duplicateState(String)
    /// Fewer decimals than none, or more than the limit.
    case decimals(Int, limit: Int)
    /// Native buckets that don't grow, or without bound.
    case growth(Double)
    /// A schema of native buckets other than -4 to 8.
    case schema(Int)
    /// A threshold of the zero bucket that is negative, infinite or not a number.
    case zeroThreshold(Double)
    /// A limit of native buckets below 1.
    case nativeBucketLimit(Int)
    /// A negative time between resets of a native histogram.
    case resetInterval(Duration)

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
        case .invalidUnit(let unit):
            "The unit \(unit.debugDescription) must be of ASCII letters, digits, underscores and colons: rename it."
        case .unitNotAllowed(let name, let type):
            "The family \(name.debugDescription) is of type \(type), which has no unit: remove it."
        case .buckets(let bounds): "The bucket bounds \(bounds) must be finite numbers in ascending order, none of them twice."
        case .bucketCount(let count, let limit): "A histogram can't have \(count) bucket bounds: ask for 1 to \(limit)."
        case .quantiles(let all): "The quantiles \(all) must lie between 0 and 1, in ascending order, none of them twice."
        case .quantileCount(let count, let limit): "A summary can't have \(count) quantiles: ask for \(limit) at most."
        case .window(let length, let slices):
            "A window of \(length) can't have \(slices) slices: ask for 1 to 60, each of a nanosecond at least, and 500 years at most."
        case .stateCount(let count, let limit): "A state set can't have \(count) states: name 1 to \(limit)."
        case .duplicateState(let state): "The state \(state.debugDescription) is named twice: remove one."
        case .decimals(let count, let limit): "A counter can't have \(count) decimals: ask for 0 to \(limit)."
        case .growth(let factor): "Buckets can't grow by the factor \(factor): ask for a finite one above 1."
        case .schema(let schema): "Native buckets have no schema \(schema): ask for -4 to 8."
        case .zeroThreshold(let threshold): "The zero bucket can't reach to \(threshold): give it a finite number, not negative."
        case .nativeBucketLimit(let limit): "A native histogram can't do with \(limit) buckets: allow 1 at least, or nil for no limit."
        case .resetInterval(let interval): "The interval between resets can't be \(interval): give a duration that is not negative, or nil."
        }
    }
}
