/// A number that only goes up: requests served, bytes sent.
///
/// ```swift
/// let requests = try registry.counter("http_requests_total", help: "Requests served.")
/// requests.increment()
/// ```
/// A handle: copies count in the same series. All members may be used from any thread, and none of them blocks. Threads that count in the
/// same series at the same time soon do so each in a place of its own, and don't slow each other down.
///
/// What a counter can't count is dropped, and counted in ``dropped``: amounts that are negative, infinite or NaN, and those
/// that would lead beyond the largest value of the type. A counter never wraps.
public struct Counter<Value: MetricNumber>: FamilyMember {
    @usableFromInline let series: SeriesHandle

    /// The counter that writes a series.
    @inlinable
    public init(_ series: SeriesHandle) { self.series = series }

    /// Adds one.
    @inlinable
    public func increment() {
        withExtendedLifetime(series) {
            let number = series.number
            if number.isLeft {
                if !number.addOneElsewhere(Value.self, series.core) { series.core.drop() }
            } else if number.addOne() {
                number.reconsider(Value.self, series.core)
            }
        }
    }

    /// Adds an amount that is not negative.
    @inlinable
    public func increment(by amount: Value) {
        withExtendedLifetime(series) {
            if series.number.addAlone(amount) { return }
            if !series.number.add(amount, series.core) { series.core.drop() }
        }
    }

    /// The value now.
    @inlinable public var value: Value { withExtendedLifetime(series) { series.number.total(Value.self) } }

    /// Increments that were dropped, of all counters of the family together.
    public var dropped: Int { series.core.dropped }
}

extension FamilyStorage {
    static func counters<Value>(
        _ descriptor: FamilyDescriptor, in store: InstrumentStore = InstrumentStore(), limit: Int = SeriesLimit.standard
    ) -> FamilyStorage
    where Child == Counter<Value> {
        let numbers = NumberStorage(arena: store.numbers, start: Value.zero, isCounting: true)
        return FamilyStorage(FamilyCore(descriptor, numbers, in: store, limit: limit))
    }
}
