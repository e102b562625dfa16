#if NIO
    import ContextMetrics
    import ContextMetricsTesting
    import NIOCore
    import NIOHTTP1

    /// A request that is to be sent, and who waits for what becomes of it.
    struct Exchange: Sendable {
        /// What a connection answers, once.
        struct Outcome: Sendable {
            let firstByte: MonotonicInstant?
            let ended: MonotonicInstant
            let result: Result<ScrapeAnswer, ScrapeFailure>
        }

        let deadline: NIODeadline
        let outcome: EventLoopPromise<Outcome>
    }

    /// Carries out exchanges on a channel behind NIO's HTTP codec, one at a time: an exchange is written, and its promise always
    /// succeeds.
    ///
    /// Whatever else happens than a complete answer in time, the connection is closed.
    final class ExchangeHandler: ChannelDuplexHandler {
        typealias InboundIn = HTTPClientResponsePart
        typealias OutboundIn = Exchange
        typealias OutboundOut = HTTPClientRequestPart

        private struct Current {
            let exchange: Exchange
            let alarm: Scheduled<Void>
            var firstByte: MonotonicInstant?
            var answer: ScrapeAnswer?
            var keepsAlive = false
        }

        private let request: HTTPRequestHead
        private var current: Current?

        /// `request` is sent by each exchange.
        init(_ request: HTTPRequestHead) { self.request = request }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            let exchange = unwrapOutboundIn(data)
            guard current == nil, context.channel.isActive else {
                exchange.outcome.succeed(.init(firstByte: nil, ended: .now, result: .failure(.connection)))
                return context.close(promise: promise)
            }
            let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let alarm = context.eventLoop.scheduleTask(deadline: exchange.deadline) {
                let (handler, context) = loopBound.value
                handler.fail(.timeout, context)
            }
            current = Current(exchange: exchange, alarm: alarm)
            context.write(wrapOutboundOut(.head(request)), promise: nil)
            context.write(wrapOutboundOut(.end(nil)), promise: promise)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            // What nobody has asked for.
            guard current != nil else { return context.close(promise: nil) }
            switch unwrapInboundIn(data) {
            case .head(let head):
                current?.firstByte = .now
                current?.keepsAlive = head.isKeepAlive
                current?.answer = ScrapeAnswer(
                    status: Int(head.status.code), contentType: head.headers.first(name: "content-type"),
                    contentEncoding: head.headers.first(name: "content-encoding"))
            case .body(let bytes): current?.answer?.read(bytes.readableBytesUInt8Span)
            case .end:
                let ended = MonotonicInstant.now
                guard var answer = current?.answer else { return fail(.malformed, context) }
                answer.end()
                let keepsAlive = current?.keepsAlive ?? false
                end(.success(answer), at: ended)
                if !keepsAlive { context.close(promise: nil) }
            }
        }

        func channelInactive(context: ChannelHandlerContext) {
            fail(.connection, context)
            context.fireChannelInactive()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            let isCutOff = error as? HTTPParserError == .invalidEOFState
            fail(error is HTTPParserError && !isCutOff ? .malformed : .connection, context)
        }

        private func fail(_ failure: ScrapeFailure, _ context: ChannelHandlerContext) {
            end(.failure(failure), at: .now)
            context.close(promise: nil)
        }

        private func end(_ result: Result<ScrapeAnswer, ScrapeFailure>, at ended: MonotonicInstant) {
            guard let ending = current else { return }
            current = nil
            ending.alarm.cancel()
            ending.exchange.outcome.succeed(.init(firstByte: ending.firstByte, ended: ended, result: result))
        }
    }
#endif
