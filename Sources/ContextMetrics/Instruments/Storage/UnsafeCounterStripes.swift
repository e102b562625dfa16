// Invariant: `base` is memory of `count * stride` bytes, or a line for a lone stripe. It is made in `init`, and let go by the family that
// keeps it, or by its maker when nobody else has seen it. `count` and `before` are written only before others see it. All other words are
// atomic.

public import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The number of a counter that does not fit in its cell: it has a fraction, is very large, or is counted by several threads at once.
///
/// The number is what the cell held before, plus all stripes, in each of which one thread counts at a time if it can: single ones apart
/// from other amounts, as they need no look at what is there. Each stripe stays so small that the sum can't overflow, and ones don't come
/// to anything in that way. A counter that outgrows that has its stripes closed, and counts exactly, in one place,
/// to the end of its type. A lone stripe at which threads meet is closed too, and its number moves on to more of them.
@usableFromInline
struct CounterStripes: @unchecked Sendable {
    @usableFromInline let base: UnsafeMutableRawPointer

    /// For threads that meet: a power of two.
    @usableFromInline static var many: Int { 8 }
    @usableFromInline static var line: Int { 64 }
    /// Between stripes: two lines of most caches, which are fetched in pairs.
    ///
    /// What all stripes share stands in the first line, and there a lone stripe stands as well.
    @usableFromInline static var stride: Int { 2 * line }

    /// What a stripe holds that nobody may add to any more: no number below `limit`.
    @usableFromInline static var closed: UInt64 { .max }
    /// Where a stripe ends: the sum of nine such numbers is far within every type.
    @usableFromInline static var limit: Double { 0x1p59 }

    @usableFromInline enum Mode {
        @usableFromInline static var striped: UInt64 { 0 }
        @usableFromInline static var closing: UInt64 { 1 }
        /// The number is in `exact`.
        @usableFromInline static var exact: UInt64 { 2 }
        /// The cell leads to other stripes.
        @usableFromInline static var moved: UInt64 { 3 }
    }

    @usableFromInline enum Addition {
        case done, refused
        /// Others count here as well, and there is only one stripe.
        case crowded
        /// The cell leads elsewhere by now.
        case moved
    }

    // MARK: In a cell

    /// A place takes 48 bits, of which the lowest 6 are 0.
    ///
    /// In a cell it stands this far up, so that there are 21 bits below it: the highest says whether there are many stripes.
    @usableFromInline static var shift: UInt64 { 15 }
    @usableFromInline static var manyBit: UInt64 { 1 << 20 }

    /// Whether a cell leads to more stripes than one.
    @inlinable @inline(__always)
    static func areMany(_ encoded: UInt64) -> Bool { encoded >> 63 == 1 && encoded & manyBit != 0 }

    /// What a cell leads to, `nil` where it holds its number itself.
    @inlinable @inline(__always)
    init?(_ encoded: UInt64) {
        guard encoded >> 63 == 1,
            let base = UnsafeMutableRawPointer(
                bitPattern: UInt(truncatingIfNeeded: (encoded & ~(1 << 63)) >> CounterStripes.shift) & ~UInt(CounterStripes.line - 1))
        else { return nil }
        self.base = base
    }

    /// What a cell holds that leads here; `nil` for memory above 2^48, which systems give only to programs that ask for it.
    var encoded: UInt64? {
        let place = UInt64(UInt(bitPattern: base))
        return place >> 48 == 0 ? 1 << 63 | place << CounterStripes.shift | (count == 1 ? 0 : CounterStripes.manyBit) : nil
    }

    /// What was added to a cell that leads to stripes.
    static func added(to encoded: UInt64) -> UInt64 { encoded & (manyBit - 1) }

    // MARK: Memory

    /// Continues from a number; a lone stripe takes one of `lines`.
    init<Value: MetricNumber>(_ start: Value, count: Int, lines: LineArena) {
        let size = count == 1 ? CounterStripes.line : count * CounterStripes.stride
        base = count == 1 ? lines.take() : .allocate(byteCount: size, alignment: CounterStripes.stride)
        let words = base.bindMemory(to: Atomic<UInt64>.self, capacity: size / 8)
        for word in 0..<size / 8 { (words + word).initialize(to: Atomic(0)) }
        word(3).pointee.store(UInt64(count), ordering: .relaxed)
        for index in 0..<count { stripe(index, of: count).pointee.store(Value.zero.encoded, ordering: .relaxed) }
        begin(at: start)
    }

    /// Continues from another number, which isn't less, while nobody else has seen them.
    func begin<Value: MetricNumber>(at start: Value) {
        before.pointee.store(start.encoded, ordering: .relaxed)
        exact.pointee.store(start.encoded, ordering: .relaxed)
        if start.sampleValue < CounterStripes.limit { return }
        let count = count
        for index in 0..<count {
            stripe(index, of: count).pointee.store(CounterStripes.closed, ordering: .relaxed)
            _ = close(onesOf: index, of: count)
        }
        mode.pointee.store(Mode.exact, ordering: .relaxed)
    }

    /// Lets the memory go; `lines` are those that it was made with.
    func end(_ lines: LineArena) { if count == 1 { lines.giveBack(base) } else { base.deallocate() } }

    @inlinable @inline(__always)
    func word(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { base.assumingMemoryBound(to: Atomic<UInt64>.self) + index }

    /// The number when the stripes were made.
    private var before: UnsafeMutablePointer<Atomic<UInt64>> { word(0) }
    private var mode: UnsafeMutablePointer<Atomic<UInt64>> { word(1) }
    private var exact: UnsafeMutablePointer<Atomic<UInt64>> { word(2) }
    @inlinable var count: Int { Int(truncatingIfNeeded: word(3).pointee.load(ordering: .relaxed)) }
    @inlinable @inline(__always)
    func stripe(_ index: Int, of count: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        word(index &* (CounterStripes.stride / 8) &+ (count == 1 ? 4 : CounterStripes.line / 8))
    }

    /// Ones that were added beside a stripe's number, with the highest bit once nobody may add any more.
    @inlinable @inline(__always)
    func ones(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        word(index &* (CounterStripes.stride / 8) &+ CounterStripes.line / 8 &+ 1)
    }

    /// Ends the adding of ones; returns how many there were.
    private func close(onesOf index: Int, of count: Int) -> UInt64 {
        count == 1 ? 0 : ones(index).pointee.bitwiseOr(1 << 63, ordering: .acquiringAndReleasing).oldValue & ~(1 << 63)
    }

    /// Reads something of it, and waits for nothing: an atomic look is never left out, though nobody uses what it saw.
    @inline(__always)
    func fetch() { _ = mode.pointee.load(ordering: .relaxed) }

    // MARK: Adding

    /// Adds one to a number with many stripes; false once they are closed.
    ///
    /// Threads that begin at the same stripe share it: an addition that can't fail never goes on to the next.
    @inlinable @inline(__always)
    func addOne() -> Bool { ones(ThreadStripe.index).pointee.wrappingAdd(1, ordering: .relaxed).oldValue >> 63 == 0 }

    @inlinable @inline(__always)
    func add<Value: MetricNumber>(_ amount: Value) -> Addition {
        let count = count
        var index = ThreadStripe.index & (count - 1)
        while true {
            let stripe = stripe(index, of: count)
            let seen = stripe.pointee.load(ordering: .relaxed)
            guard seen != CounterStripes.closed, let sum = Value.decoded(seen).counted(up: amount), sum.sampleValue < CounterStripes.limit
            else { return addExactly(amount) }
            if stripe.pointee.compareExchange(expected: seen, desired: sum.encoded, ordering: .relaxed).exchanged { return .done }
            if count == 1 { return .crowded }
            index = (index + 1) & (count - 1)
        }
    }

    @usableFromInline
    func addExactly<Value: MetricNumber>(_ amount: Value) -> Addition {
        // Refused whatever the number is: no reason to close.
        if Value.zero.counted(up: amount) == nil { return .refused }
        if let sum = close(Value.self) {
            exact.pointee.store(sum.encoded, ordering: .relaxed)
            mode.pointee.store(Mode.exact, ordering: .releasing)
        }
        if modeOnceClosed() == Mode.moved { return .moved }
        return NumberCell(UnsafeMutableRawPointer(exact)).update { (number: Value) in number.counted(up: amount) } ? .done : .refused
    }

    /// Closes all stripes, for the one who is first; the others are to wait for what he makes of the number.
    private func close<Value: MetricNumber>(_ type: Value.Type) -> Value? {
        if !mode.pointee.compareExchange(expected: Mode.striped, desired: Mode.closing, ordering: .acquiringAndReleasing).exchanged {
            return nil
        }
        var sum = Value.decoded(before.pointee.load(ordering: .relaxed))
        let count = count
        var ones: UInt64 = 0
        for index in 0..<count {
            let share = stripe(index, of: count).pointee.exchange(CounterStripes.closed, ordering: .acquiringAndReleasing)
            sum = sum.counted(up: .decoded(share)) ?? sum
            ones &+= close(onesOf: index, of: count)
        }
        return sum.counted(up: Value(whole: ones)) ?? sum
    }

    private func modeOnceClosed() -> UInt64 {
        while true {
            let now = mode.pointee.load(ordering: .acquiring)
            if now == Mode.exact || now == Mode.moved { return now }
            sched_yield()
        }
    }

    /// Moves the number to more stripes; nil where another thread does so, or it can't be.
    ///
    /// They are told of by `publish`, before anybody is sent to them.
    func spread<Value: MetricNumber>(_ type: Value.Type, lines: LineArena, publish: (CounterStripes) -> Void) {
        guard let sum = close(type) else { return }
        let wider = CounterStripes(sum, count: CounterStripes.many, lines: lines)
        if wider.encoded == nil {
            wider.end(lines)
            exact.pointee.store(sum.encoded, ordering: .relaxed)
            return mode.pointee.store(Mode.exact, ordering: .releasing)
        }
        publish(wider)
        mode.pointee.store(Mode.moved, ordering: .releasing)
    }

    // MARK: Reading

    /// The number, never less than an earlier one; `nil` when the cell leads elsewhere by now.
    func total<Value: MetricNumber>(_ type: Value.Type) -> Value? {
        while true {
            let now = mode.pointee.load(ordering: .acquiring)
            if now == Mode.moved { return nil }
            if now == Mode.exact { return .decoded(exact.pointee.load(ordering: .relaxed)) }
            if let sum = sumOfStripes(type) { return sum }
            sched_yield()
        }
    }

    /// The number of a counter of `Double` with one stripe, to which nothing else was added; `nil` for all others.
    @inline(__always)
    func loneTotal(addedTo encoded: UInt64) -> Double? {
        guard mode.pointee.load(ordering: .acquiring) == Mode.striped, count == 1, CounterStripes.added(to: encoded) == 0 else {
            return nil
        }
        let share = stripe(0, of: 1).pointee.load(ordering: .relaxed)
        return share == CounterStripes.closed ? nil : .decoded(before.pointee.load(ordering: .relaxed)) + .decoded(share)
    }

    /// `nil` when they are being closed.
    private func sumOfStripes<Value: MetricNumber>(_ type: Value.Type) -> Value? {
        var sum = Value.decoded(before.pointee.load(ordering: .relaxed))
        let count = count
        var allOnes: UInt64 = 0
        for index in 0..<count {
            let share = stripe(index, of: count).pointee.load(ordering: .relaxed)
            let ones = count == 1 ? 0 : ones(index).pointee.load(ordering: .relaxed)
            if share == CounterStripes.closed || ones >> 63 != 0 { return nil }
            sum = sum.counted(up: .decoded(share)) ?? sum
            allOnes &+= ones
        }
        return sum.counted(up: Value(whole: allOnes)) ?? sum
    }
}
