extension ScrapeHandler {
    /// What becomes of a scrape of which something is missing.
    public enum ErrorPolicy: Hashable, Sendable {
        /// 200 with everything that was ready; 500 only when every collector failed and nothing at all is left. (G14)
        case continueOnError
        /// 500 with the list when any collector's samples are missing.
        case failOnError
        /// 500 with the list when any collector's samples are missing, or were dropped for a conflict.
        case strict
    }

    /// How a handler answers.
    public struct Options: Sendable {
        /// The longest that a scrape may take, where the request doesn't ask for less.
        ///
        /// Prometheus' own default is 10 s.
        public var timeout: Duration
        /// How many scrapes may be answered at once; others get 503.
        ///
        /// `nil`: no limit.
        public var maxConcurrentScrapes: Int?
        /// What becomes of a scrape of which something is missing.
        public var errorPolicy: ErrorPolicy
        /// Whether a request that accepts nothing we have gets 406, and no metrics.
        ///
        /// Otherwise it gets text 0.0.4, which everything that scrapes can read: a target that answers 406 is down.
        public var refusesUnacceptable: Bool
        /// The longest body.
        ///
        /// A longer one isn't sent in part: the scrape gets 500.
        public var maxResponseBytes: Int
        /// Whether the registry gets the `metrics_handler_*` families.
        public var includesHandlerMetrics: Bool
        /// Derives the typed values that collectors see from the request.
        ///
        /// Called on the thread that answers: it must not block.
        public var context: (@Sendable (ScrapeRequest) -> ContextValues)?
        /// Told what an operator may want to see in a log.
        ///
        /// Called one event after the other, on a thread where it delays no scrape.
        public var onEvent: (@Sendable (ScrapeEvent) -> Void)?

        /// What is not given is as Prometheus' official clients have it.
        public init(
            timeout: Duration = .seconds(10), maxConcurrentScrapes: Int? = 40, errorPolicy: ErrorPolicy = .continueOnError,
            refusesUnacceptable: Bool = false, maxResponseBytes: Int = 1 << 30, includesHandlerMetrics: Bool = true,
            context: (@Sendable (ScrapeRequest) -> ContextValues)? = nil, onEvent: (@Sendable (ScrapeEvent) -> Void)? = nil
        ) {
            self.timeout = timeout
            self.maxConcurrentScrapes = maxConcurrentScrapes
            self.errorPolicy = errorPolicy
            self.refusesUnacceptable = refusesUnacceptable
            self.maxResponseBytes = maxResponseBytes
            self.includesHandlerMetrics = includesHandlerMetrics
            self.context = context
            self.onEvent = onEvent
        }
    }
}
