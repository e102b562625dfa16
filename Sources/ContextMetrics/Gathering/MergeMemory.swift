/// The order that the last merge without conflicts came to.
///
/// Collectors write the same families each time, nearly always: then there is nothing to compare but their descriptors.
final class MergeMemory: Sendable {
    private let last = Locked<(shape: MergeShape, order: MergeOrder)?>(nil)

    /// The order in which families of this shape stand, `nil` when it isn't known.
    func order(of shape: MergeShape) -> MergeOrder? {
        guard let last = last.withLock({ $0 }), last.shape == shape else { return nil }
        return last.order
    }

    func note(_ order: MergeOrder, of shape: MergeShape) { last.withLock { $0 = (shape, order) } }
}

/// In which order families stand.
struct MergeOrder {
    /// Their places among the sources.
    let places: [Int]
    /// Where those of one name end.
    let ends: [Int]

    /// Families of one name stand beside each other.
    init(_ places: [Int], of sources: [FamilyMerge.Source]) {
        self.places = places
        ends = places.indices.filter { place in
            guard place + 1 < places.count else { return true }
            return !sources[places[place]].family.descriptor.hasName(of: sources[places[place + 1]].family.descriptor)
        }.map { $0 + 1 }
    }
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
