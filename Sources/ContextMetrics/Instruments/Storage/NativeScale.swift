/// The buckets of native histograms with one schema: between a power of two and the next there are 2^schema of them, or 2^-schema powers of
/// two in each.
///
/// A bucket has its upper bound and not its lower one: that of index i ends at 2^(i * 2^-schema). Indices are exact for every number, because
/// they come from comparisons with bounds and not from logarithms.
///
/// Source: Prometheus, "Native Histograms", "Schema".
struct NativeScale: Sendable {
    static let schemas = -4...NativeBucketBounds.finestSchema

    let schema: Int
    /// The bits of bounds between 1 and 2, and in the end what no number is above.
    private let bounds: [UInt64]
    /// How many bounds lie below each of the numbers at which a range of significands begins.
    ///
    /// There is one bound in a range at most: ranges are half as wide as buckets would be that all had the same width, and the narrowest
    /// bucket isn't as narrow as that.
    private let boundsBelow: [UInt16]

    init(schema: Int) {
        self.schema = schema
        if schema <= 0 {
            bounds = []
            boundsBelow = []
            return
        }
        let bounds = stride(from: 0, to: 256, by: 256 >> schema).map { NativeBucketBounds.significands[$0] } + [.max]
        boundsBelow = (0..<2 << schema).map { range in
            let start = UInt64(range) << UInt64(51 - schema)
            return UInt16(bounds.firstIndex { $0 >= start } ?? 0)
        }
        self.bounds = bounds
    }

    /// The bucket of a number above 0.
    @inline(__always)
    func index(of number: Double) -> Int {
        var bits = number.bitPattern
        var exponent = Int(truncatingIfNeeded: bits >> 52) &- 1_023
        if exponent == -1_023 {
            // One that has no bit before the point is given one, exactly.
            bits = (number * 0x1p54).bitPattern
            exponent = Int(truncatingIfNeeded: bits >> 52) &- (1_023 + 54)
        }
        let significand = bits & 0xF_FFFF_FFFF_FFFF
        if schema <= 0 { return NativeScale.coarser(significand == 0 ? exponent : exponent &+ 1, by: -schema) }
        let below = Int(boundsBelow[Int(truncatingIfNeeded: significand >> UInt64(truncatingIfNeeded: 51 &- schema))])
        return exponent << schema &+ below &+ (bounds[below] < significand ? 1 : 0)
    }

    /// The index of the bucket that a bucket is part of when there are so many times fewer, as a power of two.
    @inline(__always)
    static func coarser(_ index: Int, by steps: Int) -> Int { (index &+ (1 << steps) &- 1) >> steps }

    /// The greatest number in a bucket.
    static func bound(of index: Int, schema: Int) -> Double {
        let exponent = schema < 0 ? index << -schema : index >> schema
        let place = schema < 0 ? 0 : (index - exponent << schema) << (NativeBucketBounds.finestSchema - schema)
        if exponent > 1_023 { return .greatestFiniteMagnitude }
        let significand = NativeBucketBounds.significands[place & 255]
        if exponent >= -1_022 { return Double(bitPattern: UInt64(exponent + 1_023) << 52 | significand) }
        return Double(bitPattern: (1 << 52 | significand) >> UInt64(-1_022 - exponent))
    }
}
