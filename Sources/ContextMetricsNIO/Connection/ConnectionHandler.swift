#if NIO
    import ContextMetrics
    import NIOCore
    import NIOHTTP1

    /// Carries out what a ``ConnectionState`` says, on one channel of a metrics server.
    ///
    /// Scrapes are handled on the scrape handler's own threads and written on the event loop. Nothing here waits for a thread of
    /// Swift's cooperative pool, which an application may block.
    final class ConnectionHandler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private struct ReceivedRequest {
            let head: HTTPRequestHead
            let receivedAt: MonotonicInstant
        }

        private let scrapes: ScrapeHandler
        private let site: Site
        private let table: ConnectionTable
        private var state: ConnectionState<ReceivedRequest>
        private var context: ChannelHandlerContext?
        private var writer: ResponseWriter?
        private var scrape: Task<Void, Never>?
        private var alarm: (deadline: NIODeadline, scheduled: Scheduled<Void>)?
        private var isReading = true

        init(scrapes: ScrapeHandler, site: Site, table: ConnectionTable, limits: ConnectionLimits) {
            self.scrapes = scrapes
            self.site = site
            self.table = table
            state = ConnectionState(limits: limits, now: .now())
        }

        // MARK: The connection

        func handlerAdded(context: ChannelHandlerContext) { self.context = context }

        func channelActive(context: ChannelHandlerContext) {
            guard table.admit(self, now: .now()) else {
                _ = state.close()
                return context.close(promise: nil)
            }
            settle()
        }

        func channelInactive(context: ChannelHandlerContext) {
            _ = state.close()
            end()
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            end()
            self.context = nil
        }

        /// Ends what the connection holds.
        ///
        /// Its scrape, if there is one, is cancelled, so that its waiter leaves; the connection counts until that has happened.
        private func end() {
            alarm?.scheduled.cancel()
            alarm = nil
            writer?.stop()
            writer = nil
            if let scrape {
                scrape.cancel()
            } else {
                table.remove(self)
            }
        }

        var idleSince: NIODeadline? { state.idleSince }

        func drain() { perform(state.drain()) }

        func close() { perform(state.close()) }

        // MARK: What comes in

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case .bytesArrived? = event as? ArrivalObserver.Event else { return context.fireUserInboundEventTriggered(event) }
            state.bytesArrived(now: .now())
            settle()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                let request = ReceivedRequest(head: head, receivedAt: scrapes.now)
                state.headArrived(request, keepAlive: head.isKeepAlive && !head.asksToSwitch, now: .now())
                // Whoever expects `100 Continue` sends its body only after it; a scrape has no body to wait for.
                if head.headers.contains(name: "expect") { perform(state.refuse(.expectation)) }
            case .body(let bytes): perform(state.bodyArrived(bytes: bytes.readableBytes))
            case .end: perform(state.endArrived())
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let refusal = Refusal(error) {
                perform(state.refuse(refusal))
            } else if !(error is ByteToMessageDecoderError) {
                // The decoder reports bytes that come after a refusal as errors of its own; the others are the socket's.
                perform(state.close())
            }
        }

        // MARK: What goes out

        func channelWritabilityChanged(context: ChannelHandlerContext) {
            writer?.resume()
            context.fireChannelWritabilityChanged()
        }

        private func perform(_ action: ConnectionState<ReceivedRequest>.Action) {
            switch action {
            case .none: break
            case .answer(.refusal(let refusal)): write(Site.refusal(refusal), to: nil)
            case .answer(.request(let request, _)): answer(request)
            case .linger: context?.close(mode: .output, promise: nil)
            case .close: context?.close(promise: nil)
            }
            settle()
        }

        private func answer(_ request: ReceivedRequest) {
            let target = RequestTarget(request.head.uri)
            switch site.place(of: target, method: request.head.method.rawValue) {
            case .page(let page): write(page, to: request.head)
            case .status:
                let asked = ScrapeRequest(request.head, target: target, receivedAt: request.receivedAt)
                write(scrapes.respondWithStatus(to: asked), to: request.head)
            case .metrics: handle(ScrapeRequest(request.head, target: target, receivedAt: request.receivedAt), of: request.head)
            }
        }

        private func handle(_ request: ScrapeRequest, of head: HTTPRequestHead) {
            guard let context else { return }
            // Going to another thread and back would take longer than all the rest.
            if let response = scrapes.respondAtOnce(to: request) { return write(response, to: head) }
            let loop = context.eventLoop
            let connection = NIOLoopBound(self, eventLoop: loop)
            scrape = Task(executorPreference: scrapes.executor) { [scrapes] in
                let response = await scrapes.respond(to: request)
                loop.execute { connection.value.scrapeEnded(response, of: head) }
            }
        }

        private func scrapeEnded(_ response: ScrapeResponse, of head: HTTPRequestHead) {
            scrape = nil
            guard let context, context.channel.isActive else { return table.remove(self) }
            write(response, to: head)
            settle()
        }

        private func write(_ response: ScrapeResponse, to head: HTTPRequestHead?) {
            guard let context else { return }
            let keepAlive = state.responseBegins(
                now: .now(), endsConnection: ResponseWriter.endsConnection(response, to: head))
            let writer = ResponseWriter(response, keepAlive: keepAlive, to: head, context: context) { result in
                // A write fails with its connection, which ends by itself.
                if case .success = result { self.responseEnded() }
            }
            self.writer = writer
            writer.resume()
        }

        private func responseEnded() {
            writer = nil
            perform(state.responseEnded(now: .now()))
        }

        // MARK: Reading on, and time

        /// Brings the channel in line with the state after every change.
        private func settle() {
            guard let context, context.channel.isActive else { return }
            if state.reads != isReading {
                isReading = state.reads
                try? context.channel.syncOptions?.setOption(.autoRead, value: isReading)
            }
            // An alarm that comes too early finds nothing due and is set anew, which spares most of the work of setting it.
            guard let deadline = state.deadline else { return }
            if let alarm {
                if alarm.deadline <= deadline { return }
                alarm.scheduled.cancel()
            }
            let scheduled = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.timePassed() }
            alarm = (deadline, scheduled)
        }

        private func timePassed() {
            alarm = nil
            perform(state.timePassed(now: .now()))
        }
    }

    extension HTTPRequestHead {
        /// The decoder reads no request after one of these, so that it has to be the last on its connection.
        fileprivate var asksToSwitch: Bool {
            method == .CONNECT || headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
        }
    }
#endif
