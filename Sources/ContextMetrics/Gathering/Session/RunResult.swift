/// What a run delivers to a gather that waits for it.
struct RunResult: Sendable {
    let outcome: CollectorOutcome
    /// The samples, and how many bytes of them count.
    ///
    /// Nil when nothing is exposed.
    let buffer: SampleBuffer?
    let watermark: Int
    /// Negative for a run that didn't end in this gather or wasn't started.
    private let nanoseconds: Int64
    /// Negative for samples of this gather's own.
    private let ageNanoseconds: Int64
    let error: (any Error)?

    init(_ outcome: CollectorOutcome, buffer: SampleBuffer? = nil, nanoseconds: Int64 = -1, error: (any Error)? = nil) {
        self.outcome = outcome
        self.buffer = buffer
        watermark = buffer?.watermark ?? 0
        self.nanoseconds = nanoseconds
        ageNanoseconds = -1
        self.error = error
    }

    /// The samples of an earlier run.
    init(_ served: PolicyBook.Served) {
        outcome = served.outcome
        buffer = served.samples
        watermark = served.samples.watermark
        nanoseconds = -1
        ageNanoseconds = max(0, served.age.clampedNanoseconds)
        error = nil
    }

    /// How long the run took.
    var duration: Duration? { nanoseconds < 0 ? nil : .nanoseconds(nanoseconds) }

    /// How old the samples are, where an earlier run wrote them.
    var age: Duration? { ageNanoseconds < 0 ? nil : .nanoseconds(ageNanoseconds) }
}
