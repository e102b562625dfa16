#if Hummingbird
    public import ContextMetrics
    import HTTPTypes
    public import Hummingbird

    extension RouterMethods {
        /// Answers scrapes at a path: GET and HEAD.
        ///
        /// Other methods get what the router has for them.
        ///
        /// ```swift
        /// router.get("/metrics", scrape: ScrapeHandler(registry))
        /// ```
        /// The time of a scrape is counted from the moment the router calls. The response leaves the scrape handler in time whatever
        /// collectors do; Hummingbird then needs a thread of Swift's cooperative pool to write it, so that an application which blocks
        /// that pool delays its scrapes. A metrics server of its own, in `ContextMetricsNIO`, isn't affected.
        ///
        /// A body of more than a quarter of a megabyte is sent in chunks, also to clients of HTTP/1.0: requests don't tell their version here.
        ///
        /// - Parameters:
        ///   - path: Where the metrics are.
        ///   - handler: Answers the scrapes.
        ///   - cancelOnDisconnect: Whether a client that leaves cancels its scrape. By default a scrape whose client has left runs to its
        ///     end, or its deadline. Watching for it costs the connection, which Hummingbird closes after such a response, so that
        ///     every scrape opens a new one; and a client that shuts down only its sending side counts as one that left.
        /// - Returns: The router.
        @discardableResult
        public func get(_ path: RouterPath, scrape handler: ScrapeHandler, cancelOnDisconnect: Bool = false) -> Self {
            let answer: @Sendable (Request, Context) async throws -> Response = { request, _ in
                let scrape = ScrapeRequest(request, receivedAt: handler.now)
                guard cancelOnDisconnect else { return Response(await handler.respond(to: scrape)) }
                return try await request.body.consumeWithCancellationOnInboundClose { _ in
                    Response(await handler.respond(to: scrape))
                }
            }
            return on(path, method: .get, use: answer).on(path, method: .head, use: answer)
        }
    }

    extension ScrapeRequest {
        fileprivate init(_ request: Request, receivedAt: MonotonicInstant) {
            let fields = request.headers
            self.init(method: request.method.rawValue, query: request.uri.query ?? "", receivedAt: receivedAt) { name in
                HTTPField.Name(name).map { fields[values: $0] } ?? []
            }
        }
    }

    extension Response {
        fileprivate init(_ scrape: ScrapeResponse) {
            var fields = HTTPFields()
            for (name, value) in scrape.headers {
                if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
            }
            self.init(status: HTTPResponse.Status(code: scrape.status), headers: fields, body: ResponseBody(scrape.body))
        }
    }

    extension ResponseBody {
        /// So many bytes at a time: to hand some over, and to wait until the client has taken them, costs more than to encode them.
        ///
        /// The last block of them may reach a little beyond: together they fit into a quarter of a megabyte.
        private static var writeSize: Int { 192 << 10 }

        /// What is written is encoded, or copied, when it is its turn, and the writer waits for the client before the next.
        fileprivate init(_ body: ScrapeResponse.Body) {
            let size = body.count ?? ResponseBody.writeSize
            self.init(contentLength: body.count) { writer in
                var reader = body.makeReader()
                while true {
                    var buffer = ByteBuffer()
                    buffer.reserveCapacity(size)
                    while buffer.readableBytes < size, let block = reader.withNextBlock({ buffer.writeBytes($0.bytes) }), block > 0 {}
                    if buffer.readableBytes == 0 { break }
                    try await writer.write(buffer)
                }
                try await writer.finish(nil)
            }
        }
    }
#endif
