// Invariant: `keepers` is memory for `count` references, initialised in `init` and released in `deinit`. It does not change in between, so
// any thread may read it.

/// What a handle holds, so that its family stays.
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
    @usableFromInline let keepers: UnsafeMutablePointer<FamilyKeeper>
    /// A power of two.
    private let count: Int
    @usableFromInline let mask: Int

    init(_ core: FamilyCore) {
        self.core = core
        // The one handle of an instrument without labels is kept, not looked up.
        count = core.descriptor.labelNames.isEmpty ? 1 : 8
        mask = count - 1
        keepers = .allocate(capacity: count)
        for index in 0..<count { (keepers + index).initialize(to: FamilyKeeper(core)) }
    }

    deinit {
        keepers.deinitialize(count: count)
        keepers.deallocate()
    }

    @inlinable var keeper: FamilyKeeper { keepers[ThreadStripe.index & mask] }
}
