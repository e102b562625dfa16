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
    func child(_ values: [String]) -> Child { Child(root.findOrMake(values)) }

    /// The same, for values that are as many as the labels; a new series beyond the limit is refused.
    func withinLimit(_ values: [String]) throws(SeriesRefused) -> Child {
        let keeper = root.pin()
        guard let place = keeper.core.findOrMakeWithinLimit(values) else {
            throw .limit(core.limit, family: descriptor.name, values: values)
        }
        return Child(SeriesHandle(keeper, place))
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
