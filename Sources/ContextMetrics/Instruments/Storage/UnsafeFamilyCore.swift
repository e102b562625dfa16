// Invariant: records and what they lead to are made under the lock. Whoever uses one has pinned the family before the table led there, or
// led there still (see `UnsafeFamilyKeeper.swift`), or holds a view of its block. A record is freed when it was taken out of the table
// before there was a moment without pins, and no view of its block is as old as it; what is left is freed in `deinit`.

import Synchronization

/// One family: its description, its series, and how to find them by their labels.
@usableFromInline
final class FamilyCore: @unchecked Sendable {
    private struct State {
        /// In the order of exposition, `nil` where a series was removed and none has taken its place.
        var entries: [SeriesRecord?] = []
        /// When they began, in seconds since 1970; empty unless the family keeps that.
        var created: [Double] = []
        var vacant: [Int] = []
        var upkeep = SeriesTable.Upkeep()
        var blocks: [SeriesBlock] = []
        var views: [SeriesView] = []
        /// Counts removals.
        var removals: UInt64 = 0
        var retired: [RetiredSeries] = []
        var stripes: [UnsafeMutableRawPointer: [CounterStripes]] = [:]
    }

    let descriptor: FamilyDescriptor
    let storage: any SeriesStorage
    /// How many series it may have, beside the one for all others.
    let limit: Int
    /// For numbers that don't fit in their cells.
    let lines: LineArena
    let changes: SeriesChanges
    let clock: WallClock
    /// Whether it keeps when each of its series began.
    let keepsCreated: Bool
    let exemplarStore = AtomicLazyReference<ExemplarStore>()
    let droppedExemplarCount = Atomic(0)
    private let droppedUpdates = Atomic(0)
    private let refusedLookups = Atomic(0)
    private let hash = LabelHash()
    private let table = SeriesTable()
    private let state = Locked(State())

    init(
        _ descriptor: FamilyDescriptor, _ storage: any SeriesStorage, in store: InstrumentStore = InstrumentStore(),
        limit: Int = SeriesLimit.standard
    ) {
        self.descriptor = descriptor
        self.storage = storage
        lines = store.lines
        changes = store.changes
        clock = store.clock
        keepsCreated = store.keepsCreated && descriptor.hasCreated
        self.limit = limit
    }

    deinit {
        state.withLock { state in
            let records = state.entries.compactMap(\.self) + state.retired.map(\.record)
            for stripes in state.stripes.values.joined() { stripes.end(lines) }
            storage.free(records.map(\.payload))
            for record in records { record.deallocate() }
        }
    }

    // MARK: Finding

    /// The series that is likely to have these values, from any thread and without a pin.
    @inline(__always)
    func candidate(_ key: some LabelKey) -> SeriesTable.Candidate? { table.candidate(hash: key.hash(with: hash)) }

    /// Where the value of that series stands, `nil` when it takes a closer look.
    @inline(__always)
    func confirm(_ candidate: SeriesTable.Candidate, _ key: some LabelKey) -> UnsafeMutableRawPointer? {
        guard let record = table.confirm(candidate), key.matched(by: record) != nil else { return nil }
        return record.payload
    }

    private func find(_ key: LabelBytesKey, hash: UInt64) -> SeriesRecord? { table.find(hash: hash) { $0.matches(key) } }

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
            if let record = find(key, hash: hash) { return record.payload }
            // The clock may be anybody's: not under the lock.
            let now = keepsCreated ? clock.now : 0
            return state.withLock { state in
                if let record = find(key, hash: hash) { return record.payload }
                if !isExempt, state.upkeep.live >= limit { return nil }
                let place = state.vacant.popLast() ?? state.entries.count
                let record = SeriesRecord(key, payload: storage.make(), place: place)
                if place == state.entries.count { state.entries.append(record) } else { state.entries[place] = record }
                if keepsCreated { if place == state.created.count { state.created.append(now) } else { state.created[place] = now } }
                table.insert(record, hash: hash, &state.upkeep)
                noteChange(of: place, by: 1, &state)
                return record.payload
            }
        }
    }

    // MARK: Removing

    /// Answers whether there was one.
    ///
    /// Constant time.
    func remove(_ labels: [String]) -> Bool {
        let removed = labels.withBytes { key in
            let hash = hash(key)
            return state.withLock { state -> UnsafeMutableRawPointer? in
                guard let record = find(key, hash: hash) else { return nil }
                table.remove(record, hash: hash, &state.upkeep)
                retire(record, &state)
                return record.payload
            }
        }
        guard let removed else { return false }
        // Not under the lock: a new series in its place may lose one of its own by this, but never shows another's.
        forgetExemplars(of: [removed])
        return true
    }

    func removeAll() {
        state.withLock { state in
            table.removeAll(&state.upkeep)
            for case let record? in state.entries { retire(record, &state) }
        }
        exemplarStore.load()?.removeAll()
    }

    private func retire(_ record: SeriesRecord, _ state: inout State) {
        let place = record.place
        state.entries[place] = nil
        state.vacant.append(place)
        noteChange(of: place, by: -1, &state)
        state.retired.append(RetiredSeries(record: record, block: SeriesBlock.index(of: place), removal: state.removals))
        state.removals += 1
    }

    private func noteChange(of place: Int, by difference: Int, _ state: inout State) {
        let block = SeriesBlock.index(of: place)
        if block == state.blocks.count { state.blocks.append(SeriesBlock()) }
        state.blocks[block].version += 1
        state.blocks[block].live += difference
        changes.note()
    }

    /// The family has series that expire.
    func noteExpiry() { changes.hasExpiry.store(true, ordering: .relaxed) }

    /// Takes the removed series out of the list, when there are enough of them for another look.
    func takeRetired() -> [RetiredSeries] {
        state.withLock { state in
            if state.retired.count < max(64, state.upkeep.live / 8) { return [] }
            defer { state.retired = [] }
            return state.retired
        }
    }

    /// Frees the series that no view shows, and keeps the others.
    ///
    /// `unpinned` says whether there was a moment without pins since they were taken.
    func settle(_ taken: [RetiredSeries], unpinned: Bool) {
        let (freed, stripes) = state.withLock { state -> ([RetiredSeries], [CounterStripes]) in
            if !unpinned {
                state.retired += taken
                return ([], [])
            }
            let oldest = FamilyCore.oldestViews(&state)
            var freed: [RetiredSeries] = []
            var stripes: [CounterStripes] = []
            for series in taken {
                if let view = oldest[series.block], view <= series.removal {
                    state.retired.append(series)
                } else {
                    freed.append(series)
                    if !state.stripes.isEmpty { stripes += state.stripes.removeValue(forKey: series.record.payload) ?? [] }
                }
            }
            return (freed, stripes)
        }
        for stripes in stripes { stripes.end(lines) }
        let places = freed.map(\.record.payload)
        // Handles that were still held may have left some since the removal.
        forgetExemplars(of: places)
        storage.free(places)
        for series in freed { series.record.deallocate() }
    }

    /// Forgets views that nobody holds any more, and tells how old the oldest of each block is.
    private static func oldestViews(_ state: inout State) -> [Int: UInt64] {
        var oldest: [Int: UInt64] = [:]
        var kept: [SeriesView] = []
        for index in state.views.indices where !isKnownUniquelyReferenced(&state.views[index]) {
            let view = state.views[index]
            kept.append(view)
            oldest[view.block] = min(oldest[view.block] ?? .max, view.removals)
        }
        state.views = kept
        return oldest
    }

    // MARK: Reading

    /// The blocks of a thousand places in which the series stand.
    var blocks: [SeriesBlock] { state.withLock { $0.blocks } }

    /// How many series there are.
    var live: Int { state.withLock { $0.upkeep.live } }

    var isEmpty: Bool { live == 0 }

    /// The series of a block as they are now, and when each of them began, if the family keeps that.
    ///
    /// They can be read as long as somebody holds the view.
    func view(ofBlock block: Int) -> (view: SeriesView, records: [SeriesRecord], created: [Double]) {
        state.withLock { state in
            let places = SeriesBlock.places(of: block).clamped(to: state.entries.indices)
            let records = state.entries[places].compactMap(\.self)
            let created = keepsCreated ? places.filter { state.entries[$0] != nil }.map { state.created[$0] } : []
            let version = block < state.blocks.count ? state.blocks[block].version : 0
            let view = SeriesView(block: block, version: version, removals: state.removals)
            state.views.append(view)
            if state.views.count > 2 * state.blocks.count + 64 { _ = FamilyCore.oldestViews(&state) }
            return (view, records, created)
        }
    }

    /// Reads every series, in the order of exposition, from any thread and while others write.
    ///
    /// No lock is held while `body` runs. Label values stand in the order of the descriptor's label names.
    func visit(_ body: ([String], InstrumentReading) -> Void) {
        visit { labels, reading, _ in body(labels, reading) }
    }

    /// The same with what else samples carry.
    func visit(_ body: ([String], InstrumentReading, SampleDetails) -> Void) { visit(blocks.indices, body) }

    /// The same of some blocks; none of those that don't exist.
    func visit(_ blocks: Range<Int>, _ body: ([String], InstrumentReading, SampleDetails) -> Void) {
        var cursor = SeriesCursor(self, blocks: blocks)
        while let next = cursor.next() { body(next.series.labels, next.reading, next.details) }
    }

    /// How many series there are, and how many bytes their label values have.
    ///
    /// Linear in the series; their values aren't read.
    var labelBytes: (series: Int, bytes: Int) {
        var (series, bytes) = (0, 0)
        for block in blocks.indices {
            let (view, records, _) = view(ofBlock: block)
            series += records.count
            for record in records { bytes += record.labelBytes }
            withExtendedLifetime(view) {}
        }
        return (series, bytes)
    }

    // MARK: Handles

    /// Updates that were not made because their value can't be.
    var dropped: Int { droppedUpdates.load(ordering: .relaxed) }
    /// Look-ups of new series beyond the limit.
    var refused: Int { refusedLookups.load(ordering: .relaxed) }
    @usableFromInline func drop() { droppedUpdates.wrappingAdd(1, ordering: .relaxed) }

    /// Frees a counter's stripes with the counter.
    func keep(_ stripes: CounterStripes, of place: UnsafeMutableRawPointer) {
        state.withLock { $0.stripes[place, default: []].append(stripes) }
    }
}
