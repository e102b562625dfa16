/// The observations of a sliding window, as counts in ``MagnitudeBuckets``: enough to tell any quantile of them.
///
/// Error: what it tells for a quantile q is within 1/128 (0.8 %), in proportion, of the ⌈q·n⌉-th smallest of the n observations; numbers
/// nearer to zero than 2.2e-308 count as zero. Where a window holds magnitudes that are more than 64 powers of two apart, those
/// below that count with the smallest ones above. Slices of time are merged by adding counts, at no loss.
///
/// Memory: 256 bytes a slice for each power of two that the observations range over, 16 KB a slice at most, and as much again for negative
/// ones. Nothing before the first observation.
struct WindowedSketch: Sendable {
    private let slices: Int
    /// Counted from the beginning; its column is that modulo `slices`.
    private var newest = 0
    private var positive: MagnitudeBuckets
    private var negative: MagnitudeBuckets
    private var zeros: [UInt64]

    init(slices: Int) {
        self.slices = slices
        positive = MagnitudeBuckets(columns: slices)
        negative = positive
        zeros = Array(repeating: 0, count: slices)
    }

    /// Counts a finite observation, in the newest slice.
    mutating func add(_ value: Double) {
        let column = newest % slices
        if value.magnitude < .leastNormalMagnitude {
            zeros[column] += 1
        } else if value > 0 {
            positive.add(MagnitudeBuckets.key(of: value), column: column)
        } else {
            negative.add(MagnitudeBuckets.key(of: value.magnitude), column: column)
        }
    }

    /// Lets time pass until a slice, and forgets the slices that are too old by then.
    ///
    /// A slice that has passed already changes nothing.
    mutating func advance(to slice: Int) {
        if slice <= newest { return }
        for step in 0..<min(slice - newest, slices) { clear(column: (slice - step) % slices) }
        newest = slice
    }

    private mutating func clear(column: Int) {
        zeros[column] = 0
        positive.clear(column: column)
        negative.clear(column: column)
    }

    /// The quantiles asked for, in ascending order; NaN where there are no observations.
    ///
    /// Linear in the buckets and in what was asked for.
    func quantiles(_ wanted: [Double]) -> [SummaryValue.Quantile] {
        let zeros = zeros.reduce(0, +)
        let total = Double(negative.total + zeros + positive.total)
        var found: [SummaryValue.Quantile] = []
        if total == 0 || wanted.isEmpty { return wanted.map { SummaryValue.Quantile($0, .nan) } }
        var below: UInt64 = 0
        var last = 0.0
        func pass(_ value: Double, _ count: UInt64) -> Bool {
            below += count
            last = value
            while found.count < wanted.count, Double(below) >= (wanted[found.count] * total).rounded(.up) {
                found.append(SummaryValue.Quantile(wanted[found.count], value))
            }
            return found.count < wanted.count
        }
        negative.visit(descending: true) { pass(-$0, $1) }
        if zeros > 0, found.count < wanted.count { _ = pass(0, zeros) }
        if found.count < wanted.count { positive.visit { pass($0, $1) } }
        // Only where a total is too large for a double to count.
        for quantile in wanted.dropFirst(found.count) { found.append(SummaryValue.Quantile(quantile, last)) }
        return found
    }
}
