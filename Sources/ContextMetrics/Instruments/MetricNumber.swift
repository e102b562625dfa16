public import Synchronization

/// A number that counters and gauges can hold: `Double`, `Int64`, `UInt64`, and `Int` where it has 64 bits.
///
/// `Double` is the default. It counts in steps of one up to 2^53, above which a step is lost in rounding. Integers count
/// exactly to their largest value. The operations answer `nil` instead of trapping or wrapping.
public protocol MetricNumber: AtomicRepresentable, Sendable where AtomicRepresentation == UInt64.AtomicRepresentation {
    /// What instruments begin with.
    static var zero: Self { get }
    /// The step of `increment()` and `decrement()`.
    static var one: Self { get }

    /// What a counter holds after an increment; `nil` for an increment that counters refuse.
    ///
    /// Refused are negative, infinite and NaN amounts, and a sum that can't be represented.
    func counted(up amount: Self) -> Self?
    /// What a gauge holds when `amount` is added; `nil` for an integer sum that can't be represented.
    func raised(by amount: Self) -> Self?
    /// What a gauge holds when `amount` is taken away; `nil` for an integer difference that can't be represented.
    func lowered(by amount: Self) -> Self?
    /// The number as samples carry it, rounded to the nearest `Double`.
    var sampleValue: Double { get }

    /// The number as a count, `nil` unless it is whole, not negative, and below 2^62.
    var whole: UInt64? { get }
    /// The nearest number to a count below 2^63.
    init(whole: UInt64)
}

extension Double: MetricNumber {
    /// What `increment()` and `decrement()` step by.
    @inlinable public static var one: Double { 1 }

    /// What a counter holds after an increment; `nil` for one that counters refuse.
    @inlinable public func counted(up amount: Double) -> Double? {
        // False for NaN as well.
        guard amount >= 0 else { return nil }
        let sum = self + amount
        return sum.isFinite ? sum : nil
    }

    /// What a gauge holds when `amount` is added.
    @inlinable public func raised(by amount: Double) -> Double? { self + amount }

    /// What a gauge holds when `amount` is taken away.
    @inlinable public func lowered(by amount: Double) -> Double? { self - amount }

    /// The number as samples carry it.
    @inlinable public var sampleValue: Double { self }

    /// The number as a count.
    @inlinable public var whole: UInt64? {
        // False for NaN as well.
        guard self >= 0, self < 0x1p62 else { return nil }
        let count = UInt64(self)
        return Double(count) == self ? count : nil
    }

    /// The nearest number to a count.
    @inlinable public init(whole: UInt64) { self = Double(whole) }
}

extension MetricNumber where Self: FixedWidthInteger {
    /// What `increment()` and `decrement()` step by.
    @inlinable public static var one: Self { 1 }

    /// What a counter holds after an increment; `nil` for one that counters refuse.
    @inlinable public func counted(up amount: Self) -> Self? { amount >= 0 ? raised(by: amount) : nil }

    /// What a gauge holds when `amount` is added.
    @inlinable public func raised(by amount: Self) -> Self? {
        let (sum, overflow) = addingReportingOverflow(amount)
        return overflow ? nil : sum
    }

    /// What a gauge holds when `amount` is taken away.
    @inlinable public func lowered(by amount: Self) -> Self? {
        let (difference, overflow) = subtractingReportingOverflow(amount)
        return overflow ? nil : difference
    }

    /// The number as samples carry it.
    @inlinable public var sampleValue: Double { Double(self) }

    /// The number as a count.
    @inlinable public var whole: UInt64? { self >= 0 && self < 1 << 62 ? UInt64(truncatingIfNeeded: self) : nil }

    /// A count as a number.
    @inlinable public init(whole: UInt64) { self.init(truncatingIfNeeded: whole) }
}

extension Int64: MetricNumber {}
extension UInt64: MetricNumber {}
#if _pointerBitWidth(_64)
    extension Int: MetricNumber {}
#endif
