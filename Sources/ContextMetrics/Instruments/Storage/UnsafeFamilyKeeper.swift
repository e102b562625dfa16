// Invariants.
// - `keepers` is memory for `count` places of objects that `owned` holds, written in `init` and freed in `deinit`. It does not change in
//   between, so any thread may read it.
// - Whoever uses a series counted a reference to a keeper before the family's table led there, or led there still, and holds it as long as
//   he uses what he found. So when no keeper has another reference than the one in `owned`, nobody uses anything that was taken out of
//   the table before.

import Synchronization

/// What a handle holds, so that its family stays, and its series.
///
/// A family has several of them, each on a line of the cache of its own, and threads take different ones: to count the references to one
/// object that all handles hold would cost threads that look up the same family more than the look-up.
@usableFromInline
final class FamilyKeeper: Sendable {
    @usableFromInline let core: FamilyCore
    private let padding = InlineArray<13, UInt64>(repeating: 0)

    init(_ core: FamilyCore) { self.core = core }
}

/// A family and its keepers, as registries and families hold it.
@usableFromInline
final class FamilyRoot: @unchecked Sendable {
    @usableFromInline let core: FamilyCore
    private let keepers: UnsafeMutablePointer<Unmanaged<FamilyKeeper>>
    /// A power of two.
    private let count: Int
    /// The same, for those who count references.
    private let owned: Locked<[FamilyKeeper]>
    let expiry = Locked<SeriesExpiry?>(nil)

    init(_ core: FamilyCore) {
        self.core = core
        // The one handle of an instrument without labels is kept, not looked up.
        count = core.descriptor.labelNames.isEmpty ? 1 : 8
        let owned = (0..<count).map { _ in FamilyKeeper(core) }
        keepers = .allocate(capacity: count)
        for (index, keeper) in owned.enumerated() { (keepers + index).initialize(to: .passUnretained(keeper)) }
        self.owned = Locked(owned)
    }

    deinit { keepers.deallocate() }

    /// Has all series stay that are found from now on, as long as the result is held.
    ///
    /// Never inlined: the reference must be counted before anything is looked for, or confirmed.
    @usableFromInline @inline(never)
    func pin() -> FamilyKeeper {
        let keeper = keepers[ThreadStripe.index & (count - 1)].retain()
        #if !arch(x86_64)
            // There, counting is a fence already.
            atomicMemoryFence(ordering: .sequentiallyConsistent)
        #endif
        return keeper.takeRetainedValue()
    }

    /// Whether nobody holds a handle, or is looking for one.
    private var isUnpinned: Bool {
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        return owned.withLock { owned in
            for index in owned.indices where !isKnownUniquelyReferenced(&owned[index]) { return false }
            return true
        }
    }

    /// Frees what removed series took, as far as nobody can use them any more.
    ///
    /// Amortised constant time a removal.
    func reclaim() {
        let retired = core.takeRetired()
        if !retired.isEmpty { core.settle(retired, unpinned: isUnpinned) }
    }
}
