/// A counter that loses no digit, up to 3.4e38: amounts of money, of which the smallest unit counts.
///
/// ```swift
/// let paid = try registry.counter("paid_eth_total", help: "Ether paid.", of: UInt128.self, decimals: 18)
/// paid.increment(by: 1_500_000_000_000_000_000)   // exposed as 1.5
/// ```
/// Amounts are given in the smallest unit: with 18 decimals, 10^18 of them are one. The text formats carry all digits; Prometheus itself
/// computes in `Double`, and so does a ``MetricValue``.
///
/// A handle: copies count in the same series. All members may be used from any thread; each takes a lock for a few instructions.
///
/// What it can't count is dropped, and counted in ``dropped``: negative amounts, and those that would lead beyond 2^128 - 1.
public struct ExactCounter: FamilyMember {
    /// More decimals than these are refused.
    public static let mostDecimals = ExactDecimal.mostDecimals

    let series: SeriesHandle

    /// The counter that writes a series.
    public init(_ series: SeriesHandle) { self.series = series }

    /// Adds one of the smallest unit.
    public func increment() { increment(by: 1 as UInt128) }

    /// Adds an amount, in the smallest unit.
    public func increment(by amount: UInt128) {
        if !series.with(ExactSeries.self, { $0.add(amount) }) { series.core.drop() }
    }

    /// Adds an amount of another integer type, in the smallest unit.
    @_disfavoredOverload
    public func increment(by amount: some BinaryInteger) {
        guard let amount = UInt128(exactly: amount) else { return series.core.drop() }
        increment(by: amount)
    }

    /// The value now, in the smallest unit.
    public var value: UInt128 { series.with(ExactSeries.self) { $0.value } }

    /// How many digits of ``value`` stand after the point.
    public var decimals: Int { series.with(ExactSeries.self) { $0.decimals } }

    /// Increments that were dropped, of all counters of the family together.
    public var dropped: Int { series.core.dropped }
}

/// Exact counters told apart by the values of `N` labels.
public typealias ExactCounterFamily<let N: Int> = Family<ExactCounter, N>

extension FamilyStorage<ExactCounter> {
    /// - Throws: ``InvalidDescriptor`` for decimals that can't be.
    static func exactCounters(
        _ descriptor: FamilyDescriptor, decimals: Int, in store: InstrumentStore, limit: Int
    ) throws(InvalidDescriptor) -> FamilyStorage {
        let most = ExactCounter.mostDecimals
        if !(0...most ~= decimals) { throw .decimals(decimals, limit: most) }
        let storage = ObjectStorage { ExactSeries(decimals: decimals) }
        return FamilyStorage(FamilyCore(descriptor, storage, in: store, limit: limit))
    }
}
