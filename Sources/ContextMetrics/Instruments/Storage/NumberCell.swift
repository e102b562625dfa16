import Synchronization

/// The number of one series.
///
/// It lives as long as its family or any handle needs it, so that a handle outlives the removal of its series.
final class NumberCell<Value: MetricNumber>: Sendable {
    private let value = Atomic<Value>(.zero)
    let dropped: DroppedUpdates

    init(dropped: DroppedUpdates) { self.dropped = dropped }

    var current: Value { value.load(ordering: .relaxed) }

    func store(_ new: Value) { value.store(new, ordering: .relaxed) }

    /// Replaces the number by what `change` makes of it, atomically.
    ///
    /// Where that is `nil` it stays, and a drop is counted.
    ///
    /// `change` runs again when another thread was faster.
    @inline(__always)
    func update(_ change: (Value) -> Value?) {
        var seen = value.load(ordering: .relaxed)
        while true {
            guard let new = change(seen) else { return dropped.add() }
            let (exchanged, original) = value.weakCompareExchange(expected: seen, desired: new, ordering: .relaxed)
            if exchanged { return }
            seen = original
        }
    }
}

extension NumberCell: NumberReading {
    var number: Double { current.sampleValue }
}
