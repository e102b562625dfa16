// Invariant: `place` is memory of the family, made for one series. `keeper` was pinned before the family's table led there for the last
// time, and so it stays, also when the series is removed. Whoever uses the place of a handle has the handle live until he is done.

/// What a handle of an instrument refers to: one series of a family.
///
/// Two words. Copying one counts a reference to a keeper of the family, not to the series.
public struct SeriesHandle: @unchecked Sendable {
    @usableFromInline let keeper: FamilyKeeper
    @usableFromInline let place: UnsafeMutableRawPointer

    @inlinable
    init(_ keeper: FamilyKeeper, _ place: UnsafeMutableRawPointer) {
        self.keeper = keeper
        self.place = place
    }

    @inlinable var core: FamilyCore { keeper.core }
    @inlinable var number: NumberCell { NumberCell(place) }
}

/// An instrument that families can consist of: ``Counter``, ``Gauge``, ``Histogram`` and the others.
///
/// Only families make handles, so other types can't be instruments.
public protocol FamilyMember: Sendable {
    /// The instrument that writes a series.
    init(_ series: SeriesHandle)
}
