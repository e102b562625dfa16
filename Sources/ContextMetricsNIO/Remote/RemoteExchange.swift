#if NIO
    import ContextMetrics
    import NIOCore
    import NIOHTTP1

    /// Sends one request as soon as it is in a channel's pipeline, and hands on what comes; then, and whatever else happens, the channel is closed.
    final class RemoteExchange: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart
        typealias OutboundOut = HTTPClientRequestPart

        private let request: HTTPRequestHead
        private let answer: RemoteAnswer
        private let deadline: NIODeadline
        private let ended: EventLoopPromise<Void>
        private var hasEnded = false
        private var alarm: Scheduled<Void>?

        init(_ request: HTTPRequestHead, into answer: RemoteAnswer, until deadline: NIODeadline, on loop: any EventLoop) {
            self.request = request
            self.answer = answer
            self.deadline = deadline
            ended = loop.makePromise(of: Void.self)
        }

        /// Succeeds when the answer is complete.
        var futureResult: EventLoopFuture<Void> { ended.futureResult }

        /// The channel doesn't take it.
        func refuse(_ error: any Error) {
            hasEnded = true
            ended.fail(error)
        }

        func handlerAdded(context: ChannelHandlerContext) {
            guard context.channel.isActive else { return end(.failure(HTTPRemoteTransport.Failure.closed), context) }
            let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            alarm = context.eventLoop.scheduleTask(deadline: deadline) {
                let (exchange, context) = loopBound.value
                exchange.end(.failure(RemoteFailure.timeout), context)
            }
            context.write(wrapOutboundOut(.head(request)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if hasEnded { return }
            do {
                switch unwrapInboundIn(data) {
                case .head(let head):
                    // What comes before the answer, as `103 Early Hints`.
                    if head.status.code < 200 { return }
                    try answer.begin(
                        status: Int(head.status.code), contentType: head.headers.first(name: "content-type"),
                        contentEncoding: head.headers.first(name: "content-encoding"))
                case .body(let bytes): try answer.read(bytes.readableBytesUInt8Span)
                case .end: end(.success(()), context)
                }
            } catch {
                end(.failure(error), context)
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            end(.failure(HTTPRemoteTransport.Failure.closed), context)
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            switch error as? HTTPParserError {
            case .invalidEOFState?: end(.failure(HTTPRemoteTransport.Failure.closed), context)
            case .some: end(.failure(HTTPRemoteTransport.Failure.malformed), context)
            case nil: end(.failure(error), context)
            }
        }

        private func end(_ result: Result<Void, any Error>, _ context: ChannelHandlerContext) {
            if hasEnded { return }
            hasEnded = true
            alarm?.cancel()
            ended.completeWith(result)
            context.close(promise: nil)
        }
    }
#endif
