/// The rules that the samples of one histogram keep among each other, as they come.
///
/// Source: OpenMetrics 1.0, "Histogram" and "GaugeHistogram".
struct HistogramRules: Sendable {
    private var bound: Double?
    private var cumulative = 0.0
    private var count: Double?
    private var hasSum = false
    private var hasGaugeSum = false
    private var hasNegativeGaugeSum = false
    private var hasNegativeBound = false

    /// Takes the next sample; answers the rule that it breaks.
    ///
    /// - Parameters:
    ///   - role: What the sample is.
    ///   - nextBound: Of a bucket.
    ///   - value: Its number.
    /// - Returns: `nil` where it breaks none.
    @inline(__always)
    mutating func take(_ role: SampleRole, bound nextBound: Double, value: Double) -> InvalidExposition.Expectation? {
        switch role {
        case .bucket:
            if nextBound < 0 { hasNegativeBound = true }
            if let bound, nextBound <= bound { return .higherBound }
            if value < cumulative { return .higherCount }
            bound = nextBound
            cumulative = value
        case .count, .gaugeCount: count = value
        case .sum: hasSum = true
        case .gaugeSum:
            hasGaugeSum = true
            if value < 0 { hasNegativeGaugeSum = true }
        default: break
        }
        return nil
    }

    /// The rule that is broken when nothing more comes.
    var broken: InvalidExposition.Expectation? {
        if bound != .infinity { return .infinityBucket }
        if let count {
            if count != cumulative { return .countOfInfinityBucket }
            if !hasSum && !hasGaugeSum { return .sumBesideCount }
        } else if hasSum || hasGaugeSum {
            return .countBesideSum
        }
        if hasNegativeBound && hasSum { return .noSumOfNegativeBounds }
        if !hasNegativeBound && hasNegativeGaugeSum { return .notNegative }
        return nil
    }
}
