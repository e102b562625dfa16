/// The order that the last merge without conflicts came to.
///
/// Collectors write the same families each time, nearly always: then there is nothing to compare but their descriptors.
final class MergeMemory: Sendable {
    private let last = Locked<(shape: MergeShape, order: [Int])?>(nil)

    /// The order in which families of this shape stand, `nil` when it isn't known.
    func order(of shape: MergeShape) -> [Int]? {
        guard let last = last.withLock({ $0 }), last.shape == shape else { return nil }
        return last.order
    }

    func note(_ order: [Int], of shape: MergeShape) { last.withLock { $0 = (shape, order) } }
}

/// Which families are to be merged, beside which instruments.
struct MergeShape: Equatable {
    private let families: [FamilyDescriptor]
    private let orders: [Int]
    private let instruments: InstrumentList?

    init(_ sources: [FamilyMerge.Source], _ instruments: InstrumentList?) {
        families = sources.map(\.family.descriptor)
        orders = sources.map(\.order)
        self.instruments = instruments
    }

    /// Linear in the families, of which none is looked into.
    static func == (a: MergeShape, b: MergeShape) -> Bool {
        a.instruments === b.instruments && a.orders == b.orders && a.families.count == b.families.count
            && zip(a.families, b.families).allSatisfy { $0 === $1 }
    }
}
