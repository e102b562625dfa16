/// The upper bounds of a histogram's buckets.
///
/// ```swift
/// let sizes: Buckets = [100, 1_000, 10_000]
/// ```
/// Making them never fails. Registration throws ``InvalidDescriptor/buckets(_:)`` when they are not finite, ascending and different
/// from each other, or too many. The bucket up to infinity is always there; naming it at the end is allowed.
public struct Buckets: Hashable, Sendable {
    /// More bounds than this are refused: each is a series.
    public static let maximumCount = 1_000

    private let bounds: [Double]
    /// The number of bounds that was asked for, where there can't be so many or so few.
    private let refusedCount: Int?

    private init(_ bounds: [Double], refusedCount: Int? = nil) {
        self.bounds = bounds
        self.refusedCount = refusedCount
    }

    /// These bounds.
    ///
    /// With none there is only the bucket up to infinity: a count and a sum.
    public static func explicit(_ bounds: [Double]) -> Buckets {
        Buckets(bounds, refusedCount: bounds.count > maximumCount ? bounds.count : nil)
    }

    /// `count` bounds, the first at `start`, each `width` above the one before.
    public static func linear(start: Double, width: Double, count: Int) -> Buckets {
        generated(count) { start + width * Double($0) }
    }

    /// `count` bounds, the first at `start`, each `factor` times the one before.
    public static func exponential(start: Double, factor: Double, count: Int) -> Buckets {
        var next = start
        return generated(count) { _ in
            defer { next *= factor }
            return next
        }
    }

    /// 5 ms to 10 s, in seconds: 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10.
    ///
    /// What the official Prometheus clients use for the durations of network services.
    public static let standard: Buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private static func generated(_ count: Int, _ bound: (Int) -> Double) -> Buckets {
        guard 1...maximumCount ~= count else { return Buckets([], refusedCount: count) }
        return Buckets((0..<count).map(bound))
    }

    /// The bounds without infinity.
    func validated() throws(InvalidDescriptor) -> [Double] {
        if let refusedCount { throw .bucketCount(refusedCount, limit: Buckets.maximumCount) }
        let finite = bounds.last == .infinity ? Array(bounds.dropLast()) : bounds
        for (i, bound) in finite.enumerated() where !bound.isFinite || (i > 0 && finite[i - 1] >= bound) { throw .buckets(bounds) }
        return finite
    }
}

extension Buckets: ExpressibleByArrayLiteral {
    /// The same as ``explicit(_:)``.
    public init(arrayLiteral bounds: Double...) { self = .explicit(bounds) }
}
