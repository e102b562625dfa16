// Invariant: an entry that is visited is held by the array all the while: that never changes.

/// The collectors of one gather, in the order of registration.
struct CollectorEntries: Sendable {
    private let entries: [CollectorEntry]

    init(_ entries: [CollectorEntry]) { self.entries = entries }

    var count: Int { entries.count }

    subscript(_ index: Int) -> CollectorEntry { entries[index] }

    /// Hands an entry out for the time of a call, without counting its references.
    @inline(__always)
    func visit<Result>(_ index: Int, _ body: (CollectorEntry) -> Result) -> Result {
        Unmanaged.passUnretained(entries[index])._withUnsafeGuaranteedRef { body($0) }
    }
}
