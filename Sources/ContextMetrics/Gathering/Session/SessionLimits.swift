/// Runs of collectors that have a context of their own, or are repeated when they fail.
extension GatherSession {
    /// Runs a synchronous collector; `buffer` is the one in which the last attempt wrote.
    func runApart(_ entry: CollectorEntry, _ id: UInt64, _ buffer: inout SampleBuffer, _ thread: RunTask, _ limit: inout RunLimit?)
        -> (any Error)?
    {
        var start = engine.timer.now()
        let deadline = begin(entry, id, &limit, at: start)
        defer { limit?.end() }
        let context = CollectionContext(
            scope: scope, limit: deadline, seesFilter: entry.seesFilter, run: thread, keys: entry.keys)
        return CollectionContext.$current.withValue(context) {
            while true {
                buffer.reset(caps: entry.caps)
                var sink = SampleSink(buffer: buffer, rules: entry.rules)
                do { try entry.collect(&sink) } catch {
                    guard let next = next(after: error, entry, id, thread, context, &start) else { return error }
                    buffer = next
                    continue
                }
                return nil
            }
        }
    }

    /// Runs a context-aware collector; returns the buffer in which the last attempt wrote.
    func runApart(
        _ entry: CollectorEntry, _ id: UInt64, _ first: SampleBuffer, _ task: RunTask, _ limit: inout RunLimit?
    ) async -> (SampleBuffer, (any Error)?) {
        var start = engine.timer.now()
        let deadline = begin(entry, id, &limit, at: start)
        defer { limit?.end() }
        let context = CollectionContext(
            scope: scope, limit: deadline, seesFilter: entry.seesFilter, run: task, keys: entry.keys)
        return await CollectionContext.$current.withValue(context) {
            var buffer = first
            while true {
                buffer.reset(caps: entry.caps)
                var sink = SampleSink(buffer: buffer, rules: entry.rules)
                do { try await entry.context?.collect(into: &sink, context: context) } catch {
                    guard let next = next(after: error, entry, id, task, context, &start) else { return (buffer, error) }
                    buffer = next
                    continue
                }
                return (buffer, nil)
            }
        }
    }

    /// When the run has to have ended by its policy.
    private func begin(_ entry: CollectorEntry, _ id: UInt64, _ limit: inout RunLimit?, at now: MonotonicInstant) -> MonotonicInstant {
        guard let timeout = entry.policy.timeout else { return .distantFuture }
        let shared = limit ?? RunLimit(engine)
        limit = shared
        return shared.begin(entry, id, of: self, timeout, at: now)
    }

    /// The buffer for another attempt; `nil` where there is to be none.
    ///
    /// There is one where the policy says so, somebody still waits, and more time is left than the first took. `start` is when that began;
    /// from then on it is in the distant future.
    private func next(
        after error: any Error, _ entry: CollectorEntry, _ id: UInt64, _ task: RunTask, _ context: CollectionContext,
        _ start: inout MonotonicInstant
    ) -> SampleBuffer? {
        guard entry.policy.retriesOnce, start < .distantFuture, !(error is CancellationError), !context.isCancelled else { return nil }
        let took = start.duration(to: engine.timer.now())
        start = .distantFuture
        return took < context.remaining ? entry.repeatRun(id, task: task) : nil
    }
}
