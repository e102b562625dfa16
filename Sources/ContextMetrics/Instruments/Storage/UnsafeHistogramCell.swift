// Invariant: `base` is memory made by `init(_:)`: the header with the lock of the first stripe, then that one's words. It is freed by `deallocate` once nobody can use it: the family
// does that at its end. The header is written before others see it, but for `stripes`, which moves once from 0 to the place of
// `stripeCount` stripes that are complete. `bounds` belongs to the family as well.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The observations of one series.
///
/// They stand in one stripe until two threads meet there, then in several more, in each of which one thread counts at a time; a thread
/// that finds one taken goes on to the next. A reader takes each for a moment, so that its sum and its counts belong together.
struct HistogramCell: @unchecked Sendable {
    private struct Header {
        let sorted: UnsafeMutablePointer<Double>
        /// How many those are.
        let size: Int
        let buckets: Int
    }

    /// Beside the lock: who takes it needs the header as well.
    private static let headerSize = 64
    private static let lockOffset = 48
    private static let stripesOffset = 56
    private static let stripeCount = 8
    /// Of further stripes, where a thread that tries the lock is not to take away the line that its holder writes.
    private static let lockSize = 64

    let base: UnsafeMutableRawPointer
    private var header: Header { base.assumingMemoryBound(to: Header.self).pointee }
    private var first: HistogramStripe { HistogramStripe(lock: base + HistogramCell.lockOffset, words: base + HistogramCell.headerSize) }
    private var stripes: UnsafeMutablePointer<Atomic<UInt>> {
        (base + HistogramCell.stripesOffset).assumingMemoryBound(to: Atomic<UInt>.self)
    }

    init(at base: UnsafeMutableRawPointer) { self.base = base }

    init(_ bounds: BucketBounds) {
        let buckets = bounds.bounds.count + 1
        base = .allocate(byteCount: HistogramCell.headerSize + 8 * HistogramStripe.wordCount(buckets), alignment: 64)
        base.bindMemory(to: Header.self, capacity: 1).initialize(
            to: Header(sorted: bounds.sorted, size: bounds.size, buckets: buckets))
        (base + HistogramCell.stripesOffset).bindMemory(to: Atomic<UInt>.self, capacity: 1).initialize(to: Atomic(0))
        _ = HistogramStripe(inLock: base + HistogramCell.lockOffset, words: base + HistogramCell.headerSize, buckets: buckets)
    }

    func deallocate() {
        UnsafeMutableRawPointer(bitPattern: stripes.pointee.load(ordering: .acquiring))?.deallocate()
        base.deallocate()
    }

    // MARK: Writing

    /// False for an observation that can't be counted.
    ///
    /// In place, also where it is called from several: it is a few instructions.
    @inline(__always)
    func observe(_ value: Double) -> Bool {
        // An infinite observation would make the sum infinite for good, and two of them NaN.
        guard value.isFinite else { return false }
        let bucket = bucket(of: value)
        let all = stripes.pointee.load(ordering: .acquiring)
        if all == 0 {
            if first.tryAdd(value, bucket: bucket) { return true }
        } else if let all = UnsafeMutableRawPointer(bitPattern: all) {
            if HistogramCell.stripe(ThreadStripe.index, of: all, header.buckets).tryAdd(value, bucket: bucket) { return true }
        }
        observeBesideOthers(value, bucket)
        return true
    }

    /// The first bucket whose bound is not below `value`.
    @inline(__always)
    func bucket(of value: Double) -> Int { BucketSearch.bucket(of: value, in: header.sorted, size: header.size) }

    @inline(never)
    private func observeBesideOthers(_ value: Double, _ bucket: Int) {
        // Once more: to meet for a moment is no reason yet.
        if stripes.pointee.load(ordering: .relaxed) == 0, first.tryAdd(value, bucket: bucket) { return }
        let all = spread()
        let buckets = header.buckets
        var index = ThreadStripe.index
        var tries = 0
        while !HistogramCell.stripe(index, of: all, buckets).tryAdd(value, bucket: bucket) {
            index = (index + 1) & (HistogramCell.stripeCount - 1)
            tries += 1
            if tries.isMultiple(of: HistogramCell.stripeCount) { sched_yield() }
        }
    }

    /// Between stripes: whole pairs of lines.
    @inline(__always)
    private static func distance(_ buckets: Int) -> Int { (lockSize &+ 8 &* HistogramStripe.wordCount(buckets) &+ 127) & ~127 }

    @inline(__always)
    private static func stripe(_ index: Int, of all: UnsafeMutableRawPointer, _ buckets: Int) -> HistogramStripe {
        let place = all + index &* distance(buckets)
        return HistogramStripe(lock: place, words: place + lockSize)
    }

    /// The stripes, which the first makes who asks.
    private func spread() -> UnsafeMutableRawPointer {
        if let all = UnsafeMutableRawPointer(bitPattern: stripes.pointee.load(ordering: .acquiring)) { return all }
        let size = HistogramCell.distance(header.buckets)
        let new = UnsafeMutableRawPointer.allocate(byteCount: size * HistogramCell.stripeCount, alignment: 128)
        for index in 0..<HistogramCell.stripeCount {
            let place = new + index * size
            _ = HistogramStripe(inLock: place, words: place + HistogramCell.lockSize, buckets: header.buckets)
        }
        let (exchanged, original) = stripes.pointee.compareExchange(
            expected: 0, desired: UInt(bitPattern: new), ordering: .acquiringAndReleasing)
        guard !exchanged, let first = UnsafeMutableRawPointer(bitPattern: original) else { return new }
        new.deallocate()
        return first
    }

    // MARK: Reading

    /// Has it fetched from memory, for whoever reads it soon.
    @inline(__always)
    func fetch(buckets: Int) {
        _ = stripes.pointee.load(ordering: .relaxed)
        first.fetch(buckets)
    }

    /// The counts of all buckets, each alone, and the sum that belongs to them.
    ///
    /// Waits for a thread that is just adding, nowhere else. `counts` has room for the buckets afterwards, and maybe for more.
    func read(buckets: Int, into counts: inout [UInt64]) -> Double {
        if counts.count < buckets { counts = Array(repeating: 0, count: buckets) }
        return counts.withUnsafeMutableBufferPointer { counts in
            guard let counts = counts.baseAddress else { return 0 }
            var sum = first.tryRead(buckets, into: counts)
            while sum == nil {
                sched_yield()
                sum = first.tryRead(buckets, into: counts)
            }
            guard var sum else { return 0 }
            if let all = UnsafeMutableRawPointer(bitPattern: stripes.pointee.load(ordering: .acquiring)) {
                for index in 0..<HistogramCell.stripeCount {
                    while !HistogramCell.stripe(index, of: all, buckets).tryAdd(buckets, to: counts, &sum) { sched_yield() }
                }
            }
            return sum
        }
    }

    func value(_ bounds: BucketBounds) -> HistogramValue {
        var counts: [UInt64] = []
        let sum = read(buckets: bounds.bounds.count + 1, into: &counts)
        var total: UInt64 = 0
        for bucket in counts.indices {
            total &+= counts[bucket]
            counts[bucket] = total
        }
        return HistogramValue(unchecked: bounds.bounds, cumulativeCounts: counts, sum: sum)
    }
}
