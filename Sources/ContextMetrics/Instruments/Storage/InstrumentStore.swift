/// What the instruments of a registry share.
final class InstrumentStore: Sendable {
    /// Where the numbers of counters and gauges stand.
    let numbers = NumberArena()
    /// Which series there are.
    let changes = SeriesChanges()
    /// What their exemplars are stamped with.
    let clock: WallClock

    init(clock: WallClock = .system) { self.clock = clock }
}
