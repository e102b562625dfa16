import Synchronization

/// A number that a collector and its test share.
final class Count: Sendable {
    private let value = Atomic<Int>(0)
    var now: Int { value.load(ordering: .relaxed) }

    /// Returns the new number.
    @discardableResult func add() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
}

/// What a test tells a collector, or the other way round.
final class Switch: Sendable {
    private let value: Atomic<Bool>
    init(_ isOn: Bool = false) { value = Atomic(isOn) }

    var isOn: Bool {
        get { value.load(ordering: .relaxed) }
        set { value.store(newValue, ordering: .relaxed) }
    }
}
