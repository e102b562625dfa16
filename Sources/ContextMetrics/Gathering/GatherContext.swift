/// What a caller asks a gatherer for.
public struct GatherContext: Sendable {
    /// When the caller needs the result.
    ///
    /// `nil`: when everything is done, however long that takes.
    ///
    /// Inside a collector the deadline of its own gather is inherited where it is earlier.
    public var deadline: MonotonicInstant?
    /// Typed values for the collectors.
    public var values: ContextValues
    /// The trace that the gather belongs to.
    public var traceID: String?

    /// Without a deadline, values and trace, unless given.
    public init(deadline: MonotonicInstant? = nil, values: ContextValues = ContextValues(), traceID: String? = nil) {
        self.deadline = deadline
        self.values = values
        self.traceID = traceID
    }
}
