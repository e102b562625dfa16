/// The state of one summary: how many observations there were, their sum, and chosen quantiles.
public struct SummaryValue: Hashable, Sendable {
    /// One quantile: `value` is what a share of `quantile` of the observations stayed below.
    public struct Quantile: Hashable, Sendable {
        /// Between 0 and 1.
        public let quantile: Double
        /// In the unit of the observations; NaN where there were none.
        public let value: Double
        /// Takes any numbers: what is wrong with them is thrown by the summary.
        public init(_ quantile: Double, _ value: Double) {
            self.quantile = quantile
            self.value = value
        }
    }

    /// Why numbers don't make a summary.
    public enum Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        /// Quantiles are between 0 and 1, ascending, none of them twice.
        case quantiles([Double])
        case negativeCount(Int)
        /// The sum of observations is a number.
        case sum(Double)

        /// What is wrong, with the value.
        public var description: String {
            switch self {
            case .quantiles(let all): "The quantiles \(all) must lie between 0 and 1, in ascending order, none of them twice."
            case .negativeCount(let count): "The count \(count) is negative."
            case .sum(let sum): "The sum \(sum) is not a number."
            }
        }
    }

    /// In ascending order.
    public let quantiles: [Quantile]
    /// How many observations there were.
    public let count: UInt64
    /// The sum of all observations.
    public let sum: Double

    /// - Throws: ``Invalid`` with the value that is wrong.
    public init(quantiles: [Quantile] = [], count: Int, sum: Double) throws(Invalid) {
        let asked = quantiles.map(\.quantile)
        for (i, q) in asked.enumerated() where !(q >= 0 && q <= 1) || (i > 0 && asked[i - 1] >= q) { throw .quantiles(asked) }
        if count < 0 { throw .negativeCount(count) }
        if sum.isNaN { throw .sum(sum) }
        self.quantiles = quantiles
        self.count = UInt64(count)
        self.sum = sum
    }

    init(unchecked quantiles: [Quantile], count: UInt64, sum: Double) {
        self.quantiles = quantiles
        self.count = count
        self.sum = sum
    }
}
