// Invariant: `lock` is an atomic word, and `words` is memory for `HistogramStripe.wordCount(buckets)` of them. Whoever has moved the lock from 0
// to 1 (acquire) may change the words, until he moves it back (release). They are atomic only so that nobody has to take that on trust.

import Synchronization

/// Observations of one series, or a share of them: the count of each bucket, and the sum.
struct HistogramStripe {
    private let lock: UnsafeMutablePointer<Atomic<UInt64>>
    private let words: UnsafeMutablePointer<Atomic<UInt64>>

    /// The sum, then the counts.
    @inline(__always)
    static func wordCount(_ buckets: Int) -> Int { 1 &+ buckets }

    @inline(__always)
    init(lock: UnsafeMutableRawPointer, words: UnsafeMutableRawPointer) {
        self.lock = lock.assumingMemoryBound(to: Atomic<UInt64>.self)
        self.words = words.assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Makes memory a stripe without observations.
    init(inLock lock: UnsafeMutableRawPointer, words: UnsafeMutableRawPointer, buckets: Int) {
        let count = HistogramStripe.wordCount(buckets)
        self.lock = lock.bindMemory(to: Atomic<UInt64>.self, capacity: 1)
        self.words = words.bindMemory(to: Atomic<UInt64>.self, capacity: count)
        self.lock.initialize(to: Atomic(0))
        for index in 0..<count { (self.words + index).initialize(to: Atomic(0)) }
    }

    /// Reads something of each line of it, and waits for nothing: an atomic look is never left out, though nobody uses what it saw.
    @inline(__always)
    func fetch(_ buckets: Int) {
        for place in stride(from: 0, to: HistogramStripe.wordCount(buckets), by: 8) { _ = words[place].load(ordering: .relaxed) }
    }

    private var sum: UnsafeMutablePointer<Atomic<UInt64>> { words }
    private func count(_ bucket: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { words + (1 &+ bucket) }

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

    /// Copies the counts, as they were at one moment with the sum; `nil` when another thread is at it just now.
    @inline(__always)
    func tryRead(_ buckets: Int, into counts: UnsafeMutablePointer<UInt64>) -> Double? {
        guard tryLock() else { return nil }
        for bucket in 0..<buckets { counts[bucket] = count(bucket).pointee.load(ordering: .relaxed) }
        let sum = Double(bitPattern: sum.pointee.load(ordering: .relaxed))
        unlock()
        return sum
    }

    /// Adds all of it to `counts` and `total`, as it was at one moment; false when another thread is at it just now.
    func tryAdd(_ buckets: Int, to counts: UnsafeMutablePointer<UInt64>, _ total: inout Double) -> Bool {
        guard tryLock() else { return false }
        for bucket in 0..<buckets { counts[bucket] &+= count(bucket).pointee.load(ordering: .relaxed) }
        let share = Double(bitPattern: sum.pointee.load(ordering: .relaxed))
        unlock()
        // Sums of both signs that have overflown make NaN: then the first stays.
        if !(total + share).isNaN { total += share }
        return true
    }
}
