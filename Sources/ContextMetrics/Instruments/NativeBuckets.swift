/// How fine the buckets of a native histogram are, and what happens when there are many.
///
/// ```swift
/// let fine = NativeBuckets(growth: 1.02, limit: 300, resetInterval: .seconds(3600))
/// ```
/// Making them never fails. Registration throws ``InvalidDescriptor`` for what can't be.
///
/// When an observation makes a bucket more than the limit allows, accuracy or history is given up, in this order:
/// 1. if ``resetInterval`` has passed since the last reset, the histogram begins anew, with this observation;
/// 2. the buckets closest to zero become part of the zero bucket, while that reaches no further than ``greatestZeroThreshold``;
/// 3. pairs of neighbouring buckets become one: the schema goes down by one, as often as it takes, to -4 at the least.
///
/// What was given up in the last two ways comes back with a reset, once ``resetInterval`` has passed.
///
/// Source: Prometheus, "Native Histograms", "Limit the bucket count".
public struct NativeBuckets: Hashable, Sendable {
    /// Buckets each of which ends 9 % above the one before, so that a quantile is off by less than that; up to 160 of them.
    public static let standard = NativeBuckets(growth: 1.1)

    /// Between a power of two and the next there are 2^schema buckets: from 8, where each ends 0.27 % above the one before, to -4, where each
    /// spans 16 powers of two.
    public var schema: Int
    /// Observations no further from zero than this count in the zero bucket.
    public var zeroThreshold: Double
    /// The most buckets, positive and negative ones together, the zero bucket not among them; `nil` for no limit.
    public var limit: Int?
    /// How long a histogram goes on before it may be reset because of its limit; `nil` for never.
    public var resetInterval: Duration?
    /// How far the zero bucket may be widened because of the limit; 0 for not at all.
    public var greatestZeroThreshold: Double
    /// What was asked for that can't be.
    private var refusedGrowth: Double?

    /// - Parameters:
    ///   - schema: From -4 to 8.
    ///   - zeroThreshold: Observations no further from zero than this count as zero.
    ///   - limit: The most buckets; `nil` for no limit.
    ///   - resetInterval: How long it goes on before it may be reset because of the limit; `nil` for never.
    ///   - greatestZeroThreshold: How far the zero bucket may be widened because of the limit.
    public init(
        schema: Int, zeroThreshold: Double = 0x1p-128, limit: Int? = 160, resetInterval: Duration? = nil, greatestZeroThreshold: Double = 0
    ) {
        self.schema = schema
        self.zeroThreshold = zeroThreshold
        self.limit = limit
        self.resetInterval = resetInterval
        self.greatestZeroThreshold = greatestZeroThreshold
    }

    /// Buckets each of which is at most `growth` times as wide as the one before: of the schemas for which that holds, the one with the
    /// fewest buckets, and 8 where it holds for none.
    ///
    /// 1.1 means schema 3, 1.5 schema 1, 2 schema 0, 4 schema -1. Other parameters as with a schema.
    public init(
        growth: Double, zeroThreshold: Double = 0x1p-128, limit: Int? = 160, resetInterval: Duration? = nil,
        greatestZeroThreshold: Double = 0
    ) {
        let schema = NativeScale.schemas.first { NativeScale.bound(of: 1, schema: $0) <= growth } ?? NativeScale.schemas.upperBound
        self.init(
            schema: schema, zeroThreshold: zeroThreshold, limit: limit, resetInterval: resetInterval,
            greatestZeroThreshold: greatestZeroThreshold)
        if !(growth > 1) || !growth.isFinite { refusedGrowth = growth }
    }

    /// The schema, if all of it can be.
    func validatedSchema() throws(InvalidDescriptor) -> Int {
        if let refusedGrowth { throw .growth(refusedGrowth) }
        if !NativeScale.schemas.contains(schema) { throw .schema(schema) }
        for threshold in [zeroThreshold, greatestZeroThreshold] where !(threshold >= 0) || !threshold.isFinite {
            throw .zeroThreshold(threshold)
        }
        if let limit, limit < 1 { throw .nativeBucketLimit(limit) }
        if let resetInterval, resetInterval < .zero { throw .resetInterval(resetInterval) }
        return schema
    }
}
