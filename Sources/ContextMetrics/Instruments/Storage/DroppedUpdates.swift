import Synchronization

/// Counts the updates of one family that were not made because their value can't be.
final class DroppedUpdates: Sendable {
    private let updates = Atomic<Int>(0)

    var count: Int { updates.load(ordering: .relaxed) }
    func add() { updates.wrappingAdd(1, ordering: .relaxed) }
}
