// Invariant: `current` leads to a table that is complete: a place says `empty`, `removed`, or a record. A record is stored last, with release,
// and is complete by then. Readers hold no lock, and so tables are freed in `deinit` only, when nobody can read any more; records as
// `UnsafeFamilyCore.swift` says. A table that was outgrown never becomes `current` again, and shows what it held then: what is removed is
// removed from `current` only. Everything that changes is called under the family's lock. There is always an empty place, at which each
// search ends.

import Synchronization

/// Finds series by their label values: an open table, read without a lock.
///
/// A table that is outgrown is kept, because somebody may still read it. Each is four times as large as the one before while they are small,
/// then twice: all of them together take less than twice the last.
struct SeriesTable: ~Copyable, @unchecked Sendable {
    /// What a writer knows beside the table: belongs to the family's lock.
    struct Upkeep {
        /// Places that are not empty.
        var used = 0
        var live = 0
    }

    private enum Place {
        static let empty: UInt = 0
        /// A search goes on here; an insertion may end here.
        static let removed: UInt = 1
    }

    /// Beside the number of places less one, the table that it replaced.
    private struct Header {
        let mask: Int
        let outgrown: UnsafeMutableRawPointer?
    }

    private static let smallest = 16
    private static let small = 1024
    private static let headerSize = 64
    private let current: Atomic<UnsafeMutableRawPointer>

    init() { current = Atomic(SeriesTable.make(SeriesTable.smallest, outgrown: nil)) }

    deinit {
        var next: UnsafeMutableRawPointer? = current.load(ordering: .acquiring)
        while let table = next {
            next = SeriesTable.header(table).outgrown
            table.deallocate()
        }
    }

    /// Where a search ended, so that it need not be made again.
    struct Candidate {
        fileprivate let table: UnsafeMutableRawPointer
        fileprivate let place: UnsafeMutablePointer<Atomic<UInt>>
        fileprivate let record: SeriesRecord
    }

    /// The series of these label values, from any thread.
    ///
    /// One that another thread adds at the same time may be missed.
    @inline(__always)
    borrowing func find(hash: UInt64, matches: (SeriesRecord) -> Bool) -> SeriesRecord? { search(hash, matches)?.record }

    /// The first series of this hash, from any thread, without looking at it: it may be gone already.
    @inline(__always)
    borrowing func candidate(hash: UInt64) -> Candidate? { search(hash) { _ in true } }

    @inline(__always)
    private borrowing func search(_ hash: UInt64, _ matches: (SeriesRecord) -> Bool) -> Candidate? {
        let table = current.load(ordering: .acquiring)
        let mask = SeriesTable.header(table).mask
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let place = SeriesTable.place(table, index)
            let found = place.pointee.load(ordering: .acquiring)
            if found == Place.empty { return nil }
            if SeriesTable.hash(table, index).pointee.load(ordering: .relaxed) == hash, found != Place.removed,
                let base = UnsafeMutableRawPointer(bitPattern: found)
            {
                let record = SeriesRecord(at: base)
                if matches(record) { return Candidate(table: table, place: place, record: record) }
            }
            index = (index &+ 1) & mask
        }
    }

    /// The series itself, if it stands there still.
    @inline(__always)
    borrowing func confirm(_ candidate: Candidate) -> SeriesRecord? {
        guard current.load(ordering: .acquiring) == candidate.table,
            candidate.place.pointee.load(ordering: .acquiring) == UInt(bitPattern: candidate.record.base)
        else { return nil }
        return candidate.record
    }

    // MARK: Under the lock

    /// Adds a series that is not there.
    ///
    /// Amortised constant time.
    borrowing func insert(_ record: SeriesRecord, hash: UInt64, _ upkeep: inout Upkeep) {
        let table = current.load(ordering: .relaxed)
        let places = SeriesTable.header(table).mask + 1
        if (upkeep.used + 1) * 2 > places {
            upkeep.used = 0
            let more = places < SeriesTable.small ? 4 : 2
            let new = upkeep.live * 4 > places ? SeriesTable.make(places * more, outgrown: table) : table
            SeriesTable.move(table, to: new, &upkeep.used)
            current.store(new, ordering: .releasing)
        }
        SeriesTable.put(record, hash, current.load(ordering: .relaxed), &upkeep.used)
        upkeep.live += 1
    }

    /// Takes out a series that is there.
    borrowing func remove(_ record: SeriesRecord, hash: UInt64, _ upkeep: inout Upkeep) {
        let table = current.load(ordering: .relaxed)
        let mask = SeriesTable.header(table).mask
        var index = Int(truncatingIfNeeded: hash) & mask
        let sought = UInt(bitPattern: record.base)
        while SeriesTable.place(table, index).pointee.load(ordering: .relaxed) != sought { index = (index &+ 1) & mask }
        SeriesTable.place(table, index).pointee.store(Place.removed, ordering: .relaxed)
        upkeep.live -= 1
        // Before an empty place no search has to go on.
        while SeriesTable.place(table, (index &+ 1) & mask).pointee.load(ordering: .relaxed) == Place.empty,
            SeriesTable.place(table, index).pointee.load(ordering: .relaxed) == Place.removed
        {
            SeriesTable.place(table, index).pointee.store(Place.empty, ordering: .relaxed)
            upkeep.used -= 1
            index = (index &- 1) & mask
        }
    }

    /// Takes out all.
    borrowing func removeAll(_ upkeep: inout Upkeep) {
        if upkeep.used == 0 { return }
        let table = current.load(ordering: .relaxed)
        for index in 0...SeriesTable.header(table).mask { SeriesTable.place(table, index).pointee.store(Place.empty, ordering: .relaxed) }
        upkeep = Upkeep()
    }

    /// Moves all records to a table that is empty, or to other places of the same: then a reader may miss one of them for a moment, as
    /// he may anyway.
    private static func move(_ old: UnsafeMutableRawPointer, to new: UnsafeMutableRawPointer, _ used: inout Int) {
        var records: [(record: SeriesRecord, hash: UInt64)] = []
        for index in 0...header(old).mask {
            let found = place(old, index).pointee.load(ordering: .relaxed)
            if found != Place.removed, let base = UnsafeMutableRawPointer(bitPattern: found) {
                records.append((SeriesRecord(at: base), hash(old, index).pointee.load(ordering: .relaxed)))
            }
            if old == new { place(old, index).pointee.store(Place.empty, ordering: .relaxed) }
        }
        for (record, hash) in records { put(record, hash, new, &used) }
    }

    private static func put(
        _ record: SeriesRecord, _ hash: UInt64, _ table: UnsafeMutableRawPointer, _ used: inout Int
    ) {
        let mask = header(table).mask
        var index = Int(truncatingIfNeeded: hash) & mask
        while place(table, index).pointee.load(ordering: .relaxed) > Place.removed { index = (index &+ 1) & mask }
        if place(table, index).pointee.load(ordering: .relaxed) == Place.empty { used += 1 }
        SeriesTable.hash(table, index).pointee.store(hash, ordering: .relaxed)
        place(table, index).pointee.store(UInt(bitPattern: record.base), ordering: .releasing)
    }

    // MARK: Memory

    private static func make(_ places: Int, outgrown: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer {
        let table = UnsafeMutableRawPointer.allocate(byteCount: headerSize + places * 16, alignment: 64)
        table.bindMemory(to: Header.self, capacity: 1).initialize(to: Header(mask: places - 1, outgrown: outgrown))
        for index in 0..<places {
            hash(table, index).initialize(to: Atomic(0))
            place(table, index).initialize(to: Atomic(Place.empty))
        }
        return table
    }

    @inline(__always)
    private static func header(_ table: UnsafeMutableRawPointer) -> Header { table.assumingMemoryBound(to: Header.self).pointee }

    @inline(__always)
    private static func hash(_ table: UnsafeMutableRawPointer, _ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (table + (headerSize + index &* 16)).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @inline(__always)
    private static func place(_ table: UnsafeMutableRawPointer, _ index: Int) -> UnsafeMutablePointer<Atomic<UInt>> {
        (table + (headerSize + 8 + index &* 16)).assumingMemoryBound(to: Atomic<UInt>.self)
    }
}
