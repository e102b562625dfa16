// Invariant: what `make` answers lives until `free`, which the family calls once, at its end, with everything it was given.

import Synchronization

/// Where the values of one family's series stand, and what they mean.
///
/// Called by the family alone; reading from any thread.
protocol SeriesStorage: Sendable {
    /// The value of a new series.
    func make() -> UnsafeMutableRawPointer
    /// The values of all series, at the end of the family.
    func free(_ places: [UnsafeMutableRawPointer])
    func read(_ place: UnsafeMutableRawPointer) -> InstrumentReading
    /// `nil` for what is no number.
    func reference(_ place: UnsafeMutableRawPointer) -> NumberReference?
}

/// Numbers of one type, in the cells of an arena.
struct NumberStorage<Value: MetricNumber>: SeriesStorage, @unchecked Sendable {
    let arena: NumberArena
    let start: Value
    /// Whether they are counters.
    let isCounting: Bool

    func make() -> UnsafeMutableRawPointer { arena.cell(start.encoded) }
    func free(_ places: [UnsafeMutableRawPointer]) { arena.take(back: places) }

    func read(_ place: UnsafeMutableRawPointer) -> InstrumentReading {
        let cell = NumberCell(place)
        return .number((isCounting ? cell.total(Value.self) : cell.load(Value.self)).sampleValue)
    }

    func reference(_ place: UnsafeMutableRawPointer) -> NumberReference? {
        NumberReference.Kind(Value.self).map { NumberReference(cell: NumberCell(place), kind: $0, isCounting: isCounting) }
    }
}

/// Where one number can be read at any time, without a lock and without allocating.
///
/// Valid as long as its instrument is held, also when the series is removed.
struct NumberReference: Sendable {
    /// What the bits of a number mean.
    enum Kind: Sendable {
        case double, signed, unsigned

        init?<Value: MetricNumber>(_ type: Value.Type) {
            if type == Double.self {
                self = .double
            } else if type == UInt64.self {
                self = .unsigned
            } else if type == Int64.self || type == Int.self {
                self = .signed
            } else {
                return nil
            }
        }
    }

    fileprivate let cell: NumberCell
    let kind: Kind
    fileprivate let isCounting: Bool

    /// The number now, as the bits of a `Double`, `Int64` or `UInt64`.
    var bits: UInt64 {
        if !isCounting { return cell.load(UInt64.self) }
        return switch kind {
        case .double: cell.total(Double.self).encoded
        case .signed: cell.total(Int64.self).encoded
        case .unsigned: cell.total(UInt64.self)
        }
    }
}
