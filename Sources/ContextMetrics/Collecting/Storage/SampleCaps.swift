/// How much one run of a collector may write.
///
/// Beyond it the run's outcome is `overflow` and what it goes on to write is counted, not kept.
public struct SampleCaps: Hashable, Sendable {
    /// Of all its families together, in lines of text: a histogram counts as its buckets, sum and count.
    public var samples: Int
    /// Of all its families together, in label sets: a histogram counts as one, a state set as its states.
    public var labelSets: Int
    /// Of the run's storage: values and label values, without names.
    public var bytes: Int

    /// A million samples and 256 MiB, unless said otherwise.
    public init(samples: Int = 1_000_000, labelSets: Int = .max, bytes: Int = 256 << 20) {
        self.samples = samples
        self.labelSets = labelSets
        self.bytes = bytes
    }

    /// For what the library itself writes.
    static let none = SampleCaps(samples: .max, labelSets: .max, bytes: .max)
}
