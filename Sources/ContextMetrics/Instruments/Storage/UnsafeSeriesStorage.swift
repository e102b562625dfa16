// Invariant: what `make` answers lives until `free`, which the family calls once for each, when nobody can use it any more.

import Synchronization

/// Where the values of one family's series stand, and what they mean.
///
/// Called by the family alone; reading from any thread.
protocol SeriesStorage: Sendable {
    /// What stands at the places that it makes.
    var kind: SeriesKind { get }
    /// The value of a new series.
    func make() -> UnsafeMutableRawPointer
    /// The values of series that have ended.
    func free(_ places: [UnsafeMutableRawPointer])
    func read(_ place: UnsafeMutableRawPointer) -> InstrumentReading
}

extension SeriesStorage {
    var kind: SeriesKind { .other }
    /// Whether nobody else can read its places.
    var isOther: Bool { if case .other = kind { true } else { false } }
}

/// What encoders have to know of a family's places to read them without a detour.
enum SeriesKind: Sendable {
    /// What the bits of a number mean.
    enum Number: Sendable {
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

    /// Cells of counters.
    case counters(Number)
    /// Cells of gauges.
    case gauges(Number)
    /// Cells of histograms with these bounds.
    case histograms(BucketBounds)
    /// Something that only its storage can read.
    case other
}

/// Numbers of one type, in the cells of an arena.
struct NumberStorage<Value: MetricNumber>: SeriesStorage, @unchecked Sendable {
    let arena: NumberArena
    let start: Value
    /// Whether they are counters, which start at 0.
    let isCounting: Bool

    var kind: SeriesKind { SeriesKind.Number(Value.self).map { isCounting ? .counters($0) : .gauges($0) } ?? .other }

    func make() -> UnsafeMutableRawPointer { arena.cell(start.encoded) }
    func free(_ places: [UnsafeMutableRawPointer]) { arena.take(back: places) }

    func read(_ place: UnsafeMutableRawPointer) -> InstrumentReading {
        let cell = NumberCell(place)
        switch kind {
        case .counters(.signed), .counters(.unsigned):
            let total = cell.total(UInt64.self)
            // From there on a `Double` may lose digits.
            return total > 1 << 53 ? .decimal(ExactDecimal(UInt128(total), decimals: 0)) : .number(Double(total))
        default: return .number((isCounting ? cell.total(Value.self) : cell.load(Value.self)).sampleValue)
        }
    }
}
