/// How many series the answers had: whether that is stable.
package struct SeriesCounts: Equatable, Sendable {
    /// The fewest and the most; `nil` while there was no answer.
    package private(set) var range: ClosedRange<Int>?
    /// How often an answer had another number than the one before it on the same connection.
    package private(set) var changes = 0
    private var last: Int?

    package init() {}

    mutating func note(_ count: Int) {
        if let last, last != count { changes += 1 }
        last = count
        range = range.map { min($0.lowerBound, count)...max($0.upperBound, count) } ?? count...count
    }

    mutating func merge(_ other: SeriesCounts) {
        changes += other.changes
        guard let added = other.range else { return }
        range = range.map { min($0.lowerBound, added.lowerBound)...max($0.upperBound, added.upperBound) } ?? added
    }
}
