extension HistogramValue {
    /// What a native histogram has beside its classic buckets: as many buckets to each power of two, of which only those exist that hold
    /// something.
    ///
    /// Source: Prometheus, "Native Histograms", "Data model".
    public struct Native: Hashable, Sendable {
        /// The observations of one bucket, alone.
        public struct Bucket: Hashable, Sendable {
            /// The bucket of index i ends at 2^(i * 2^-schema), which is part of it, and begins where the one before ends.
            public let index: Int
            /// The observations in it, alone.
            public let count: UInt64

            /// Nothing is checked before it is part of a ``HistogramValue/Native``.
            public init(index: Int, count: UInt64) {
                self.index = index
                self.count = count
            }
        }

        /// Why numbers don't make a native histogram.
        public enum Invalid: Error, Hashable, Sendable, CustomStringConvertible {
            /// A schema other than -4 to 8.
            case schema(Int)
            /// A threshold that is negative, infinite or not a number.
            case zeroThreshold(Double)
            /// Indices that don't ascend, or of which no number has one.
            case index(Int)
            /// The counts add up to more than 2^63 - 1.
            case tooMany

            /// What is wrong, with the value.
            public var description: String {
                switch self {
                case .schema(let schema): "The schema \(schema) is none of -4 to 8."
                case .zeroThreshold(let threshold): "The zero threshold \(threshold) must be a finite number, not negative."
                case .index(let index): "The index \(index) must be above the one before, and that of a bucket that a number can be in."
                case .tooMany: "The counts add up to more than 2^63 - 1."
                }
            }
        }

        /// Between a power of two and the next there are 2^schema buckets.
        public let schema: Int
        /// Observations no further from zero than this are in the zero bucket.
        public let zeroThreshold: Double
        /// The observations in the zero bucket.
        public let zeroCount: UInt64
        /// The buckets above zero, by index.
        public let positive: [Bucket]
        /// The buckets below zero, by index: that of the magnitude.
        public let negative: [Bucket]
        /// All observations.
        public var count: UInt64 { (positive + negative).reduce(zeroCount) { $0 &+ $1.count } }

        /// - Parameters:
        ///   - schema: From -4 to 8.
        ///   - zeroThreshold: How far from zero the zero bucket reaches.
        ///   - zeroCount: The observations in it.
        ///   - positive: The buckets above zero, by ascending index; empty ones may be left out.
        ///   - negative: The buckets below zero, by ascending index of the magnitude.
        /// - Throws: ``Invalid`` with the value that is wrong. Linear in the number of buckets.
        public init(
            schema: Int, zeroThreshold: Double = 0, zeroCount: UInt64 = 0, positive: [Bucket], negative: [Bucket] = []
        ) throws(Invalid) {
            if !(-4...8 ~= schema) { throw .schema(schema) }
            if !(zeroThreshold >= 0) || !zeroThreshold.isFinite { throw .zeroThreshold(zeroThreshold) }
            var total = zeroCount
            for buckets in [positive, negative] {
                var last = -Native.mostIndex - 1
                for bucket in buckets {
                    if bucket.index <= last || bucket.index > Native.mostIndex { throw .index(bucket.index) }
                    last = bucket.index
                    let (sum, overflow) = total.addingReportingOverflow(bucket.count)
                    if overflow { throw .tooMany }
                    total = sum
                }
            }
            if total > UInt64(Int64.max) { throw .tooMany }
            self.init(unchecked: schema, zeroThreshold: zeroThreshold, zeroCount: zeroCount, positive: positive, negative: negative)
        }

        init(unchecked schema: Int, zeroThreshold: Double, zeroCount: UInt64, positive: [Bucket], negative: [Bucket]) {
            self.schema = schema
            self.zeroThreshold = zeroThreshold
            self.zeroCount = zeroCount
            self.positive = positive
            self.negative = negative
        }

        /// No number has a greater one in any schema.
        private static let mostIndex = 1 << 19
    }
}
