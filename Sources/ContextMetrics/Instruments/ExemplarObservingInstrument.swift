/// An instrument whose observations may have exemplars: ``Histogram`` and ``NativeHistogram``.
///
/// All members may be called from any thread.
public protocol ExemplarObservingInstrument: ObservingInstrument {
    /// Counts a value, in the unit of the family, and keeps it as an exemplar.
    ///
    /// - Parameters:
    ///   - value: In the unit of the family.
    ///   - labels: What leads to more about it; see ``Exemplar/mostCodePoints``.
    ///   - timestamp: When that was, in seconds since 1970; now, if it is `nil`.
    func observe(_ value: Double, exemplar labels: KeyValuePairs<String, String>, at timestamp: Double?)
}

extension ExemplarObservingInstrument {
    /// Counts a duration, in seconds, and keeps it as an exemplar; parameters as with a value.
    public func observe(_ duration: Duration, exemplar labels: KeyValuePairs<String, String>, at timestamp: Double? = nil) {
        observe(duration.seconds, exemplar: labels, at: timestamp)
    }

    /// Observes how long the body runs, in seconds, also when it throws, and keeps that as an exemplar.
    public func time<Result, Failure>(
        exemplar labels: KeyValuePairs<String, String>, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = ContinuousClock.now
        defer { observe(start.duration(to: .now), exemplar: labels) }
        return try body()
    }

    /// The same for an asynchronous body.
    ///
    /// The time that it waits counts.
    @_disfavoredOverload
    public nonisolated(nonsending) func time<Result, Failure>(
        exemplar labels: KeyValuePairs<String, String>, _ body: nonisolated(nonsending) () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let start = ContinuousClock.now
        defer { observe(start.duration(to: .now), exemplar: labels) }
        return try await body()
    }
}
