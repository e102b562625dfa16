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
    let error: (any Error)?

    init(_ outcome: CollectorOutcome, buffer: SampleBuffer? = nil, nanoseconds: Int64 = -1, error: (any Error)? = nil) {
        self.outcome = outcome
        self.buffer = buffer
        watermark = buffer?.watermark ?? 0
        self.nanoseconds = nanoseconds
        self.error = error
    }

    /// How long the run took.
    var duration: Duration? { nanoseconds < 0 ? nil : .nanoseconds(nanoseconds) }
}
