/// What a metric family measures.
///
/// Source: OpenMetrics 1.0, "Metric Types". `untyped` is text format's word for what OpenMetrics calls `unknown`.
public enum MetricType: String, Hashable, Sendable, CaseIterable {
    case counter, gauge, histogram, summary, info, stateSet, untyped

    /// The endings that samples of this type add to the name of their family.
    var suffixes: [String] {
        switch self {
        case .counter: ["_total", "_created"]
        case .histogram: ["_bucket", "_sum", "_count", "_created"]
        case .summary: ["_sum", "_count", "_created"]
        case .info: ["_info"]
        case .gauge, .stateSet, .untyped: []
        }
    }
}
