/// A number that goes up and down: connections open, degrees, the time of the last backup.
///
/// ```swift
/// let open = try registry.gauge("connections_open", help: "Open connections.")
/// open.set(17)
/// ```
/// A handle: copies are the same series. All members may be used from any thread, and none of them blocks.
///
/// A `Gauge<Double>` takes every value, also NaN and the infinities. On integers an addition or subtraction whose result
/// can't be represented is dropped, and counted in ``dropped``.
public struct Gauge<Value: MetricNumber>: FamilyMember {
    @usableFromInline let series: SeriesHandle

    /// The gauge that writes a series.
    @inlinable
    public init(_ series: SeriesHandle) { self.series = series }

    /// Makes it this value.
    @inlinable
    public func set(_ value: Value) { withExtendedLifetime(series) { series.number.store(value) } }

    /// Adds one.
    @inlinable
    public func increment() { increment(by: .one) }
    /// Adds an amount.
    @inlinable
    public func increment(by amount: Value) {
        withExtendedLifetime(series) {
            if !series.number.update({ (value: Value) in value.raised(by: amount) }) { series.core.drop() }
        }
    }

    /// Takes one away.
    @inlinable
    public func decrement() { decrement(by: .one) }
    /// Takes an amount away.
    @inlinable
    public func decrement(by amount: Value) {
        withExtendedLifetime(series) {
            if !series.number.update({ (value: Value) in value.lowered(by: amount) }) { series.core.drop() }
        }
    }

    /// Is one higher while the body runs: counts what is in progress.
    ///
    /// Lower again also when the body throws.
    @inlinable
    public func track<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        increment()
        defer { decrement() }
        return try body()
    }

    /// The same for an asynchronous body.
    ///
    /// Lower again also when the body is cancelled, as soon as it returns.
    @_disfavoredOverload
    @inlinable
    public nonisolated(nonsending) func track<Result, Failure>(
        _ body: nonisolated(nonsending) () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        increment()
        defer { decrement() }
        return try await body()
    }

    /// The value now.
    @inlinable public var value: Value { withExtendedLifetime(series) { series.number.load(Value.self) } }

    /// Updates that were dropped, of all gauges of the family together.
    ///
    /// Always 0 for `Double`.
    public var dropped: Int { series.core.dropped }
}

extension FamilyStorage {
    static func gauges<Value>(
        _ descriptor: FamilyDescriptor, in store: InstrumentStore = InstrumentStore(), limit: Int = SeriesLimit.standard
    ) -> FamilyStorage
    where Child == Gauge<Value> {
        let numbers = NumberStorage(arena: store.numbers, start: Value.zero, isCounting: false)
        return FamilyStorage(FamilyCore(descriptor, numbers, in: store, limit: limit))
    }

    /// Facts: gauges that are 1 and stay so.
    static func infos(
        _ descriptor: FamilyDescriptor, in store: InstrumentStore = InstrumentStore(), limit: Int = SeriesLimit.standard
    ) -> FamilyStorage
    where Child == Gauge<Double> {
        let numbers = NumberStorage(arena: store.numbers, start: 1.0, isCounting: false)
        return FamilyStorage(FamilyCore(descriptor, numbers, in: store, limit: limit))
    }
}
