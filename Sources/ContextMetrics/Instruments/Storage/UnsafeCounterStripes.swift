// Invariant: `base` is memory of `lines` lines, made in `init`, freed by the family that keeps it or by its maker when nobody else has
// seen it. Word 0 of line 0 is written only before others see it. All other words are atomic.

public import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The number of a counter that does not fit in its cell: threads that meet there count apart, each in a stripe of its own.
///
/// The number is what the cell held before, plus all stripes. Each of them stays so small that the sum can't overflow. A counter that
/// outgrows that has its stripes closed, and counts exactly, in one place, to the end of its type.
@usableFromInline
struct CounterStripes: @unchecked Sendable {
    @usableFromInline let base: UnsafeMutableRawPointer

    @usableFromInline static var count: Int { 8 }
    /// Two lines of most caches, which are fetched in pairs.
    @usableFromInline static var line: Int { 128 }
    /// What a stripe holds that nobody may add to any more: no number below `limit`.
    @usableFromInline static var closed: UInt64 { .max }
    /// Where a stripe ends: the sum of nine such numbers is far within every type.
    @usableFromInline static var limit: Double { 0x1p59 }

    @usableFromInline enum Mode {
        @usableFromInline static var striped: UInt64 { 0 }
        @usableFromInline static var closing: UInt64 { 1 }
        @usableFromInline static var exact: UInt64 { 2 }
    }

    /// What a cell leads to, `nil` where it holds its number itself.
    @inlinable @inline(__always)
    init?(_ encoded: UInt64) {
        guard encoded >> 63 == 1, let base = UnsafeMutableRawPointer(bitPattern: UInt(truncatingIfNeeded: encoded << 1)) else { return nil }
        self.base = base
    }

    /// What a cell holds that leads here.
    @usableFromInline var encoded: UInt64 { 1 << 63 | UInt64(UInt(bitPattern: base)) >> 1 }

    /// Continues from a number.
    init<Value: MetricNumber>(_ start: Value) {
        let lines = CounterStripes.count + 1
        base = .allocate(byteCount: lines * CounterStripes.line, alignment: CounterStripes.line)
        let isSmall = start.sampleValue < CounterStripes.limit
        for line in 0..<lines {
            let words = (base + line * CounterStripes.line).bindMemory(to: Atomic<UInt64>.self, capacity: 3)
            for word in 0..<3 { (words + word).initialize(to: Atomic(isSmall ? Value.zero.encoded : CounterStripes.closed)) }
        }
        before.pointee.store(start.encoded, ordering: .relaxed)
        mode.pointee.store(isSmall ? Mode.striped : Mode.exact, ordering: .relaxed)
        exact.pointee.store(start.encoded, ordering: .relaxed)
    }

    func deallocate() { base.deallocate() }

    @inlinable @inline(__always)
    func word(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { base.assumingMemoryBound(to: Atomic<UInt64>.self) + index }

    /// The number when the stripes were made.
    @inlinable var before: UnsafeMutablePointer<Atomic<UInt64>> { word(0) }
    @inlinable var mode: UnsafeMutablePointer<Atomic<UInt64>> { word(1) }
    /// The number once the stripes are closed.
    @inlinable var exact: UnsafeMutablePointer<Atomic<UInt64>> { word(2) }

    @inlinable @inline(__always)
    func stripe(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { word((index + 1) * (CounterStripes.line / 8)) }

    /// False for an amount that is refused.
    @inlinable @inline(__always)
    func add<Value: MetricNumber>(_ amount: Value) -> Bool {
        var index = ThreadStripe.index
        while true {
            let stripe = stripe(index)
            let seen = stripe.pointee.load(ordering: .relaxed)
            guard seen != CounterStripes.closed, let sum = Value.decoded(seen).counted(up: amount), sum.sampleValue < CounterStripes.limit
            else { return addExactly(amount) }
            if stripe.pointee.compareExchange(expected: seen, desired: sum.encoded, ordering: .relaxed).exchanged { return true }
            index = (index + 1) & (CounterStripes.count - 1)
        }
    }

    @inlinable @inline(never)
    func addExactly<Value: MetricNumber>(_ amount: Value) -> Bool {
        // Refused whatever the number is: no reason to close.
        if Value.zero.counted(up: amount) == nil { return false }
        close(Value.self)
        return NumberCell(UnsafeMutableRawPointer(exact)).update { (number: Value) in number.counted(up: amount) }
    }

    /// Returns when the stripes are closed, and `exact` holds the number.
    @usableFromInline
    func close<Value: MetricNumber>(_ type: Value.Type) {
        if mode.pointee.compareExchange(expected: Mode.striped, desired: Mode.closing, ordering: .acquiringAndReleasing).exchanged {
            var sum = before.pointee.load(ordering: .relaxed)
            for index in 0..<CounterStripes.count {
                let share = stripe(index).pointee.exchange(CounterStripes.closed, ordering: .acquiringAndReleasing)
                sum = Value.decoded(sum).counted(up: .decoded(share))?.encoded ?? sum
            }
            exact.pointee.store(sum, ordering: .relaxed)
            mode.pointee.store(Mode.exact, ordering: .releasing)
        }
        while mode.pointee.load(ordering: .acquiring) != Mode.exact { sched_yield() }
    }

    /// The number: never less than an earlier one.
    @usableFromInline
    func total<Value: MetricNumber>(_ type: Value.Type) -> Value {
        while mode.pointee.load(ordering: .acquiring) != Mode.exact {
            if let sum = sumOfStripes(type) { return sum }
            sched_yield()
        }
        return .decoded(exact.pointee.load(ordering: .relaxed))
    }

    /// `nil` when they are being closed.
    private func sumOfStripes<Value: MetricNumber>(_ type: Value.Type) -> Value? {
        var sum = Value.decoded(before.pointee.load(ordering: .relaxed))
        for index in 0..<CounterStripes.count {
            let share = stripe(index).pointee.load(ordering: .relaxed)
            if share == CounterStripes.closed { return nil }
            sum = sum.counted(up: .decoded(share)) ?? sum
        }
        return sum
    }
}

/// Which stripe a thread begins at.
@usableFromInline
enum ThreadStripe {
    /// 0 to 7, by where the thread's stack stands: different for neighbouring stacks of 8 MB, 512 KB or 64 KB, and free to obtain.
    @inlinable @inline(__always)
    static var index: Int {
        var here: UInt8 = 0
        let address = withUnsafeMutablePointer(to: &here) { UInt64(UInt(bitPattern: $0)) }
        return Int(truncatingIfNeeded: ((address >> 23) ^ (address >> 19) ^ (address >> 16)) & 7)
    }
}
