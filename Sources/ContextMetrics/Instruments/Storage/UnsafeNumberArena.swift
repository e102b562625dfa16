// Invariant: a slab never moves, and is freed in `deinit` only: by then no family is left, and whoever uses a cell holds its family. A cell
// is handed out to one series at a time: it comes back when no handle and no reader can see the series any more, or its family ends.

import Synchronization

/// Where the numbers of counters and gauges stand: together, 8 bytes each, in places that never change, seven and their marks on a line.
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

    /// Cells of eight lines, each of which begins with the marks of its cells.
    private static let group = 56
    private static let smallestSlab = group
    private static let largestSlab = 64 * group
    private let state = Locked(State())

    deinit { state.withLock { for slab in $0.slabs { slab.deallocate() } } }

    /// A cell of its own for a series, holding `bits`.
    func cell(_ bits: UInt64) -> UnsafeMutableRawPointer {
        let place = state.withLock { state -> UnsafeMutableRawPointer in
            if let place = state.returned.popLast() {
                let cell = NumberCell(place)
                cell.marks.pointee.bitwiseAnd(~cell.mark, ordering: .relaxed)
                return place
            }
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
        let slab = UnsafeMutableRawPointer.allocate(byteCount: state.capacity / group * 512, alignment: 128)
        for line in stride(from: 0, to: state.capacity / group * 512, by: 64) {
            (slab + line).bindMemory(to: Atomic<UInt64>.self, capacity: 1).initialize(to: Atomic(0))
        }
        state.slabs.append(slab)
    }

    /// Series that were made one after the other stand on different lines of the cache, and these in different pairs, as processors fetch
    /// them: threads often count in neighbours.
    private static func offset(_ index: Int) -> Int {
        let (group, place) = index.quotientAndRemainder(dividingBy: group)
        let line = place % 4 * 2 + place / 4 % 2
        return group * 512 + line * 64 + (1 + place / 8) * 8
    }
}
