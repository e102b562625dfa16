/// An instrument that takes observations one by one: ``Histogram`` and ``Summary``.
///
/// All members may be called from any thread.
public protocol ObservingInstrument: FamilyMember {
    /// Counts a value, in the unit of the family.
    func observe(_ value: Double)
}

extension ObservingInstrument {
    /// Counts a duration, in seconds.
    public func observe(_ duration: Duration) { observe(duration.seconds) }

    /// Observes how long the body runs, in seconds, also when it throws.
    public func time<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let start = ContinuousClock.now
        defer { observe(start.duration(to: .now)) }
        return try body()
    }

    /// The same for an asynchronous body.
    ///
    /// The time that it waits counts.
    @_disfavoredOverload
    public nonisolated(nonsending) func time<Result, Failure>(
        _ body: nonisolated(nonsending) () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let start = ContinuousClock.now
        defer { observe(start.duration(to: .now)) }
        return try await body()
    }
}
