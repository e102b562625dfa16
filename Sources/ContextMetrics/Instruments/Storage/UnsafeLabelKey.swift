// Invariant: the bytes of a value are looked at only within the call that lent them.

/// The label values that a series is looked for by, one after the other: a type of its own for each number of them, so that there is no
/// loop over them.
protocol LabelKey {
    static var count: Int { get }
    func hash(with hash: LabelHash) -> UInt64
    /// Whether a record has these values, beginning with the first; if so, where its next value begins.
    func matched(by record: SeriesRecord) -> (count: Int, bytes: UnsafeRawPointer)?
}

extension LabelKey {
    @inline(__always)
    func and(_ value: UnsafeRawBufferPointer) -> MoreLabels<Self> { MoreLabels(first: self, last: value) }
}

struct NoLabels: LabelKey {
    @inline(__always)
    static var count: Int { 0 }
    @inline(__always)
    func hash(with hash: LabelHash) -> UInt64 { 0 }
    @inline(__always)
    func matched(by record: SeriesRecord) -> (count: Int, bytes: UnsafeRawPointer)? { (0, record.bytes) }
}

struct MoreLabels<First: LabelKey>: LabelKey {
    let first: First
    let last: UnsafeRawBufferPointer

    @inline(__always)
    static var count: Int { First.count &+ 1 }

    @inline(__always)
    func hash(with hash: LabelHash) -> UInt64 { first.hash(with: hash) ^ hash(last, at: First.count) }

    @inline(__always)
    func matched(by record: SeriesRecord) -> (count: Int, bytes: UnsafeRawPointer)? {
        guard let (count, bytes) = first.matched(by: record), record.hasValue(last, at: count, bytes) else { return nil }
        return (count &+ 1, bytes + last.count)
    }
}
