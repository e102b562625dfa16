/// Something that an operator may want to see in a log.
///
/// Metrics say how often; events say what.
public struct ScrapeEvent: Sendable {
    /// What has happened.
    public let kind: Kind
    /// The trace of the scrape, where its request told one.
    public let traceID: TraceID?

    init(_ kind: Kind, _ traceID: TraceID? = nil) {
        self.kind = kind
        self.traceID = traceID
    }

    /// What has happened.
    public enum Kind: Sendable {
        /// A collector's samples are missing from a scrape, and why. The error is what it threw.
        ///
        /// Told when it begins to fail, and when it fails in another way: not with each scrape.
        case collectorFailed(name: String, outcome: CollectorOutcome, error: (any Error)?)
        /// A collector that has failed succeeds again.
        case collectorRecovered(name: String)
        /// A collector succeeded and wrote samples that can't be exposed: a wrong number of label values, an invalid descriptor, a
        /// value that the type can't take.
        case samplesDropped(name: String, DroppedSamples)
        /// Samples were dropped because of what an earlier registration exposes. (G13)
        case conflict(GatherResult.Conflict)
        /// A name was shown in another form than the scrape's escaping gives it, because that is another's.
        case nameCollision(NameCollision)
        /// A scrape was refused because too many were being answered.
        case overLimit(limit: Int)
        /// The timeout header was not a number of seconds, and was ignored. (G4)
        case invalidTimeoutHeader(String)
        /// The response would have had more bytes than allowed, so 500 was answered. (G16)
        case responseTooLarge(limit: Int)
        /// So many events came faster than they were taken, and were dropped.
        case eventsDropped(Int)
    }
}
