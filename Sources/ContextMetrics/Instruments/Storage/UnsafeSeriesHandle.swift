// Invariant: `place` is memory of `core`, made for one series, and lives as long as `core`: nothing is freed or used again when a series is
// removed. So a handle, which holds `core`, is valid for ever.

/// What a handle of an instrument refers to: one series of a family.
///
/// Two words. Copying one counts a reference to the family, not to the series.
public struct SeriesHandle: @unchecked Sendable {
    @usableFromInline let core: FamilyCore
    @usableFromInline let place: UnsafeMutableRawPointer

    @inlinable
    init(_ core: FamilyCore, _ place: UnsafeMutableRawPointer) {
        self.core = core
        self.place = place
    }

    @inlinable var number: NumberCell { NumberCell(place) }
}

/// An instrument that families can consist of: ``Counter``, ``Gauge`` and ``Histogram``.
///
/// Only families make handles, so other types can't be instruments.
public protocol FamilyMember: Sendable {
    /// The instrument that writes a series.
    init(_ series: SeriesHandle)
}
