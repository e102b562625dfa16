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
    let encodingTime = EncodingTime()
    let compressingTime = EncodingTime()
    let metrics: HandlerMetrics?
    let events: EventDelivery?

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
    /// ``Options/context``, or the response is to be compressed, which takes longer than to go there; then call ``respond(to:)``. Linear in the
    /// series, but encodes a quarter of a megabyte at most.
    public func respondAtOnce(to request: ScrapeRequest) -> ScrapeResponse? {
        guard options.context == nil, !registry.hasCollectors, coding(for: request) == .identity else { return nil }
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
        let asked = timeout.budget(encoding: time(of: coding(for: request)).expected).map { received.advanced(by: $0) } ?? own
        return min(own, asked, request.deadline ?? own)
    }
}
