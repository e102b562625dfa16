// Invariant: `word` is a cell that its arena handed out. Arena and cell live as long as the family, which everybody who uses the cell
// holds. A gauge's cell holds any 64 bits. A counter's holds a whole number while the highest bit is clear; once the bit is set, the
// others are the place of its `CounterStripes`, and the lowest ones of them a number to be added: see `addOne`. The line of 64 bytes
// that the cell stands on begins with the marks of its cells.

public import Synchronization

/// The number of one series: 8 bytes outside of any object.
@usableFromInline
struct NumberCell: @unchecked Sendable {
    @usableFromInline let word: UnsafeMutablePointer<Atomic<UInt64>>

    @inlinable
    init(_ place: UnsafeMutableRawPointer) { word = place.assumingMemoryBound(to: Atomic<UInt64>.self) }

    // MARK: Gauges

    @inlinable @inline(__always)
    func load<Value: MetricNumber>(_ type: Value.Type) -> Value { .decoded(word.pointee.load(ordering: .relaxed)) }

    @inlinable @inline(__always)
    func store(_ new: some MetricNumber) { word.pointee.store(new.encoded, ordering: .relaxed) }

    /// Replaces the number by what `change` makes of it, atomically.
    ///
    /// False where that is `nil`, and nothing changes. `change` runs again when another thread was faster.
    @inlinable @inline(__always)
    func update<Value: MetricNumber>(_ change: (Value) -> Value?) -> Bool {
        var seen = word.pointee.load(ordering: .relaxed)
        while true {
            guard let new = change(.decoded(seen)) else { return false }
            let (exchanged, original) = word.pointee.weakCompareExchange(expected: seen, desired: new.encoded, ordering: .relaxed)
            if exchanged { return true }
            seen = original
        }
    }

    // MARK: Counters

    /// Where a number becomes too large for a cell.
    @usableFromInline static var limit: UInt64 { 1 << 62 }

    /// The marks of all cells of the line: a bit for each.
    @inlinable @inline(__always)
    var marks: UnsafeMutablePointer<Atomic<UInt64>> {
        let place = UnsafeMutableRawPointer(word)
        return (place - Int(UInt(bitPattern: place) & 63)).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @inlinable @inline(__always)
    var mark: UInt64 { 1 << UInt64((UInt(bitPattern: word) >> 3) & 7) }

    /// Whether the number stands elsewhere, or another thread is about to move it.
    ///
    /// Asks the line, not the cell: some processors take as long again for an addition to a word that they have just looked at.
    @inlinable @inline(__always)
    var isLeft: Bool { marks.pointee.load(ordering: .relaxed) & mark != 0 }

    /// Adds one to a number that stands in the cell, as far as `isLeft` has said.
    ///
    /// Another thread may move the number between the look at it and the addition. Then the one is added to the place that the number was
    /// moved to, and stays there: each thread does so once at most, and the place leaves room for a million ones.
    ///
    /// - Returns: Whether it is time to see if the cell still is the right place: every 256th time.
    @inlinable @inline(__always)
    func addOne() -> Bool { word.pointee.wrappingAdd(1, ordering: .acquiring).oldValue & 255 == 0 }

    /// Moves the number out of its cell if other threads count here as well, or it has become too large.
    @inlinable @inline(never)
    func reconsider<Value: MetricNumber>(_ type: Value.Type, _ core: FamilyCore) {
        let seen = word.pointee.load(ordering: .relaxed)
        if seen >> 63 != 0 { return }
        if isContended {
            _ = leaveCell(type, count: CounterStripes.many, core)
        } else if seen >= NumberCell.limit {
            _ = leaveCell(type, count: 1, core)
        }
    }

    /// Adds one where the number has left its cell.
    ///
    /// False for an addition that is refused.
    @inlinable @inline(never)
    func addOneElsewhere<Value: MetricNumber>(_ type: Value.Type, _ core: FamilyCore) -> Bool {
        let seen = word.pointee.load(ordering: .acquiring)
        if CounterStripes.areMany(seen), let stripes = CounterStripes(seen), stripes.addOne() { return true }
        return add(Value.one, core)
    }

    /// Whether other threads write here just now.
    @usableFromInline var isContended: Bool {
        var seen = word.pointee.load(ordering: .relaxed)
        var misses = 0
        for _ in 0..<8 {
            let (exchanged, original) = word.pointee.compareExchange(expected: seen, desired: seen, ordering: .relaxed)
            if !exchanged { misses += 1 }
            seen = original
        }
        return misses > 1
    }

    /// Adds an amount, unless another thread interferes, the amount is refused or no whole number, or the cell doesn't hold the number.
    ///
    /// False where nothing was added.
    @inlinable @inline(__always)
    func addAlone<Value: MetricNumber>(_ amount: Value) -> Bool {
        guard let amount = amount.whole else { return false }
        let seen = word.pointee.load(ordering: .relaxed)
        // Neither is above 2^63, so that the sum can't wrap.
        return seen < NumberCell.limit && seen &+ amount < NumberCell.limit
            && word.pointee.compareExchange(expected: seen, desired: seen &+ amount, ordering: .relaxed).exchanged
    }

    /// Adds an amount in whatever way it takes.
    ///
    /// False for an amount that is refused.
    @inlinable @inline(never)
    func add<Value: MetricNumber>(_ amount: Value, _ core: FamilyCore) -> Bool {
        if Value.zero.counted(up: amount) == nil { return false }
        var misses = 0
        while true {
            let seen = word.pointee.load(ordering: .acquiring)
            if let stripes = CounterStripes(seen) {
                switch stripes.add(amount) {
                case .done: return true
                case .refused: return false
                case .moved: break
                case .crowded: widen(stripes, Value.self, core)
                }
            } else if misses < 2, seen < NumberCell.limit, let whole = amount.whole, seen &+ whole < NumberCell.limit {
                if word.pointee.compareExchange(expected: seen, desired: seen &+ whole, ordering: .relaxed).exchanged { return true }
                misses += 1
            } else if !leaveCell(Value.self, count: misses < 2 ? 1 : CounterStripes.many, core) {
                return false
            }
        }
    }

    /// Moves a counter's number out of the cell, which then leads to it, unless another thread is faster.
    ///
    /// False where there can't be such a place.
    @usableFromInline
    func leaveCell<Value: MetricNumber>(_ type: Value.Type, count: Int, _ core: FamilyCore) -> Bool {
        let stripes = CounterStripes(Value.zero, count: count, lines: core.lines)
        guard let encoded = stripes.encoded else {
            stripes.end(core.lines)
            return false
        }
        // First, so that a thread that has added to the place sees it the next time. Never taken back.
        marks.pointee.bitwiseOr(mark, ordering: .relaxed)
        while true {
            let seen = word.pointee.load(ordering: .relaxed)
            if seen >> 63 != 0 { break }
            // Little is done between the look and the exchange: others go on counting here, and each of them undoes it.
            stripes.begin(at: Value(whole: seen))
            if word.pointee.compareExchange(expected: seen, desired: encoded, ordering: .releasing).exchanged {
                core.keep(stripes, of: UnsafeMutableRawPointer(word))
                return true
            }
        }
        stripes.end(core.lines)
        return true
    }

    @usableFromInline
    func widen<Value: MetricNumber>(_ stripes: CounterStripes, _ type: Value.Type, _ core: FamilyCore) {
        stripes.spread(type, lines: core.lines) { wider in
            guard let old = stripes.encoded, let new = wider.encoded else { return }
            // The lowest bits stay as they are.
            word.pointee.wrappingAdd(new &- old, ordering: .releasing)
            core.keep(wider, of: UnsafeMutableRawPointer(word))
        }
    }

    /// What it holds: of a counter its number, or, with the highest bit, something that leads to it.
    @inline(__always)
    var bits: UInt64 { word.pointee.load(ordering: .acquiring) }

    /// Has the cell fetched from memory, for whoever reads it soon: an atomic look is never left out, though nobody uses what it saw.
    @inline(__always)
    func touch() { _ = word.pointee.load(ordering: .relaxed) }

    /// Has a counter's number fetched from memory where it doesn't stand in the cell, for whoever reads it soon.
    @inline(__always)
    func fetch() {
        let seen = word.pointee.load(ordering: .acquiring)
        if seen >> 63 != 0 { CounterStripes(seen)?.fetch() }
    }

    /// The number of a counter of integers.
    @inline(__always)
    var integer: UInt64 {
        let seen = bits
        return seen >> 63 == 0 ? seen : total(UInt64.self)
    }

    /// The number of a counter of `Double`: a whole number where the highest bit is clear, else the bits of a `Double` that isn't negative.
    @inline(__always)
    var doubleWord: UInt64 {
        let seen = bits
        if seen >> 63 == 0 { return seen }
        return 1 << 63 | (CounterStripes(seen)?.loneTotal(addedTo: seen) ?? total(Double.self)).bitPattern
    }

    /// The number of a counter.
    @usableFromInline
    func total<Value: MetricNumber>(_ type: Value.Type) -> Value {
        while true {
            let seen = word.pointee.load(ordering: .acquiring)
            guard let stripes = CounterStripes(seen) else { return Value(whole: seen) }
            if let total = stripes.total(type) { return total.counted(up: Value(whole: CounterStripes.added(to: seen))) ?? total }
        }
    }
}

extension MetricNumber {
    @inlinable @inline(__always)
    var encoded: UInt64 { UInt64.decodeAtomicRepresentation(Self.encodeAtomicRepresentation(self)) }

    @inlinable @inline(__always)
    static func decoded(_ bits: UInt64) -> Self { decodeAtomicRepresentation(UInt64.encodeAtomicRepresentation(bits)) }
}
