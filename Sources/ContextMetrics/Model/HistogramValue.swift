/// The state of one histogram: how many observations fell into each bucket, and their sum.
public struct HistogramValue: Hashable, Sendable {
    /// Why numbers don't make a histogram.
    public enum Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        /// Bounds that are not finite, ascending and different from each other.
        case bounds([Double])
        /// There is one count more than bounds: the last is of the bucket up to infinity.
        case countOfCounts(expected: Int, given: Int)
        /// A bucket can't hold fewer than no observations.
        case negativeCount(Int)
        /// The counts add up to more than 2^63 - 1.
        case tooMany
        /// The sum of observations is a number.
        case sum(Double)
        /// The native buckets hold as many observations as the classic ones.
        case nativeCount(UInt64, expected: UInt64)

        /// What is wrong, with the value.
        public var description: String {
            switch self {
            case .bounds(let bounds): "The bounds \(bounds) must be finite numbers in ascending order, none of them twice."
            case .countOfCounts(let expected, let given):
                "\(given) counts for \(expected - 1) bounds: there must be \(expected), the last for the bucket up to infinity."
            case .negativeCount(let count): "The count \(count) is negative."
            case .tooMany: "The counts add up to more than 2^63 - 1."
            case .sum(let sum): "The sum \(sum) is not a number."
            case .nativeCount(let count, let expected):
                "The native buckets hold \(count) observations, the others \(expected): they are of the same ones."
            }
        }
    }

    /// The upper bounds of the buckets, without the one at infinity.
    public let bounds: [Double]
    /// Observations up to each bound, and in the end all of them: cumulative, one more than `bounds`.
    public let cumulativeCounts: [UInt64]
    /// The sum of all observations.
    public let sum: Double
    /// All observations.
    public var count: UInt64 { cumulativeCounts.last ?? 0 }
    /// The buckets that only protobuf shows; `nil` for a histogram that isn't native.
    public let native: Native?

    /// - Parameters:
    ///   - bounds: Upper bounds, finite and ascending, without the one at infinity.
    ///   - counts: Observations of each bucket alone, one more than bounds.
    ///   - sum: The sum of all observations, not NaN.
    ///   - native: The same observations in native buckets, if the histogram is native.
    /// - Throws: ``Invalid`` with the value that is wrong. Linear in the number of buckets.
    public init(bounds: [Double], counts: [Int], sum: Double, native: Native? = nil) throws(Invalid) {
        for (i, bound) in bounds.enumerated() where !bound.isFinite || (i > 0 && bounds[i - 1] >= bound) { throw .bounds(bounds) }
        if counts.count != bounds.count + 1 { throw .countOfCounts(expected: bounds.count + 1, given: counts.count) }
        if sum.isNaN { throw .sum(sum) }
        var total = 0
        var cumulative: [UInt64] = []
        cumulative.reserveCapacity(counts.count)
        for count in counts {
            if count < 0 { throw .negativeCount(count) }
            let (next, overflow) = total.addingReportingOverflow(count)
            if overflow { throw .tooMany }
            total = next
            cumulative.append(UInt64(total))
        }
        if let native, native.count != total { throw .nativeCount(native.count, expected: UInt64(total)) }
        self.bounds = bounds
        self.sum = sum
        self.native = native
        cumulativeCounts = cumulative
    }

    init(unchecked bounds: [Double], cumulativeCounts: [UInt64], sum: Double, native: Native? = nil) {
        self.native = native
        self.bounds = bounds
        self.cumulativeCounts = cumulativeCounts
        self.sum = sum
    }
}
