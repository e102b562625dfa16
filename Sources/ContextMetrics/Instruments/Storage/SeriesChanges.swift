import Synchronization

/// Counts how often series came and went in the families that share it.
final class SeriesChanges: Sendable {
    private let count = Atomic<UInt64>(0)

    /// A number that was never there before once something has changed.
    var now: UInt64 { count.load(ordering: .acquiring) }

    /// Whether any of the families has series that expire.
    let hasExpiry = Atomic(false)

    func note() { count.wrappingAdd(1, ordering: .releasing) }
}
