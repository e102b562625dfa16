/// What all copies of a family share: the family, and of which instruments it is.
@usableFromInline
struct FamilyStorage<Child: FamilyMember>: Instrument {
    @usableFromInline let root: FamilyRoot
    @inlinable var core: FamilyCore { root.core }

    init(_ core: FamilyCore) { root = FamilyRoot(core) }

    var descriptor: FamilyDescriptor { core.descriptor }
    var generation: SeriesGeneration { core.generation }
    var dropped: Int { core.dropped }
    var refused: Int { core.refused }

    /// The instrument of these label values, which is made when it isn't there yet.
    func child(_ values: [String]) -> Child { Child(SeriesHandle(root.keeper, core.findOrMake(values))) }
    /// `nil` beyond the limit.
    func childWithinLimit(_ values: [String]) -> Child? { core.findOrMakeWithinLimit(values).map { Child(SeriesHandle(root.keeper, $0)) } }
    func remove(_ values: [String]) -> Bool { core.remove(values) }
    func removeAll() { core.removeAll() }

    func visit(_ body: ([String], InstrumentReading) -> Void) { core.visit(body) }
    func visitReferences(from first: Int, _ body: ([String], NumberReference?) -> Void) -> SeriesGeneration {
        core.visitReferences(from: first, body)
    }
}
