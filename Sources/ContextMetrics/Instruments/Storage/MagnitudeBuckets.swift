/// Counts of positive numbers in buckets that are as fine as the numbers in them are small, with a column for each slice of time.
///
/// A bucket is 1/64 of the way from one power of two to the next. So its middle is off by 1/128 at most, in proportion, from every number
/// in it, and its key is the upper bits of the number.
struct MagnitudeBuckets: Sendable {
    /// Buckets between two powers of two.
    private static let octave = 64
    private static let keyShift: UInt64 = 46
    /// 64 octaves: numbers 1.8e19 times as large as others.
    private static let mostRows = 64 * octave

    let columns: Int
    /// The key of row 0, a multiple of `octave`; so is the number of rows.
    private var first = 0
    /// Row by row.
    ///
    /// Narrow, because there are many: one that is full stays as it is.
    private var counts: [UInt32] = []

    init(columns: Int) { self.columns = columns }

    private var rows: Int { counts.count / columns }

    // MARK: Keys

    /// The bucket of a positive number; ascending with the number.
    @inline(__always)
    static func key(of magnitude: Double) -> Int { Int(truncatingIfNeeded: magnitude.bitPattern >> keyShift) }

    private static func middle(of key: Int) -> Double {
        Double(bitPattern: UInt64(truncatingIfNeeded: key) << keyShift | 1 << (keyShift - 1))
    }

    // MARK: Counting

    /// Counts a number in its bucket.
    ///
    /// Constant time, but linear in the buckets when there was none yet for so small or so large a number. Buckets that would be more
    /// than `mostRows` below the highest are counted with the lowest there is.
    @inline(__always)
    mutating func add(_ key: Int, column: Int) {
        var row = key - first
        if row < 0 || row >= rows { row = makeRow(for: key) }
        let place = row * columns + column
        if counts[place] < .max { counts[place] += 1 }
    }

    @inline(never)
    private mutating func makeRow(for key: Int) -> Int {
        if key < first, rows >= MagnitudeBuckets.mostRows { return 0 }
        resize(toHold: key)
        return max(key - first, 0)
    }

    /// Forgets what was counted in a column, and gives up the memory of buckets that are empty now.
    mutating func clear(column: Int) {
        for row in 0..<rows { counts[row * columns + column] = 0 }
        resize(toHold: nil)
    }

    /// As many rows as those with counts, and `key`, need.
    private mutating func resize(toHold key: Int?) {
        let octave = MagnitudeBuckets.octave
        let occupied = (0..<rows).filter { row in self[row] > 0 }
        let keys = [occupied.first.map { $0 + first }, occupied.last.map { $0 + first }, key].compactMap(\.self)
        guard let lowest = keys.min(), let highest = keys.max() else {
            counts = []
            return
        }
        let end = highest / octave * octave + octave
        let start = max(lowest / octave * octave, end - MagnitudeBuckets.mostRows)
        if start == first, (end - start) * columns == counts.count { return }
        var moved = [UInt32](repeating: 0, count: (end - start) * columns)
        for row in occupied {
            let target = max(row + first - start, 0)
            for column in 0..<columns {
                let (sum, overflow) = moved[target * columns + column].addingReportingOverflow(counts[row * columns + column])
                moved[target * columns + column] = overflow ? .max : sum
            }
        }
        first = start
        counts = moved
    }

    // MARK: Reading

    /// All columns of a row together.
    private subscript(row: Int) -> UInt64 {
        var sum: UInt64 = 0
        for place in row * columns..<(row + 1) * columns { sum += UInt64(counts[place]) }
        return sum
    }

    var total: UInt64 {
        var sum: UInt64 = 0
        for count in counts { sum += UInt64(count) }
        return sum
    }

    /// Visits the buckets that aren't empty, in ascending or descending order, until `body` answers false.
    func visit(descending: Bool = false, _ body: (_ middle: Double, _ count: UInt64) -> Bool) {
        for index in 0..<rows {
            let row = descending ? rows - 1 - index : index
            let count = self[row]
            if count > 0, !body(MagnitudeBuckets.middle(of: first + row), count) { return }
        }
    }
}
