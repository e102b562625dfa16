/// How many series a family may have.
///
/// Every series takes memory for ever and time in each scrape. A label whose values somebody else chooses, such as the path of a request,
/// would make series without end. Once a family has as many as its limit, each new combination of label values is counted in one series
/// for all others, whose label values are all ``labelValue``. Series that are there already go on as before.
public enum SeriesLimit {
    /// The limit of a family for which no other was given.
    public static let standard = 100_000
    /// The value of every label of the series for all others.
    public static let labelValue = "overflow"
}

/// A series that a family refuses to make.
public enum SeriesRefused: Error, Hashable, Sendable, CustomStringConvertible {
    /// More or fewer label values than labels.
    case labelCount(LabelCountMismatch)
    /// The family has as many series as it may have.
    case limit(Int, family: MetricName, values: [String])

    /// What is wrong, with the values that were given.
    public var description: String {
        switch self {
        case .labelCount(let mismatch): mismatch.description
        case .limit(let limit, let family, let values):
            "The family \(family) has its limit of \(limit) series, so none was made for \(values)."
        }
    }
}
