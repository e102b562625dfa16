/// Something that can be asked for all its metrics, and how long it may take.
public protocol Gatherer: Sendable {
    /// Gathers until everything is there, the deadline has come, or the caller's task is cancelled, whichever is first.
    ///
    /// Never throws: what went wrong is in the result. Callable from any task, as often and as concurrently as wanted.
    nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult
}
