#if HTTP
    import ContextMetrics
    import ContextMetricsNIO
    import NIOCore
    import NIOHTTP1
    import NIOPosix

    extension RunningServer {
        static func metricsServer(_ scrapes: ScrapeHandler) async throws -> RunningServer {
            try await RunningServer { onListening in
                try await MetricsServer(scrapes, port: 0).run { onListening($0.port) }
            }
        }

        /// A pipeline with the scrape handler in it, and behind that a handler whose answer is at hand.
        static func pipeline(_ scrapes: ScrapeHandler, body: [UInt8]) async throws -> RunningServer {
            try await RunningServer { onListening in
                let body = ByteBuffer(bytes: body)
                let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup(numberOfThreads: 1))
                    .childChannelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                            try channel.pipeline.syncOperations.addHandlers([ScrapeChannelHandler(scrapes), StaticHandler(body)])
                        }
                    }
                    .bind(host: "127.0.0.1", port: 0).get()
                onListening(channel.localAddress?.port ?? 0)
                try await withTaskCancellationHandler {
                    try await channel.closeFuture.get()
                } onCancel: {
                    channel.close(promise: nil)
                }
            }
        }
    }

    /// Answers everything with the same body.
    private final class StaticHandler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let body: ByteBuffer

        init(_ body: ByteBuffer) { self.body = body }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            let headers = HTTPHeaders([("content-type", "text/plain"), ("content-length", String(body.readableBytes))])
            context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
#endif
