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
    private let compressingTime = EncodingTime()
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
        let received = min(request.receivedAt ?? now, now)
        let answer = await answer(request, received)
        let response = request.method == "HEAD" ? answer.withoutBody : answer
        metrics?.answered(response, after: received.duration(to: now))
        return response
    }

    private nonisolated(nonsending) func answer(_ request: ScrapeRequest, _ received: MonotonicInstant) async -> ScrapeResponse {
        if request.method != "GET" && request.method != "HEAD" { return .methodNotAllowed }
        guard limiter.enter() else {
            let limit = options.maxConcurrentScrapes ?? 0
            metrics?.failed(.limit)
            events?.send([.overLimit(limit: limit)])
            return .overLimit(limit)
        }
        metrics?.inFlight.increment()
        defer {
            metrics?.inFlight.decrement()
            limiter.leave()
        }
        let context = GatherContext(deadline: deadline(of: request, received), values: options.context?(request) ?? ContextValues())
        // Where the system refuses threads there is none to go to; `gather` says so then.
        if !registry.engine.start() { return respond(to: request, with: await registry.gather(context)) }
        return await withTaskExecutorPreference(executor) { respond(to: request, with: await registry.gather(context)) }
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
        let asked = timeout.budget(encoding: time(of: coding(for: request)).expected).map { received.advanced(by: $0) } ?? own
        return min(own, asked, request.deadline ?? own)
    }

    private func coding(for request: ScrapeRequest) -> ContentCoding {
        options.compression == .none ? .identity : .negotiated(acceptEncoding: request.header("accept-encoding"))
    }

    /// How long encoding took lately: with compression it is much longer, and the others needn't leave room for that.
    private func time(of coding: ContentCoding) -> EncodingTime { coding == .gzip ? compressingTime : encodingTime }

    private func respond(to request: ScrapeRequest, with result: GatherResult) -> ScrapeResponse {
        let start = now
        let format = ExpositionFormat.negotiated(accept: request.header("accept"))
        let coding = coding(for: request)
        // JSON is for people, who don't come every few seconds: what it takes says nothing of scrapes.
        let time = format == .json ? nil : time(of: coding)
        let response = encode(result, as: format, coding, start: start, time)
        let spent = start.duration(to: now)
        // Of a long body most is yet to come; who reads it tells.
        if response.body.count == nil { time?.noteAtLeast(spent) } else { time?.note(spent) }
        return response
    }

    private func encode(
        _ result: GatherResult, as format: ExpositionFormat, _ coding: ContentCoding, start: MonotonicInstant, _ time: EncodingTime?
    ) -> ScrapeResponse {
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
        var families = merged.families
        if format == .json { families.outcomes = result.exposedOutcomes(merged.conflicts) }
        let level = coding == .gzip ? options.compression.level : nil
        var coded = coding
        let body: ScrapeResponse.Body
        switch EncodedExposition(families, as: format, limit: options.maxResponseBytes) {
        case .complete(let blocks):
            let compressed = level.flatMap { EncodedExposition.compressed(blocks, level: $0) }
            coded = compressed == nil ? .identity : .gzip
            body = ScrapeResponse.Body(compressed ?? blocks)
        case .streamed:
            let meter = BodyMeter(
                timer: registry.engine.timer, bytes: metrics?.responseBytes, time: time, spent: start.duration(to: now))
            body = ScrapeResponse.Body(families, as: format, level: level, meter: meter)
        case .overLimit:
            metrics?.failed(.encoding)
            events?.send([.responseTooLarge(limit: options.maxResponseBytes)])
            return .tooLarge(options.maxResponseBytes)
        }
        return .metrics(body, contentType: format.contentType, coding: coded, dependsOnCoding: options.compression != .none)
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
