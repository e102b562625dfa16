// Invariant: `place` is memory of the family, made for one series, and lives as long as the family: nothing is freed or used again when a
// series is removed. So a handle, which keeps the family, is valid for ever.

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

/// An instrument that families can consist of: ``Counter``, ``Gauge`` and ``Histogram``.
///
/// Only families make handles, so other types can't be instruments.
public protocol FamilyMember: Sendable {
    /// The instrument that writes a series.
    init(_ series: SeriesHandle)
}
