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
/// A request may ask for a part, in its query: `collect[]=NAME` for a collector and nothing else, `exclude[]=NAME` for all but one,
/// `name[]=NAME` for a family by its name or that of one of its samples, each as often as wanted. See ``GatherFilter``. Names that nobody knows
/// are answered with 400. The trace of a request, from `traceparent` or `X-Trace-ID`, comes back in the header `x-trace-id`.
///
/// Copies are the same handler: they share the limit on concurrent scrapes.
public struct ScrapeHandler: Sendable {
    /// Whose metrics it answers with.
    public let gatherer: any Gatherer
    /// The clock that it keeps to, and the threads that it answers on.
    public let engine: GatherEngine
    /// What it was made with.
    public let options: Options
    /// The gatherer, where it is a registry: then there are shorter ways.
    private let registry: ContextRegistry?
    private let limiter: ScrapeLimiter
    let encodingTime = EncodingTime()
    let compressingTime = EncodingTime()
    let headers: MetricsHeaders
    let spare = SpareBlock()
    let metrics: HandlerMetrics?
    let events: EventDelivery?

    /// A handler for a registry, with a limit on concurrent scrapes of its own.
    ///
    /// Handlers of one registry count in the same `metrics_handler_*` families.
    public init(_ registry: ContextRegistry, options: Options = Options()) {
        self.init(registry, registry, registry.engine, countingIn: registry, options)
    }

    /// A handler for any gatherer, as several registries merged, with a limit on concurrent scrapes of its own.
    ///
    /// Instruments are rendered for each scrape anew, unless the gatherer is a registry.
    ///
    /// - Parameters:
    ///   - gatherer: Whose metrics it answers with. One of your own that is late is left behind.
    ///   - engine: The clock and the threads, which the gatherer should share.
    ///   - registry: Has the `metrics_handler_*` families; they are shown where the gatherer gathers it as well. `nil` for none.
    ///   - options: How it answers.
    public init(
        _ gatherer: any Gatherer, engine: GatherEngine, countingIn registry: ContextRegistry? = nil, options: Options = Options()
    ) {
        self.init(
            PunctualGatherer.punctual(gatherer, on: engine), gatherer as? ContextRegistry, engine, countingIn: registry, options)
    }

    private init(
        _ gatherer: any Gatherer, _ registry: ContextRegistry?, _ engine: GatherEngine, countingIn counting: ContextRegistry?,
        _ options: Options
    ) {
        self.gatherer = gatherer
        self.registry = registry
        self.engine = engine
        self.options = options
        limiter = ScrapeLimiter(limit: options.maxConcurrentScrapes)
        headers = MetricsHeaders(dependOnCoding: options.compression != .none)
        metrics = options.includesHandlerMetrics ? counting.map(HandlerMetrics.of) : nil
        events = options.onEvent.map { EventDelivery(engine: engine, onEvent: $0) }
    }

    /// The time, for stamping a request when it is received.
    public var now: MonotonicInstant { engine.timer.now() }

    /// Where a server runs the task that answers, so that an application that blocks Swift's cooperative pool delays no scrape.
    public var executor: any TaskExecutor { engine.executor }

    /// Scrapes that are being answered now.
    public var scrapesInFlight: Int { limiter.inFlight }

    /// Answers a request, whatever its path.
    ///
    /// Never throws and never hangs: at the deadline the response is there. Call it in a task that is cancelled when the client
    /// leaves, where the server can tell.
    public nonisolated(nonsending) func respond(to request: ScrapeRequest) async -> ScrapeResponse {
        if let response = respondAtOnce(to: request) { return response }
        let received = min(request.receivedAt ?? now, now)
        let trace = TraceID(request)
        let filter: GatherFilter
        switch admit(request, trace) {
        case .refused(let refusal): return finish(refusal, request, trace, received)
        case .filter(let asked): filter = asked
        }
        defer { leave() }
        let context = GatherContext(
            deadline: deadline(of: request, trace, received), values: options.context?(request) ?? ContextValues(), traceID: trace,
            filter: filter)
        // Where the system refuses threads there is none to go to; `gather` says so then.
        if !engine.start() { return await answer(request, context, received) }
        return await withTaskExecutorPreference(executor) { await answer(request, context, received) }
    }

    private nonisolated(nonsending) func answer(
        _ request: ScrapeRequest, _ context: GatherContext, _ received: MonotonicInstant
    ) async -> ScrapeResponse {
        let result =
            if let registry { await registry.gather(context) } else { await gatherer.gather(context).filtered(by: context.filter) }
        return finish(respond(to: request, of: context.traceID, with: result), request, context.traceID, received)
    }

    /// Answers a request for which no collector has to be asked: of a registry that has instruments only.
    ///
    /// For servers that would go to another thread to answer, and back: it runs no code of users. `nil` where there are collectors, or
    /// ``Options/context``, or the request has a query, or the response is to be compressed, which takes longer than to go there; then call
    /// ``respond(to:)``. Linear in the series, but encodes a quarter of a megabyte at most.
    public func respondAtOnce(to request: ScrapeRequest) -> ScrapeResponse? {
        guard let registry, options.context == nil, !registry.hasCollectors, request.query.isEmpty, coding(for: request) == .identity else {
            return nil
        }
        let received = min(request.receivedAt ?? now, now)
        let trace = TraceID(request)
        if case .refused(let refusal) = admit(request, trace) { return finish(refusal, request, trace, received) }
        defer { leave() }
        guard let result = registry.gatherAtOnce(GatherContext(deadline: deadline(of: request, trace, received))) else { return nil }
        return finish(respond(to: request, of: trace, with: result), request, trace, received)
    }

    /// Lets a request in, which then has to leave, or says what it is answered with.
    private func admit(_ request: ScrapeRequest, _ trace: TraceID?) -> Asked {
        if request.method != "GET" && request.method != "HEAD" { return .refused(.methodNotAllowed) }
        if options.refusesUnacceptable, NegotiatedFormat.negotiated(accept: request.header("accept")) == nil {
            return .refused(.notAcceptable)
        }
        let asked = asked(by: request)
        guard case .filter = asked else { return asked }
        guard limiter.enter() else {
            let limit = options.maxConcurrentScrapes ?? 0
            metrics?.failed(.limit)
            events?.send([.overLimit(limit: limit)], of: trace)
            return .refused(.overLimit(limit))
        }
        metrics?.inFlight.increment()
        return asked
    }

    private func leave() {
        metrics?.inFlight.decrement()
        limiter.leave()
    }

    private func finish(
        _ answer: ScrapeResponse, _ request: ScrapeRequest, _ trace: TraceID?, _ received: MonotonicInstant
    ) -> ScrapeResponse {
        let response = (request.method == "HEAD" ? answer.withoutBody : answer).tracing(trace)
        metrics?.answered(response, after: received.duration(to: now))
        return response
    }

    /// The earliest of the deadlines. (G1, G2)
    private func deadline(of request: ScrapeRequest, _ trace: TraceID?, _ received: MonotonicInstant) -> MonotonicInstant {
        let lines = request.header(ScrapeTimeout.headerName)
        let timeout = ScrapeTimeout(lines)
        if timeout == .invalid {
            metrics?.invalidTimeoutHeaders.increment()
            events?.send([.invalidTimeoutHeader(lines.joined(separator: ", "))], of: trace)
        }
        let own = received.advanced(by: options.timeout)
        let asked = timeout.budget(encoding: time(of: coding(for: request)).expected).map { received.advanced(by: $0) } ?? own
        return min(own, asked, request.deadline ?? own)
    }
}
