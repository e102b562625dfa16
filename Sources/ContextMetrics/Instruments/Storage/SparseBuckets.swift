/// Counts of buckets far apart, in pages of neighbours.
struct SparseBuckets: Sendable {
    private static let pageBits = 5
    private static let pageSize = 1 << pageBits

    private var counts: [UInt64] = []
    /// Where the counts of each page begin, by the distance from the first page; -1 where none of its buckets has a count.
    private var starts: [Int32] = []
    private var firstPage = 0
    /// How many buckets hold something.
    private(set) var used = 0

    /// Adds to a bucket; answers whether it was empty before.
    @inline(__always)
    mutating func add(_ count: UInt64 = 1, to index: Int) -> Bool {
        let page = index >> SparseBuckets.pageBits &- firstPage
        var start: Int32 = -1
        if page >= 0, page < starts.count { start = starts[page] }
        if start < 0 { start = makePage(index >> SparseBuckets.pageBits) }
        let place = Int(start) &+ index & (SparseBuckets.pageSize - 1)
        let before = counts[place]
        counts[place] = before &+ count
        if before > 0 { return false }
        used += 1
        return true
    }

    private mutating func makePage(_ page: Int) -> Int32 {
        if starts.isEmpty {
            firstPage = page
        } else if page < firstPage {
            starts.insert(contentsOf: repeatElement(-1, count: firstPage - page), at: 0)
            firstPage = page
        }
        let missing = page - firstPage + 1 - starts.count
        if missing > 0 { starts.append(contentsOf: repeatElement(-1, count: missing)) }
        let start = Int32(truncatingIfNeeded: counts.count)
        starts[page - firstPage] = start
        counts.append(contentsOf: repeatElement(0, count: SparseBuckets.pageSize))
        return start
    }

    /// Empties a bucket; answers what it held.
    mutating func empty(_ index: Int) -> UInt64 {
        let page = index >> SparseBuckets.pageBits - firstPage
        guard starts.indices.contains(page), starts[page] >= 0 else { return 0 }
        let place = Int(starts[page]) + index & (SparseBuckets.pageSize - 1)
        defer { counts[place] = 0 }
        if counts[place] > 0 { used -= 1 }
        return counts[place]
    }

    /// The buckets that hold something, in the order of their indices.
    var all: [HistogramValue.Native.Bucket] {
        var all: [HistogramValue.Native.Bucket] = []
        all.reserveCapacity(used)
        for (page, start) in starts.enumerated() where start >= 0 {
            for place in 0..<SparseBuckets.pageSize where counts[Int(start) + place] > 0 {
                let index = (firstPage + page) << SparseBuckets.pageBits + place
                all.append(HistogramValue.Native.Bucket(index: index, count: counts[Int(start) + place]))
            }
        }
        return all
    }

    /// The lowest index of a bucket that holds something.
    var first: Int? { all.first?.index }

    /// The same counts in buckets of twice the width.
    var halved: SparseBuckets {
        var halved = SparseBuckets()
        for bucket in all { _ = halved.add(bucket.count, to: NativeScale.coarser(bucket.index, by: 1)) }
        return halved
    }
}
