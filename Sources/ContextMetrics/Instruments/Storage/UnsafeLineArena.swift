// Invariant: a slab never moves, and is freed in `deinit` only. A line is handed out to one user at a time, until he gives it back.

/// Lines of the cache, 64 bytes each: those that are handed out one after the other stand close together, as they will be read, but not in
/// one pair of lines, as processors fetch them: threads often count in neighbours.
///
/// Members may be called from any thread.
final class LineArena: @unchecked Sendable {
    private struct State {
        var slabs: [UnsafeMutableRawPointer] = []
        /// Lines of the last slab, and how many of them were handed out.
        var capacity = 0
        var used = 0
        var returned: [UnsafeMutableRawPointer] = []
    }

    private static let line = 64
    private static let group = 8
    private static let largestSlab = 8 * group
    private let state = Locked(State())

    deinit { state.withLock { for slab in $0.slabs { slab.deallocate() } } }

    /// A line that holds whatever was there before.
    func take() -> UnsafeMutableRawPointer {
        state.withLock { state in
            if let line = state.returned.popLast() { return line }
            if state.used == state.capacity {
                state.capacity = min(max(2 * state.capacity, LineArena.group), LineArena.largestSlab)
                state.used = 0
                state.slabs.append(.allocate(byteCount: state.capacity * LineArena.line, alignment: 2 * LineArena.line))
            }
            defer { state.used += 1 }
            return state.slabs[state.slabs.count - 1] + LineArena.offset(state.used)
        }
    }

    private static func offset(_ index: Int) -> Int {
        let (group, place) = index.quotientAndRemainder(dividingBy: group)
        return (group * self.group + place % 4 * 2 + place / 4) * line
    }

    /// A line that nobody can use any more.
    func giveBack(_ line: UnsafeMutableRawPointer) { state.withLock { $0.returned.append(line) } }
}
