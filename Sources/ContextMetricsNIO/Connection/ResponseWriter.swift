#if NIO
    import ContextMetrics
    import NIOCore
    import NIOHTTP1

    /// Writes one response, a piece at a time and no faster than the peer reads.
    ///
    /// Belongs to a channel handler and its event loop.
    ///
    /// A body of any size costs a few blocks of memory: the next ones are encoded, or copied, when the socket has taken those before.
    final class ResponseWriter {
        /// Blocks that are handed to the socket at once: each time costs a system call, and wakes the client.
        private static let blocksTogether = 4
        /// So often blocks are handed over before other connections of the loop have their turn, or as often as this time allows.
        private static let timesPerTurn = 4
        private static let timePerTurn = TimeAmount.milliseconds(1)

        private let context: ChannelHandlerContext
        private var body: ScrapeResponse.Body.Reader
        /// Used again as soon as the socket has taken what is in them.
        private var buffers: [ByteBuffer] = []
        private let onEnd: (Result<Void, any Error>) -> Void
        private var isWriting = false
        private var hasEnded = false

        /// Whether the end of the connection has to be the end of the response: before HTTP/1.1 that of a body without a length is.
        static func endsConnection(_ response: ScrapeResponse, to head: HTTPRequestHead?) -> Bool {
            guard let head, head.version.major == 1, head.version.minor == 0 else { return false }
            return response[header: "content-length"] == nil
        }

        /// Writes the head at once.
        ///
        /// `onEnd` is called once, on the event loop: when the socket has taken the last byte, or can't take it any more.
        init(
            _ response: ScrapeResponse, keepAlive: Bool, to head: HTTPRequestHead?, context: ChannelHandlerContext,
            onEnd: @escaping (Result<Void, any Error>) -> Void
        ) {
            self.context = context
            body = response.body.makeReader()
            self.onEnd = onEnd
            var headers = HTTPHeaders(response.headers)
            if !keepAlive {
                headers.replaceOrAdd(name: "connection", value: "close")
            } else if let head, head.version.minor == 0 {
                headers.replaceOrAdd(name: "connection", value: "keep-alive")
            }
            let status = HTTPResponseStatus(statusCode: response.status)
            let version: HTTPVersion = ResponseWriter.endsConnection(response, to: head) ? .http1_0 : .http1_1
            write(.head(HTTPResponseHead(version: version, status: status, headers: headers)), promise: nil)
        }

        /// Writes as much as the channel wants.
        ///
        /// To be called to begin, and whenever the channel's writability changed.
        func resume() {
            // A flush inside the loop makes the channel writable again, and says so while the loop still runs.
            guard !isWriting, !hasEnded else { return }
            isWriting = true
            defer { isWriting = false }
            let turnEnds = NIODeadline.now() + Self.timePerTurn
            for time in 0..<Self.timesPerTurn where time == 0 || NIODeadline.now() < turnEnds {
                guard context.channel.isWritable else { return context.flush() }
                for index in 0..<Self.blocksTogether {
                    guard let block = nextBlock(index) else { return end() }
                    write(.body(.byteBuffer(block)), promise: nil)
                }
                context.flush()
            }
            context.eventLoop.assumeIsolated().execute { self.resume() }
        }

        private func nextBlock(_ index: Int) -> ByteBuffer? {
            if index == buffers.count { buffers.append(ByteBuffer()) }
            let isThere = body.withNextBlock { block -> Bool in
                // Other memory while the socket still has some of the old.
                buffers[index].clear(minimumCapacity: block.count)
                block.withUnsafeBytes { _ = buffers[index].writeBytes($0) }
                return true
            }
            return isThere == nil ? nil : buffers[index]
        }

        /// Writes nothing any more: the channel has ended.
        func stop() { hasEnded = true }

        private func end() {
            hasEnded = true
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenComplete { [onEnd] in onEnd($0) }
            write(.end(nil), promise: promise)
            context.flush()
        }

        private func write(_ part: HTTPServerResponsePart, promise: EventLoopPromise<Void>?) {
            context.write(NIOAny(part), promise: promise)
        }
    }
#endif
