/// What all copies of a family share: its description and its children.
final class FamilyStorage<Child: Sendable>: Instrument {
    let descriptor: FamilyDescriptor
    let dropped = DroppedUpdates()
    private let make: @Sendable (DroppedUpdates) -> Child
    private let read: @Sendable (Child) -> InstrumentReading
    private let cell: @Sendable (Child) -> SeriesCell?
    private let children = Locked(ChildTable<Child>())

    init(
        _ descriptor: FamilyDescriptor,
        make: @escaping @Sendable (DroppedUpdates) -> Child,
        read: @escaping @Sendable (Child) -> InstrumentReading,
        cell: @escaping @Sendable (Child) -> SeriesCell? = { _ in nil }
    ) {
        self.descriptor = descriptor
        self.make = make
        self.read = read
        self.cell = cell
    }

    func child(_ values: [String]) -> Child {
        let labels = LabelValues(values)
        if let child = children.withLock({ $0.find(labels) }) { return child }
        // Made outside the lock: another thread may be first with the same labels, and its child is then the one.
        let new = make(dropped)
        return children.withLock { $0.findOrInsert(labels, new) }
    }

    func remove(_ values: [String]) -> Bool {
        let labels = LabelValues(values)
        return children.withLock { $0.remove(labels) }
    }

    func removeAll() { children.withLock { $0.removeAll() } }

    func visit(_ body: ([String], InstrumentReading) -> Void) {
        for case let entry? in children.withLock({ $0.entries }) { body(entry.labels.values, read(entry.child)) }
    }

    var generation: UInt64 { children.withLock { $0.generation } }
    var seriesCount: Int { children.withLock { $0.count } }

    func visitCells(_ body: ([String], SeriesCell?) -> Void) {
        for case let entry? in children.withLock({ $0.entries }) { body(entry.labels.values, cell(entry.child)) }
    }
}
