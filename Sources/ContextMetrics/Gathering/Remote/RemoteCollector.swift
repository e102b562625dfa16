/// Asks one target for all that it has.
struct RemoteCollector: ContextCollector {
    let target: RemoteTarget
    let transport: any RemoteTransport
    let bodyLimit: Int
    let sampleLimit: Int

    nonisolated(nonsending) func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        guard let request = RemoteRequest(target, remaining: context.remaining, traceID: context.traceID) else {
            throw RemoteFailure.timeout
        }
        let answer = RemoteAnswer(limit: bodyLimit, samples: sampleLimit)
        do { try await transport.get(request, into: answer) } catch {
            if let failure = answer.failure ?? error as? RemoteFailure { throw failure }
            if Task.isCancelled || error is CancellationError { throw error }
            throw RemoteFailure.connection(error)
        }
        for family in try answer.finish() { sink.write(family, adding: target.labels) }
    }
}
