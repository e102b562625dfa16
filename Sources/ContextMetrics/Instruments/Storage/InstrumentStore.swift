/// What the instruments of a registry share.
final class InstrumentStore: Sendable {
    /// Where the numbers of counters and gauges stand.
    let numbers = NumberArena()
    /// Where they stand when they don't fit there.
    let lines = LineArena()
    /// Which series there are.
    let changes = SeriesChanges()
    /// What their exemplars and their series are stamped with.
    let clock: WallClock
    /// Whether their series are stamped, where a format shows that.
    let keepsCreated: Bool

    init(clock: WallClock = .system, keepsCreated: Bool = false) {
        self.clock = clock
        self.keepsCreated = keepsCreated
    }
}
