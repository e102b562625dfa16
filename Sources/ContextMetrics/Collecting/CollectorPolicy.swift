/// How one collector is to be run.
public struct CollectorPolicy: Hashable, Sendable {
    /// What of a run that threw or was cut off is exposed.
    public enum Partial: Hashable, Sendable {
        /// Nothing.
        case wholeCollector
        /// The families that it had finished. Never half a family.
        case completedFamilies
    }

    /// ``Partial/wholeCollector`` unless said otherwise.
    public var partial: Partial
    /// How much one run may write.
    public var caps: SampleCaps

    /// What is not given stays as it is for every collector.
    public init(partial: Partial = .wholeCollector, caps: SampleCaps = SampleCaps()) {
        self.partial = partial
        self.caps = caps
    }
}
