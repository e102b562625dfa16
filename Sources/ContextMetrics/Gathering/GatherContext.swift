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
    public var traceID: TraceID?
    /// Which collectors are asked, and which families wanted.
    public var filter: GatherFilter

    /// Of everything, without a deadline, values and trace, unless given.
    public init(
        deadline: MonotonicInstant? = nil, values: ContextValues = ContextValues(), traceID: TraceID? = nil,
        filter: GatherFilter = .everything
    ) {
        self.deadline = deadline
        self.values = values
        self.traceID = traceID
        self.filter = filter
    }
}
