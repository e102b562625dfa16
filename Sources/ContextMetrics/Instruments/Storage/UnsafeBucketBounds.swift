// Invariant: `sorted` is memory for `size` numbers, written in `init`, read by many, freed in `deinit`, when the family has ended.

/// The bounds of a histogram family's buckets, made for searching.
final class BucketBounds: @unchecked Sendable {
    let bounds: [Double]
    /// The bounds, none of them -0, then infinities up to a power of two, at least one.
    let sorted: UnsafeMutablePointer<Double>
    /// A power of two, at least `BucketSearch.few`.
    let size: Int

    /// For bounds that are finite and ascending.
    init(_ bounds: [Double]) {
        self.bounds = bounds
        var size = BucketSearch.few
        while size <= bounds.count { size *= 2 }
        self.size = size
        sorted = .allocate(capacity: size)
        for index in 0..<size { (sorted + index).initialize(to: index < bounds.count ? bounds[index] + 0 : .infinity) }
    }

    deinit { sorted.deallocate() }
}

enum BucketSearch {
    /// So many bounds are compared at once.
    static let few = 8

    /// How many of the bounds are below a value: the bucket of it, as a bound belongs to its bucket (`le`).
    ///
    /// As many steps for every value. The last are comparisons beside each other: a branch that depends on a value is guessed wrongly half
    /// of the time, and costs more than all of them.
    @inline(__always)
    static func bucket(of value: Double, in sorted: UnsafeMutablePointer<Double>, size: Int) -> Int {
        var first = 0
        var step = size &>> 1
        while step > few {
            first &+= sorted[first &+ step &- 1] < value ? step : 0
            step &>>= 1
        }
        var below = count(below: value, from: sorted + first)
        if size > few { below &+= count(below: value, from: sorted + (first &+ few)) }
        return first &+ below
    }

    /// The sign of a difference is that of a comparison: it is zero for equal numbers only, and then positive.
    @inline(__always)
    private static func count(below value: Double, from bounds: UnsafeMutablePointer<Double>) -> Int {
        var below: UInt64 = 0
        for index in 0..<few { below &+= (bounds[index] - value).bitPattern &>> 63 }
        return Int(truncatingIfNeeded: below)
    }
}
