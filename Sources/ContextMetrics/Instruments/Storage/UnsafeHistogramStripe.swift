// Invariant: a stripe is memory of `HistogramStripe.size(buckets)` bytes at least, of atomic words. Whoever has moved `lock` from 0 to 1
// (acquire) may change the others, until he moves it back (release). They are atomic only so that nobody has to take that on trust.

import Synchronization

/// Observations of one series, or a share of them: the count of each bucket, and the sum.
struct HistogramStripe {
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    /// The lock has a line of its own: another thread that tries it doesn't take away the line that its holder writes.
    private static let lineWords = 8

    static func size(_ buckets: Int) -> Int { (lineWords + 1 + buckets) * 8 }

    @inline(__always)
    init(at place: UnsafeMutableRawPointer) { words = place.assumingMemoryBound(to: Atomic<UInt64>.self) }

    /// Makes memory a stripe without observations.
    init(in place: UnsafeMutableRawPointer, buckets: Int) {
        let count = HistogramStripe.size(buckets) / 8
        words = place.bindMemory(to: Atomic<UInt64>.self, capacity: count)
        for index in 0..<count { (words + index).initialize(to: Atomic(0)) }
    }

    private var lock: UnsafeMutablePointer<Atomic<UInt64>> { words }
    private var sum: UnsafeMutablePointer<Atomic<UInt64>> { words + HistogramStripe.lineWords }
    private func count(_ bucket: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { words + (HistogramStripe.lineWords + 1 + bucket) }

    @inline(__always)
    private func tryLock() -> Bool { lock.pointee.compareExchange(expected: 0, desired: 1, ordering: .acquiring).exchanged }
    @inline(__always)
    private func unlock() { lock.pointee.store(0, ordering: .releasing) }

    /// Adds an observation, unless another thread is at it just now.
    @inline(__always)
    func tryAdd(_ value: Double, bucket: Int) -> Bool {
        guard tryLock() else { return false }
        let count = count(bucket)
        count.pointee.store(count.pointee.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        sum.pointee.store((Double(bitPattern: sum.pointee.load(ordering: .relaxed)) + value).bitPattern, ordering: .relaxed)
        unlock()
        return true
    }

    /// Adds all of it to `counts` and `total`, as it was at one moment; false when another thread is at it just now.
    func tryRead(_ buckets: Int, into counts: UnsafeMutableBufferPointer<UInt64>, _ total: inout Double) -> Bool {
        guard tryLock() else { return false }
        for bucket in 0..<buckets { counts[bucket] &+= count(bucket).pointee.load(ordering: .relaxed) }
        let share = Double(bitPattern: sum.pointee.load(ordering: .relaxed))
        unlock()
        // Sums of both signs that have overflown make NaN: then the first stays.
        if !(total + share).isNaN { total += share }
        return true
    }
}
