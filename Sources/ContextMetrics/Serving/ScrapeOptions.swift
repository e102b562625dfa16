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
        /// Whether responses are compressed for those who ask for it.
        public enum Compression: Hashable, Sendable {
            /// They never are.
            case none
            /// With the header `Accept-Encoding` a request asks for gzip, which every scraper does by default.
            ///
            /// The level is zlib's, from 1, the fastest, to 9, the shortest; any other number is taken for the nearest. Short bodies, of less than
            /// a KiB, are sent as they are: compressed they would save no packet.
            case gzip(level: Int)

            var level: Int? {
                switch self {
                case .none: nil
                case .gzip(let level): min(max(level, 1), 9)
                }
            }
        }

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
        /// The longest body, before it is compressed.
        ///
        /// A longer one isn't sent in part: the scrape gets 500. What counts is what the scraper has to take in, as in Prometheus'
        /// `body_size_limit`, so that the answer is the same with and without compression.
        public var maxResponseBytes: Int
        /// Whether responses are compressed for those who ask for it.
        ///
        /// The default is level 1: compressing is by far the most of what a scrape costs, thirty times as much as encoding, for a body a
        /// tenth as long. Level 6 takes more than twice that time for one that is a seventh shorter: take it where the way to the scraper is
        /// slow or costs money. The time counts: where a response took long to make, the next scrape has that much less for its collectors,
        /// up to half of what Prometheus gives.
        public var compression: Compression
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
            refusesUnacceptable: Bool = false, maxResponseBytes: Int = 1 << 30, compression: Compression = .gzip(level: 1),
            includesHandlerMetrics: Bool = true,
            context: (@Sendable (ScrapeRequest) -> ContextValues)? = nil, onEvent: (@Sendable (ScrapeEvent) -> Void)? = nil
        ) {
            self.timeout = timeout
            self.maxConcurrentScrapes = maxConcurrentScrapes
            self.errorPolicy = errorPolicy
            self.refusesUnacceptable = refusesUnacceptable
            self.maxResponseBytes = maxResponseBytes
            self.compression = compression
            self.includesHandlerMetrics = includesHandlerMetrics
            self.context = context
            self.onEvent = onEvent
        }
    }
}
