// Invariant: the family frees none of the series that were in the block when this was made as long as somebody but the family holds this.
// Nothing of it changes.

/// Keeps the series of a block that there were at one moment: their values can be read as long as it is held, and the family.
final class SeriesView: Sendable {
    let block: Int
    /// The block's when this was made.
    let version: UInt64
    /// The removals in the family before this was made: what was removed later was still there.
    let removals: UInt64

    init(block: Int, version: UInt64, removals: UInt64) {
        self.block = block
        self.version = version
        self.removals = removals
    }
}

/// A series that was removed, and may still be in use.
struct RetiredSeries {
    let record: SeriesRecord
    let block: Int
    /// How many removals came before it.
    let removal: UInt64
}

/// Series of a family that are rendered together: a change of one of them makes all of them be rendered again.
struct SeriesBlock: Hashable {
    static let size = 1024

    /// Counts its changes: what was seen of it holds as long as this is the same.
    var version: UInt64 = 0
    /// How many series are in it.
    var live = 0

    static func index(of place: Int) -> Int { place / size }
    static func places(of block: Int) -> Range<Int> { block * size..<(block + 1) * size }
}
