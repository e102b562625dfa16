/// What all copies of a family share: the family, and of which instruments it is.
@usableFromInline
struct FamilyStorage<Child: FamilyMember>: Sendable {
    @usableFromInline let root: FamilyRoot
    var core: FamilyCore { root.core }

    init(_ core: FamilyCore) { root = FamilyRoot(core) }

    var descriptor: FamilyDescriptor { core.descriptor }
    var dropped: Int { core.dropped }
    var refused: Int { core.refused }

    /// The instrument of these label values, which is made when it isn't there yet.
    func child(_ values: [String]) -> Child {
        let keeper = root.pin()
        return Child(SeriesHandle(keeper, keeper.core.findOrMake(values)))
    }

    /// `nil` beyond the limit.
    func childWithinLimit(_ values: [String]) -> Child? {
        let keeper = root.pin()
        return keeper.core.findOrMakeWithinLimit(values).map { Child(SeriesHandle(keeper, $0)) }
    }

    func remove(_ values: [String]) -> Bool {
        let wasThere = core.remove(values)
        root.reclaim()
        return wasThere
    }

    func removeAll() {
        core.removeAll()
        root.reclaim()
    }
}
