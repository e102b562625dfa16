// Invariant: `word` is a cell that its arena handed out. Arena and cell live as long as the family, which everybody who uses the cell
// holds. A gauge's cell holds any 64 bits. A counter's holds its number while the highest bit of that is clear; once the bit is set, the
// others are the place of its `CounterStripes`, which stays the same for ever.

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

    /// Adds an amount, unless another thread interferes, the amount is refused, or the number does not stand in the cell itself.
    ///
    /// False where nothing was added.
    @inlinable @inline(__always)
    func addAlone<Value: MetricNumber>(_ amount: Value) -> Bool {
        let seen = word.pointee.load(ordering: .relaxed)
        // Where it holds no number the sum is nonsense, and not used.
        guard let sum = Value.decoded(seen).counted(up: amount) else { return false }
        let new = sum.encoded
        return (seen | new) >> 63 == 0 && word.pointee.compareExchange(expected: seen, desired: new, ordering: .relaxed).exchanged
    }

    /// Adds an amount in whatever way it takes.
    ///
    /// False for an amount that is refused.
    @inlinable @inline(never)
    func add<Value: MetricNumber>(_ amount: Value, keeper: FamilyCore) -> Bool {
        var seen = word.pointee.load(ordering: .acquiring)
        var misses = 0
        while true {
            if let stripes = CounterStripes(seen) { return stripes.add(amount) }
            guard let sum = Value.decoded(seen).counted(up: amount) else { return false }
            if misses < 2, sum.encoded >> 63 == 0 {
                let (exchanged, original) = word.pointee.compareExchange(
                    expected: seen, desired: sum.encoded, successOrdering: .relaxed, failureOrdering: .acquiring)
                if exchanged { return true }
                seen = original
                misses += 1
            } else {
                seen = spread(seen, Value.self, keeper)
            }
        }
    }

    /// Moves a counter's number out of the cell, which then leads to it.
    ///
    /// Answers what the cell holds now: still a number, where another thread was faster.
    @usableFromInline
    func spread<Value: MetricNumber>(_ seen: UInt64, _ type: Value.Type, _ keeper: FamilyCore) -> UInt64 {
        let stripes = CounterStripes(Value.decoded(seen))
        let (exchanged, original) = word.pointee.compareExchange(
            expected: seen, desired: stripes.encoded, successOrdering: .releasing, failureOrdering: .acquiring)
        if exchanged {
            keeper.keep(stripes)
            return stripes.encoded
        }
        stripes.deallocate()
        return original
    }

    /// The number of a counter.
    @inlinable
    func total<Value: MetricNumber>(_ type: Value.Type) -> Value {
        let seen = word.pointee.load(ordering: .acquiring)
        return CounterStripes(seen)?.total(type) ?? .decoded(seen)
    }
}

extension MetricNumber {
    @inlinable @inline(__always)
    var encoded: UInt64 { UInt64.decodeAtomicRepresentation(Self.encodeAtomicRepresentation(self)) }

    @inlinable @inline(__always)
    static func decoded(_ bits: UInt64) -> Self { decodeAtomicRepresentation(UInt64.encodeAtomicRepresentation(bits)) }
}
