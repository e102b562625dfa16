#if NIO
    public import ContextMetrics
    public import NIOCore
    public import NIOHTTP1

    /// Answers scrapes in the pipeline of an HTTP/1 server that is there already.
    ///
    /// ```swift
    /// try channel.pipeline.syncOperations.configureHTTPServerPipeline()
    /// try channel.pipeline.syncOperations.addHandlers([ScrapeChannelHandler(metrics), application])
    /// ```
    /// Requests for other paths go to the next handler, unchanged. It belongs behind NIO's HTTP handlers with pipelining
    /// assistance, which is their default: that lets one request through at a time. A pipeline that doesn't, and brings a request
    /// while a scrape is being answered, has its connection closed.
    ///
    /// A client that closes its connection has left, and its scrape is cancelled. A request's body is ignored. How long clients may
    /// take and how much they may send is the pipeline's business. One handler serves one channel.
    public final class ScrapeChannelHandler: ChannelInboundHandler, RemovableChannelHandler {
        /// Part of `ChannelInboundHandler`.
        public typealias InboundIn = HTTPServerRequestPart
        /// Part of `ChannelInboundHandler`.
        public typealias InboundOut = HTTPServerRequestPart
        /// Part of `ChannelInboundHandler`.
        public typealias OutboundOut = HTTPServerResponsePart

        private enum State {
            case passing
            /// The request is for us and has not come to its end.
            case receiving(HTTPRequestHead, ScrapeRequest)
            case handling(HTTPRequestHead, Task<Void, Never>)
            case writing(ResponseWriter)
            case ended
        }

        private let scrapes: ScrapeHandler
        private let path: String
        private var state = State.passing
        private var context: ChannelHandlerContext?

        /// A handler for one channel.
        ///
        /// - Parameters:
        ///   - scrapes: Answers the scrapes.
        ///   - path: The path to answer, compared as it was sent.
        public init(_ scrapes: ScrapeHandler, path: String = "/metrics") {
            self.scrapes = scrapes
            self.path = path
        }

        /// Part of `ChannelInboundHandler`.
        public func handlerAdded(context: ChannelHandlerContext) { self.context = context }

        /// Part of `ChannelInboundHandler`.
        public func handlerRemoved(context: ChannelHandlerContext) {
            end()
            self.context = nil
        }

        /// Part of `ChannelInboundHandler`.
        public func channelInactive(context: ChannelHandlerContext) {
            end()
            context.fireChannelInactive()
        }

        private func end() {
            switch state {
            case .handling(_, let task): task.cancel()
            case .writing(let writer): writer.stop()
            case .passing, .receiving, .ended: break
            }
            state = .ended
        }

        /// Part of `ChannelInboundHandler`.
        public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch (state, unwrapInboundIn(data)) {
            case (.passing, .head(let head)):
                let target = RequestTarget(head.uri)
                guard target.path == path else { return context.fireChannelRead(data) }
                state = .receiving(head, ScrapeRequest(head, target: target, receivedAt: scrapes.now))
            case (.passing, .body), (.passing, .end): context.fireChannelRead(data)
            case (.receiving(let head, let request), .end): handle(request, of: head, on: context.eventLoop)
            case (.receiving, .body), (.ended, _): break
            case (.receiving, .head), (.handling, _), (.writing, _): context.close(promise: nil)
            }
        }

        /// Part of `ChannelInboundHandler`.
        public func channelWritabilityChanged(context: ChannelHandlerContext) {
            if case .writing(let writer) = state { writer.resume() }
            context.fireChannelWritabilityChanged()
        }

        private func handle(_ request: ScrapeRequest, of head: HTTPRequestHead, on loop: any EventLoop) {
            // Going to another thread and back would take longer than all the rest.
            if let response = scrapes.respondAtOnce(to: request) { return write(response, to: head) }
            let handler = NIOLoopBound(self, eventLoop: loop)
            let task = Task(executorPreference: scrapes.executor) { [scrapes] in
                let response = await scrapes.respond(to: request)
                loop.execute { handler.value.scrapeEnded(response) }
            }
            state = .handling(head, task)
        }

        private func scrapeEnded(_ response: ScrapeResponse) {
            if case .handling(let head, _) = state { write(response, to: head) }
        }

        private func write(_ response: ScrapeResponse, to head: HTTPRequestHead) {
            guard let context else { return }
            let keepAlive = head.isKeepAlive && !ResponseWriter.endsConnection(response, to: head)
            let writer = ResponseWriter(response, keepAlive: keepAlive, to: head, context: context) { [self] result in
                guard case .writing = state else { return }
                state = .passing
                if case .failure = result { return }
                if !keepAlive { context.close(promise: nil) }
            }
            state = .writing(writer)
            writer.resume()
        }
    }
#endif
