/// Why a sample or a family that a collector wrote isn't exposed.
///
/// The raw value is the `reason` label of `metrics_collector_dropped_samples_total`.
public enum DropReason: String, Hashable, Sendable, CaseIterable {
    /// A number of label values other than the descriptor's number of labels.
    case labelCount = "label_count"
    /// A value that the type can't take: a counter that is negative or not a number.
    case invalidValue = "invalid_value"
    /// A timestamp that is no number, or that is millions of years away.
    case invalidTimestamp = "invalid_timestamp"
    /// The descriptor is invalid; see ``FamilyDescriptor/problem``.
    case invalidDescriptor = "invalid_descriptor"
    /// In a pedantic registry: a family that the collector doesn't describe.
    case undescribed
    /// A series that stands there already.
    case duplicate
    /// A family that disagrees with an earlier one of its name, or whose sample names collide with another's.
    case conflict
    /// Beyond the collector's caps.
    case overflow
    /// An exemplar, not its sample: of a bucket that is empty, or has another one.
    case exemplar
}

/// How many samples were dropped, by reason.
public struct DroppedSamples: Hashable, Sendable {
    /// A place for each reason; nothing as long as nothing was dropped, which is nearly always.
    private var counts: [Int] = []

    /// None.
    public init() {}

    /// The samples dropped for a reason.
    public subscript(_ reason: DropReason) -> Int { counts.isEmpty ? 0 : counts[reason.place] }

    /// Whether none was dropped.
    public var isEmpty: Bool { counts.isEmpty }
    /// For whatever reason.
    public var total: Int { counts.reduce(0, &+) }

    mutating func add(_ count: Int = 1, _ reason: DropReason) {
        if count == 0 { return }
        if counts.isEmpty { counts = Array(repeating: 0, count: DropReason.allCases.count) }
        counts[reason.place] &+= count
    }

    mutating func add(_ other: DroppedSamples) {
        for reason in DropReason.allCases { add(other[reason], reason) }
    }
}

extension DropReason {
    fileprivate var place: Int {
        switch self {
        case .labelCount: 0
        case .invalidValue: 1
        case .invalidDescriptor: 2
        case .undescribed: 3
        case .duplicate: 4
        case .conflict: 5
        case .overflow: 6
        case .exemplar: 7
        case .invalidTimestamp: 8
        }
    }
}
