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
public struct Gauge<Value: MetricNumber>: Sendable {
    let cell: NumberCell<Value>

    init(_ cell: NumberCell<Value>) { self.cell = cell }

    /// Makes it this value.
    public func set(_ value: Value) { cell.store(value) }

    /// Adds one.
    public func increment() { increment(by: .one) }
    /// Adds an amount.
    public func increment(by amount: Value) { cell.update { $0.raised(by: amount) } }

    /// Takes one away.
    public func decrement() { decrement(by: .one) }
    /// Takes an amount away.
    public func decrement(by amount: Value) { cell.update { $0.lowered(by: amount) } }

    /// Is one higher while the body runs: counts what is in progress.
    ///
    /// Lower again also when the body throws.
    public func track<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        increment()
        defer { decrement() }
        return try body()
    }

    /// The same for an asynchronous body.
    ///
    /// Lower again also when the body is cancelled, as soon as it returns.
    @_disfavoredOverload
    public nonisolated(nonsending) func track<Result, Failure>(
        _ body: nonisolated(nonsending) () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        increment()
        defer { decrement() }
        return try await body()
    }

    /// The value now.
    public var value: Value { cell.current }

    /// Updates that were dropped, of all gauges of the family together.
    ///
    /// Always 0 for `Double`.
    public var dropped: Int { cell.dropped.count }
}

extension FamilyStorage {
    static func gauges<Value>(_ descriptor: FamilyDescriptor) -> FamilyStorage where Child == Gauge<Value> {
        FamilyStorage(descriptor, make: { Gauge(NumberCell(dropped: $0)) }, read: { .number($0.value.sampleValue) }, cell: { .number($0.cell) })
    }
}
