#if FlyingFox
    public import ContextMetrics
    public import FlyingFox
    import Foundation

    /// Answers scrapes on a FlyingFox server.
    ///
    /// ```swift
    /// await server.appendRoute("/metrics", to: .scrape(ScrapeHandler(registry)))
    /// ```
    /// A route without a method, as here, lets it answer methods other than GET and HEAD with 405.
    ///
    /// FlyingFox has a timeout of its own for handlers, 15 seconds unless the server is made with another, after which it answers
    /// 500: keep it above the scrape handler's, which is 10 seconds. It doesn't notice a client that leaves, so that the scrape
    /// runs to its end or its deadline. It keeps a connection open only for clients that send `Connection: keep-alive`, and runs on
    /// Swift's cooperative pool: an application that blocks the pool delays its scrapes.
    public struct ScrapeHTTPHandler: HTTPHandler {
        private let scrapes: ScrapeHandler

        /// A handler to append to a server's routes.
        ///
        /// - Parameter scrapes: Answers the scrapes.
        public init(_ scrapes: ScrapeHandler) { self.scrapes = scrapes }

        /// Answers a scrape.
        ///
        /// - Parameter request: Its body is ignored.
        /// - Returns: What the scrape handler answered. Throws nothing.
        public func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
            let headers = request.headers
            let scrape = ScrapeRequest(
                method: request.method.rawValue, query: request.target.query(), receivedAt: scrapes.now
            ) { headers.values(for: HTTPHeader($0)) }
            return HTTPResponse(await scrapes.respond(to: scrape))
        }
    }

    extension HTTPHandler where Self == ScrapeHTTPHandler {
        /// Answers scrapes.
        ///
        /// - Parameter scrapes: The handler that does.
        /// - Returns: It, as FlyingFox takes it.
        public static func scrape(_ scrapes: ScrapeHandler) -> ScrapeHTTPHandler { ScrapeHTTPHandler(scrapes) }
    }

    extension HTTPResponse {
        /// FlyingFox writes data only: the body is copied once.
        fileprivate init(_ scrape: ScrapeResponse) {
            var headers = HTTPHeaders()
            for (name, value) in scrape.headers { headers.addValue(value, for: HTTPHeader(name)) }
            var data = Data(capacity: scrape.body.count ?? 0)
            var reader = scrape.body.makeReader()
            while let _ = reader.withNextBlock({ block in block.withUnsafeBytes { data.append(contentsOf: $0) } }) {}
            self.init(
                statusCode: HTTPStatusCode(scrape.status, phrase: Self.phrase(of: scrape.status)),
                headers: headers,
                body: HTTPBodySequence(data: data, suggestedBufferSize: 65_536)
            )
        }

        /// Of the codes that a scrape handler answers with; the phrase of others may be empty (RFC 9112, 4).
        private static func phrase(of status: Int) -> String {
            switch status {
            case 200: "OK"
            case 405: "Method Not Allowed"
            case 500: "Internal Server Error"
            case 503: "Service Unavailable"
            default: ""
            }
        }
    }
#endif
