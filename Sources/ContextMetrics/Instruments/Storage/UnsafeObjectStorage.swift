// Invariant: a place is a reference to an `Object` that `make` has retained, and `free` releases, when nobody can come to the series any
// more. Handles and readers keep it from being freed until then.

/// What one series holds, where it is more than a number.
protocol SeriesObject: AnyObject, Sendable {
    /// From any thread.
    var reading: InstrumentReading { get }
}

/// Series that are an object each.
struct ObjectStorage<Object: SeriesObject>: SeriesStorage {
    /// A series to which nothing has happened yet.
    let new: @Sendable () -> Object

    func make() -> UnsafeMutableRawPointer { Unmanaged.passRetained(new()).toOpaque() }
    func free(_ places: [UnsafeMutableRawPointer]) { for place in places { Unmanaged<Object>.fromOpaque(place).release() } }
    func read(_ place: UnsafeMutableRawPointer) -> InstrumentReading {
        Unmanaged<Object>.fromOpaque(place)._withUnsafeGuaranteedRef { $0.reading }
    }
}

extension SeriesHandle {
    /// Runs `body` with the object of the series, for an instrument whose families have an ``ObjectStorage`` of this type.
    @inline(__always)
    func with<Object: SeriesObject, Result, Failure>(
        _ type: Object.Type, _ body: (Object) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The handle keeps the series, and that the object.
        let object = Unmanaged<Object>.fromOpaque(place).takeUnretainedValue()
        return try body(object)
    }
}
