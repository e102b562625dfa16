#if NIO
    import ContextMetrics
    import NIOHTTP1

    extension ScrapeRequest {
        /// `receivedAt` is when the head arrived: the time that the request waits for its turn is time of the scrape. (G1)
        init(_ head: HTTPRequestHead, target: RequestTarget, receivedAt: MonotonicInstant) {
            let headers = head.headers
            self.init(method: head.method.rawValue, query: target.query, receivedAt: receivedAt) { headers[$0] }
        }
    }
#endif
