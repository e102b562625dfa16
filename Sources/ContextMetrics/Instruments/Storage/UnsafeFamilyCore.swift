// Invariant: records and what they lead to are made under the lock, and freed in `deinit` only. Until then everybody who has found one may
// use it: handles, references and readers hold the core.

import Synchronization

/// One family: its description, its series, and how to find them by their labels.
///
/// What a removed series took stays with the family until its end, because a handle of it may still be held, and somebody may just be
/// looking at it: its labels, and 8 bytes for a number or some hundred for a histogram.
@usableFromInline
final class FamilyCore: Instrument, @unchecked Sendable {
    private struct Entry {
        let labels: [String]
        let record: SeriesRecord
    }

    private struct State {
        /// In the order of creation, `nil` where a series was removed.
        var entries: [Entry?] = []
        var upkeep = SeriesTable.Upkeep()
        /// Counts removals.
        var epoch: UInt32 = 0
        /// All that were ever made.
        var records: [SeriesRecord] = []
        var stripes: [CounterStripes] = []
    }

    let descriptor: FamilyDescriptor
    let storage: any SeriesStorage
    /// How many series it may have, beside the one for all others.
    let limit: Int
    private let droppedUpdates = Atomic(0)
    private let refusedLookups = Atomic(0)
    private let hash = LabelHash()
    private let table = SeriesTable()
    private let state = Locked(State())
    private let currentGeneration = Atomic<UInt64>(0)

    init(_ descriptor: FamilyDescriptor, _ storage: any SeriesStorage, limit: Int = SeriesLimit.standard) {
        self.descriptor = descriptor
        self.storage = storage
        self.limit = limit
    }

    deinit {
        state.withLock { state in
            storage.free(state.records.map(\.payload))
            for stripes in state.stripes { stripes.deallocate() }
            for record in state.records { record.deallocate() }
        }
    }

    // MARK: Finding

    /// Where the value of a series stands that exists already, `nil` when that takes a closer look.
    @inline(__always)
    func find(_ key: LabelBytesKey) -> UnsafeMutableRawPointer? { table.find(key, hash: hash(key))?.payload }

    /// Where the value of a series stands, which is made when it isn't there yet.
    ///
    /// Beyond the limit that of the series for all others.
    @inline(never)
    func findOrMake(_ labels: [String]) -> UnsafeMutableRawPointer {
        if let place = findOrMakeWithinLimit(labels) { return place }
        let others = [String](repeating: SeriesLimit.labelValue, count: labels.count)
        return findOrMake(others, isExempt: true) ?? storage.make()
    }

    /// The same, but `nil` for a series beyond the limit, which is counted.
    func findOrMakeWithinLimit(_ labels: [String]) -> UnsafeMutableRawPointer? {
        if let place = findOrMake(labels, isExempt: labels.isEmpty) { return place }
        refusedLookups.wrappingAdd(1, ordering: .relaxed)
        return nil
    }

    private func findOrMake(_ labels: [String], isExempt: Bool) -> UnsafeMutableRawPointer? {
        labels.withBytes { key in
            let hash = hash(key)
            if let record = table.find(key, hash: hash) { return record.payload }
            return state.withLock { state in
                if let record = table.find(key, hash: hash) { return record.payload }
                if !isExempt, state.upkeep.live >= limit { return nil }
                let record = SeriesRecord(key, hash: hash, payload: storage.make(), place: state.entries.count)
                state.records.append(record)
                state.entries.append(Entry(labels: labels, record: record))
                table.insert(record, &state.upkeep)
                publish(state)
                return record.payload
            }
        }
    }

    // MARK: Removing

    /// Answers whether there was one.
    ///
    /// Amortised constant time.
    func remove(_ labels: [String]) -> Bool {
        labels.withBytes { key in
            let hash = hash(key)
            return state.withLock { state in
                guard let record = table.find(key, hash: hash) else { return false }
                table.remove(record, &state.upkeep)
                state.entries[record.place] = nil
                if state.entries.count > 16, state.entries.count > 2 * state.upkeep.live { FamilyCore.closeGaps(&state) }
                state.epoch &+= 1
                publish(state)
                return true
            }
        }
    }

    func removeAll() {
        state.withLock { state in
            table.removeAll(&state.upkeep)
            state.entries = []
            state.epoch &+= 1
            publish(state)
        }
    }

    private static func closeGaps(_ state: inout State) {
        state.entries.removeAll { $0 == nil }
        for (place, entry) in state.entries.enumerated() { entry?.record.place = place }
    }

    // MARK: Reading

    private func publish(_ state: borrowing State) {
        currentGeneration.store(SeriesGeneration(epoch: state.epoch, count: state.entries.count).encoded, ordering: .releasing)
    }

    var generation: SeriesGeneration { SeriesGeneration(encoded: currentGeneration.load(ordering: .acquiring)) }

    func visit(_ body: ([String], InstrumentReading) -> Void) {
        for case let entry? in state.withLock({ $0.entries }) { body(entry.labels, storage.read(entry.record.payload)) }
    }

    func visitReferences(from first: Int, _ body: ([String], NumberReference?) -> Void) -> SeriesGeneration {
        let (entries, epoch) = state.withLock { ($0.entries, $0.epoch) }
        for case let entry? in entries.dropFirst(first) { body(entry.labels, storage.reference(entry.record.payload)) }
        return SeriesGeneration(epoch: epoch, count: entries.count)
    }

    // MARK: Handles

    /// Updates that were not made because their value can't be.
    var dropped: Int { droppedUpdates.load(ordering: .relaxed) }
    /// Look-ups of new series beyond the limit.
    var refused: Int { refusedLookups.load(ordering: .relaxed) }
    @usableFromInline func drop() { droppedUpdates.wrappingAdd(1, ordering: .relaxed) }

    /// Frees a counter's stripes with the family.
    func keep(_ stripes: CounterStripes) { state.withLock { $0.stripes.append(stripes) } }
}
