// Invariant: `sorted` is memory for `size` numbers, written in `init`, read by many, freed in `deinit`, when the family has ended.

/// The bounds of a histogram family's buckets, made for searching.
final class BucketBounds: @unchecked Sendable {
    let bounds: [Double]
    /// The bounds, then infinities up to a power of two, at least one.
    let sorted: UnsafeMutablePointer<Double>
    /// A power of two.
    let size: Int

    /// For bounds that are finite and ascending.
    init(_ bounds: [Double]) {
        self.bounds = bounds
        var size = 1
        while size <= bounds.count { size *= 2 }
        self.size = size
        sorted = .allocate(capacity: size)
        for index in 0..<size { (sorted + index).initialize(to: index < bounds.count ? bounds[index] : .infinity) }
    }

    deinit { sorted.deallocate() }
}
