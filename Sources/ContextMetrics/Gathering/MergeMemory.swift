/// The order that the last merge without conflicts came to.
///
/// Collectors write the same families each time, nearly always: then there is nothing to compare but their descriptors.
final class MergeMemory: Sendable {
    private let last = Locked<(shape: MergeShape, order: MergeOrder)?>(nil)

    /// The order in which these families stand, `nil` when it isn't known.
    func order(of sources: [FamilyMerge.Source], beside instruments: InstrumentList?) -> MergeOrder? {
        guard let last = last.withLock({ $0 }), last.shape.isThat(of: sources, beside: instruments) else { return nil }
        return last.order
    }

    func note(_ order: MergeOrder, of sources: [FamilyMerge.Source], beside instruments: InstrumentList?) {
        let shape = MergeShape(sources, instruments)
        last.withLock { $0 = (shape, order) }
    }
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
private struct MergeShape {
    private let families: [FamilyDescriptor]
    private let orders: [Int]
    private let instruments: InstrumentList?

    init(_ sources: [FamilyMerge.Source], _ instruments: InstrumentList?) {
        families = sources.map(\.family.descriptor)
        orders = sources.map(\.order)
        self.instruments = instruments
    }

    /// Linear in the families, of which none is looked into.
    func isThat(of sources: [FamilyMerge.Source], beside instruments: InstrumentList?) -> Bool {
        self.instruments === instruments && families.count == sources.count
            && sources.indices.allSatisfy { families[$0] === sources[$0].family.descriptor && orders[$0] == sources[$0].order }
    }
}
