/// A number that only goes up: requests served, bytes sent.
///
/// ```swift
/// let requests = try registry.counter("http_requests_total", help: "Requests served.")
/// requests.increment()
/// ```
/// A handle: copies count in the same series. All members may be used from any thread, and none of them blocks.
///
/// What a counter can't count is dropped, and counted in ``dropped``: amounts that are negative, infinite or NaN, and those
/// that would lead beyond the largest value of the type. A counter never wraps.
public struct Counter<Value: MetricNumber>: Sendable {
    let cell: NumberCell<Value>

    init(_ cell: NumberCell<Value>) { self.cell = cell }

    /// Adds one.
    public func increment() { increment(by: .one) }

    /// Adds an amount that is not negative.
    public func increment(by amount: Value) { cell.update { $0.counted(up: amount) } }

    /// The value now.
    public var value: Value { cell.current }

    /// Increments that were dropped, of all counters of the family together.
    public var dropped: Int { cell.dropped.count }
}

extension FamilyStorage {
    static func counters<Value>(_ descriptor: FamilyDescriptor) -> FamilyStorage where Child == Counter<Value> {
        FamilyStorage(descriptor, make: { Counter(NumberCell(dropped: $0)) }, read: { .number($0.value.sampleValue) }, cell: { .number($0.cell) })
    }
}
