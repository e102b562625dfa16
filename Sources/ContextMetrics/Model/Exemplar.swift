/// One observation as an example: what was seen, and labels that lead to more about it, such as the identifier of a trace.
///
/// OpenMetrics shows it behind the counter or the bucket that counted it. Text 0.0.4 has no place for it.
///
/// Source: OpenMetrics 1.0, "Exemplars".
public struct Exemplar: Hashable, Sendable {
    /// Why something can't be shown as an exemplar.
    public enum Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        /// A label name is invalid, or stands there twice.
        case labels(InvalidDescriptor)
        /// The names and values of its labels have more code points together than the limit.
        case tooLong(Int, limit: Int)
        /// A label's name or value has a NUL, which Prometheus takes for the end of the exposition there, and refuses all of it.
        case containsNUL(label: String)
        /// The value is infinite or NaN.
        case value(Double)
        /// The timestamp is infinite or NaN.
        case timestamp(Double)

        /// What is wrong, with the value, and what to do.
        public var description: String {
            switch self {
            case .labels(let problem): problem.description
            case .tooLong(let count, let limit):
                "The labels of an exemplar have \(count) code points, names and values together: give it \(limit) at most."
            case .containsNUL(let label):
                "The label \(label.debugDescription) of an exemplar has a NUL, for which Prometheus refuses a whole scrape: leave it out."
            case .value(let value): "The value \(value) of an exemplar is not finite: leave the exemplar out."
            case .timestamp(let timestamp): "The timestamp \(timestamp) of an exemplar is not finite: give it seconds since 1970."
            }
        }
    }

    /// Labels whose names and values have more code points than these together are refused.
    public static let mostCodePoints = 128

    /// What leads to more about it.
    public let labels: Labels
    /// What was observed, or by how much a counter went up.
    public let value: Double
    /// When that was, in seconds since 1970; `nil` where nobody said.
    public let timestamp: Double?

    /// - Parameters:
    ///   - value: What was observed.
    ///   - labels: What leads to more about it; with the value of a label go the code points of its name.
    ///   - timestamp: When that was, in seconds since 1970.
    /// - Throws: ``Invalid`` with what is wrong. Linear in the text.
    public init(_ value: Double, labels: KeyValuePairs<String, String>, at timestamp: Double? = nil) throws(Invalid) {
        let length = labels.reduce(0) { $0 + $1.key.unicodeScalars.count + $1.value.unicodeScalars.count }
        if length > Exemplar.mostCodePoints { throw .tooLong(length, limit: Exemplar.mostCodePoints) }
        if let label = labels.first(where: { $0.key.utf8.contains(0) || $0.value.utf8.contains(0) }) {
            throw .containsNUL(label: label.key)
        }
        if !value.isFinite { throw .value(value) }
        if let timestamp, !timestamp.isFinite { throw .timestamp(timestamp) }
        do throws(InvalidDescriptor) { self.labels = try Labels(labels) } catch { throw .labels(error) }
        self.value = value
        self.timestamp = timestamp
    }

    init(unchecked value: Double, labels: Labels, at timestamp: Double?) {
        self.labels = labels
        self.value = value
        self.timestamp = timestamp
    }
}
