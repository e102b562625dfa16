/// Answers scrapes: in time, with everything that was ready.
///
/// ```swift
/// let metrics = ScrapeHandler(registry)
/// let response = await metrics.respond(to: request)
/// ```
/// The budget begins when the request is received and ends at the earliest of: the handler's timeout; what Prometheus says in
/// `X-Prometheus-Scrape-Timeout-Seconds`, less a margin of a tenth and at most 500 ms; the server's own deadline. A client that
/// leaves cancels the task that answers, and so this scrape, not what it shares with others.
///
/// Copies are the same handler: they share the limit on concurrent scrapes.
public struct ScrapeHandler: Sendable {
    /// Whose metrics it answers with.
    public let registry: ContextRegistry
    /// What it was made with.
    public let options: Options
    private let limiter: ScrapeLimiter
    private let encodingTime = EncodingTime()
    private let metrics: HandlerMetrics?
    private let events: EventDelivery?

    /// A handler for a registry, with a limit on concurrent scrapes of its own.
    ///
    /// Handlers of one registry count in the same `metrics_handler_*` families.
    public init(_ registry: ContextRegistry, options: Options = Options()) {
        self.registry = registry
        self.options = options
        limiter = ScrapeLimiter(limit: options.maxConcurrentScrapes)
        metrics = options.includesHandlerMetrics ? HandlerMetrics.of(registry) : nil
        events = options.onEvent.map { EventDelivery(engine: registry.engine, onEvent: $0) }
    }

    /// The time, for stamping a request when it is received.
    public var now: MonotonicInstant { registry.engine.timer.now() }

    /// Where a server runs the task that answers, so that an application that blocks Swift's cooperative pool delays no scrape.
    public var executor: any TaskExecutor { registry.engine.executor }

    /// Scrapes that are being answered now.
    public var scrapesInFlight: Int { limiter.inFlight }

    /// Answers a request, whatever its path.
    ///
    /// Never throws and never hangs: at the deadline the response is there. Call it in a task that is cancelled when the client
    /// leaves, where the server can tell.
    public nonisolated(nonsending) func respond(to request: ScrapeRequest) async -> ScrapeResponse {
        if let response = respondAtOnce(to: request) { return response }
        let received = min(request.receivedAt ?? now, now)
        if let refusal = admit(request) { return finish(refusal, request, received) }
        defer { leave() }
        let context = GatherContext(deadline: deadline(of: request, received), values: options.context?(request) ?? ContextValues())
        // Where the system refuses threads there is none to go to; `gather` says so then.
        if !registry.engine.start() { return finish(respond(to: request, with: await registry.gather(context)), request, received) }
        return await withTaskExecutorPreference(executor) {
            finish(respond(to: request, with: await registry.gather(context)), request, received)
        }
    }

    /// Answers a request for which no collector has to be asked: of a registry that has instruments only.
    ///
    /// For servers that would go to another thread to answer, and back: it runs no code of users. `nil` where there are collectors, or
    /// ``Options/context``; then call ``respond(to:)``. Linear in the series, but encodes a quarter of a megabyte at most.
    public func respondAtOnce(to request: ScrapeRequest) -> ScrapeResponse? {
        guard options.context == nil, !registry.hasCollectors else { return nil }
        let received = min(request.receivedAt ?? now, now)
        if let refusal = admit(request) { return finish(refusal, request, received) }
        defer { leave() }
        guard let result = registry.gatherAtOnce(GatherContext(deadline: deadline(of: request, received))) else { return nil }
        return finish(respond(to: request, with: result), request, received)
    }

    /// The answer to a request that isn't let in, `nil` for one that is: that has to leave.
    private func admit(_ request: ScrapeRequest) -> ScrapeResponse? {
        if request.method != "GET" && request.method != "HEAD" { return .methodNotAllowed }
        if options.refusesUnacceptable, NegotiatedFormat.negotiated(accept: request.header("accept")) == nil { return .notAcceptable }
        guard limiter.enter() else {
            let limit = options.maxConcurrentScrapes ?? 0
            metrics?.failed(.limit)
            events?.send([.overLimit(limit: limit)])
            return .overLimit(limit)
        }
        metrics?.inFlight.increment()
        return nil
    }

    private func leave() {
        metrics?.inFlight.decrement()
        limiter.leave()
    }

    private func finish(_ answer: ScrapeResponse, _ request: ScrapeRequest, _ received: MonotonicInstant) -> ScrapeResponse {
        let response = request.method == "HEAD" ? answer.withoutBody : answer
        metrics?.answered(response, after: received.duration(to: now))
        return response
    }

    /// The earliest of the deadlines. (G1, G2)
    private func deadline(of request: ScrapeRequest, _ received: MonotonicInstant) -> MonotonicInstant {
        let lines = request.header(ScrapeTimeout.headerName)
        let timeout = ScrapeTimeout(lines)
        if timeout == .invalid {
            metrics?.invalidTimeoutHeaders.increment()
            events?.send([.invalidTimeoutHeader(lines.joined(separator: ", "))])
        }
        let own = received.advanced(by: options.timeout)
        let asked = timeout.budget(encoding: encodingTime.expected).map { received.advanced(by: $0) } ?? own
        return min(own, asked, request.deadline ?? own)
    }

    private func respond(to request: ScrapeRequest, with result: GatherResult) -> ScrapeResponse {
        let start = now
        defer { encodingTime.note(start.duration(to: now)) }
        return encode(result, request)
    }

    private func encode(_ result: GatherResult, _ request: ScrapeRequest) -> ScrapeResponse {
        if result.ending == .callerCancelled { return .clientGone }
        if result.ending == .shutdown { return .shuttingDown }
        if result.ending == .nested {
            metrics?.failed(.gathering)
            return .nested
        }
        let merged = result.merged(counts: true)
        let failures = result.failures
        if !failures.isEmpty || !merged.conflicts.isEmpty { metrics?.failed(.gathering) }
        events?.send(
            failures.map { .collectorFailed(name: $0.collector, outcome: $0.outcome, error: $0.error) }
                + result.dropped.map { .samplesDropped(name: $0.collector, $0.samples) } + merged.conflicts.map { .conflict($0) })
        if fails(result, merged, failures) { return .failed(failures, merged.conflicts) }
        let format = NegotiatedFormat.negotiated(accept: request.header("accept")) ?? .standard
        let shown = result.escaped(merged, by: format.escaping)
        metrics?.nameCollisions.increment(by: UInt64(clamping: shown.collisions.count))
        events?.send(shown.collisions.map { .nameCollision($0) })
        let missing = shown.collisions.filter { $0.shown == nil }
        if options.errorPolicy == .strict, !missing.isEmpty { return .failed(failures, merged.conflicts, missing) }
        let body: ScrapeResponse.Body
        switch EncodedExposition(shown.families, as: format.format, limit: options.maxResponseBytes) {
        case .complete(let blocks): body = ScrapeResponse.Body(blocks)
        case .streamed:
            let bytes = metrics?.responseBytes
            body = ScrapeResponse.Body(shown.families, as: format.format) { bytes?.increment(by: UInt64(clamping: $0)) }
        case .overLimit:
            metrics?.failed(.encoding)
            events?.send([.responseTooLarge(limit: options.maxResponseBytes)])
            return .tooLarge(options.maxResponseBytes)
        }
        return .metrics(body, contentType: format.contentType)
    }

    /// Whether the scrape as a whole fails. (G14)
    private func fails(_ result: GatherResult, _ merged: GatherResult.Merged, _ failures: [GatherResult.Report]) -> Bool {
        switch options.errorPolicy {
        case .continueOnError:
            failures.count == result.results.count && result.hasVerdict && merged.families.isEmpty
        case .failOnError: !failures.isEmpty
        case .strict: !failures.isEmpty || !merged.conflicts.isEmpty
        }
    }
}

extension GatherResult {
    /// The collectors whose samples are missing, in part or all.
    var failures: [Report] { results.contains { $0.outcome != .success } ? reports.filter { $0.outcome != .success } : [] }

    /// Samples that collectors wrote in a way that can't be exposed, of runs that have ended.
    var dropped: [(collector: String, samples: DroppedSamples)] {
        zip(snapshot.entries, results).compactMap { entry, result in
            guard result.outcome == .success, let dropped = result.buffer?.dropped, !dropped.isEmpty else { return nil }
            return (entry.name, dropped)
        }
    }

    /// At least one collector ran, or runs: otherwise nothing has failed. (G10)
    var hasVerdict: Bool { results.contains { $0.outcome.isVerdict } }
}
