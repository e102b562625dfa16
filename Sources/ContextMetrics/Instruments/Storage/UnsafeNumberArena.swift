// Invariant: a slab never moves, and is freed in `deinit` only: by then no family is left, and whoever uses a cell holds its family. A cell
// is handed out to one series at a time: it comes back with the end of the whole family, which every handle and reader of it held.

import Synchronization

/// Where the numbers of counters and gauges stand: together, 8 bytes each, in places that never change.
///
/// Members may be called from any thread.
final class NumberArena: @unchecked Sendable {
    private struct State {
        var slabs: [UnsafeMutableRawPointer] = []
        /// Cells of the last slab, and how many of them were handed out.
        var capacity = 0
        var used = 0
        var returned: [UnsafeMutableRawPointer] = []
    }

    private static let smallestSlab = 64
    private static let largestSlab = 4096
    private let state = Locked(State())

    deinit { state.withLock { for slab in $0.slabs { slab.deallocate() } } }

    /// A cell of its own for a series, holding `bits`.
    func cell(_ bits: UInt64) -> UnsafeMutableRawPointer {
        let place = state.withLock { state -> UnsafeMutableRawPointer in
            if let place = state.returned.popLast() { return place }
            if state.used == state.capacity { NumberArena.addSlab(&state) }
            let place = state.slabs[state.slabs.count - 1] + NumberArena.offset(state.used)
            state.used += 1
            return place
        }
        place.bindMemory(to: Atomic<UInt64>.self, capacity: 1).initialize(to: Atomic(bits))
        return place
    }

    /// Cells that nobody can use any more.
    func take(back cells: [UnsafeMutableRawPointer]) { state.withLock { $0.returned += cells } }

    private static func addSlab(_ state: inout State) {
        state.capacity = min(max(state.capacity * 2, smallestSlab), largestSlab)
        state.used = 0
        state.slabs.append(.allocate(byteCount: state.capacity * 8, alignment: 128))
    }

    /// Series that were made one after the other stand on different lines of the cache: threads often count in neighbours.
    private static func offset(_ index: Int) -> Int {
        let place = index % 64
        return (index - place + place % 8 * 8 + place / 8) * 8
    }
}
