#if NIO || Hummingbird || FlyingFox
    import ContextMetrics
    #if NIO
        import ContextMetricsNIO
        import NIOCore
        import NIOHTTP1
        import NIOPosix
    #endif
    #if Hummingbird
        import ContextMetricsHummingbird
        import Hummingbird
        import Logging
    #endif
    #if FlyingFox
        import ContextMetricsFlyingFox
        import FlyingFox
        import FlyingSocks
    #endif

    /// A way to mount a scrape handler at `/metrics`, on a server of its kind.
    enum Adapter: String, CaseIterable, Sendable {
        #if NIO
            case metricsServer
            case channelHandler
        #endif
        #if Hummingbird
            case hummingbird
            case hummingbirdThatCancels
        #endif
        #if FlyingFox
            case flyingFox
        #endif

        /// Whether a client that leaves cancels its scrape.
        var cancelsOnDisconnect: Bool {
            switch self {
            #if NIO
                case .metricsServer, .channelHandler: true
            #endif
            #if Hummingbird
                case .hummingbird: false
                case .hummingbirdThatCancels: true
            #endif
            #if FlyingFox
                case .flyingFox: false
            #endif
            }
        }

        /// Whether a connection takes another request after a scrape.
        var keepsConnections: Bool {
            #if Hummingbird
                if self == .hummingbirdThatCancels { return false }
            #endif
            return true
        }

        /// Whether methods other than GET and HEAD reach the scrape handler.
        ///
        /// Hummingbird's router answers them itself.
        var routesAllMethods: Bool {
            #if Hummingbird
                if self == .hummingbird || self == .hummingbirdThatCancels { return false }
            #endif
            return true
        }

        /// Whether a long body ends with the connection of a client of HTTP 1.0, which knows no chunks.
        ///
        /// Hummingbird's requests don't tell their version; FlyingFox takes bodies as a whole, with their length.
        var endsLongBodiesOfHTTP10: Bool {
            switch self {
            #if NIO
                case .metricsServer, .channelHandler: true
            #endif
            #if Hummingbird
                case .hummingbird, .hummingbirdThatCancels: false
            #endif
            #if FlyingFox
                case .flyingFox: false
            #endif
            }
        }

        /// Whether a client of HTTP 1.0 sees the end of the connection.
        ///
        /// Hummingbird leaves it open.
        var closesAfterHTTP10: Bool {
            #if Hummingbird
                if self == .hummingbird { return false }
            #endif
            return true
        }

        /// Whether a request has to be one.
        ///
        /// FlyingFox takes any version and overlooks headers that are none.
        var refusesGarbage: Bool {
            #if FlyingFox
                if self == .flyingFox { return false }
            #endif
            return true
        }

        /// Runs a server while `body` runs.
        func serve<Result: Sendable>(
            _ scrapes: ScrapeHandler, _ body: @escaping @Sendable (_ port: Int) async throws -> Result
        ) async throws -> Result {
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            return try await withThrowingTaskGroup(of: Void.self, returning: Result.self) { group in
                group.addTask {
                    defer { port.finish() }
                    try await run(scrapes) { port.yield($0) }
                }
                defer { group.cancelAll() }
                for await port in ports { return try await body(port) }
                try await group.waitForAll()
                throw CancellationError()
            }
        }

        private func run(_ scrapes: ScrapeHandler, onListening: @escaping @Sendable (Int) -> Void) async throws {
            switch self {
            #if NIO
                case .metricsServer:
                    try await MetricsServer(scrapes, port: 0).run { onListening($0.port) }
                case .channelHandler:
                    let channel = try await Self.pipeline(scrapes)
                    onListening(channel.localAddress?.port ?? 0)
                    try await withTaskCancellationHandler {
                        try await channel.closeFuture.get()
                    } onCancel: {
                        channel.close(promise: nil)
                    }
            #endif
            #if Hummingbird
                case .hummingbird: try await Self.hummingbird(scrapes, cancelling: false, onListening: onListening)
                case .hummingbirdThatCancels: try await Self.hummingbird(scrapes, cancelling: true, onListening: onListening)
            #endif
            #if FlyingFox
                case .flyingFox: try await Self.flyingFox(scrapes, onListening: onListening)
            #endif
            }
        }

        #if NIO
            private static func pipeline(_ scrapes: ScrapeHandler) async throws -> any Channel {
                try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                    .childChannelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                            try channel.pipeline.syncOperations.addHandlers([ScrapeChannelHandler(scrapes), Fallback()])
                        }
                    }
                    .bind(host: "127.0.0.1", port: 0).get()
            }

            /// What the pipeline is there for otherwise.
            private final class Fallback: ChannelInboundHandler {
                typealias InboundIn = HTTPServerRequestPart
                typealias OutboundOut = HTTPServerResponsePart

                func channelRead(context: ChannelHandlerContext, data: NIOAny) {
                    guard case .end = unwrapInboundIn(data) else { return }
                    let head = HTTPResponseHead(version: .http1_1, status: .notFound, headers: ["content-length": "0"])
                    context.write(wrapOutboundOut(.head(head)), promise: nil)
                    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                }
            }
        #endif

        #if Hummingbird
            private static func hummingbird(
                _ scrapes: ScrapeHandler, cancelling: Bool, onListening: @escaping @Sendable (Int) -> Void
            ) async throws {
                let router = Router()
                router.get("/metrics", scrape: scrapes, cancelOnDisconnect: cancelling)
                var logger = Logger(label: "tests")
                logger.logLevel = .critical
                let application = Application(
                    router: router,
                    configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                    onServerRunning: { onListening($0.localAddress?.port ?? 0) },
                    logger: logger
                )
                try await application.run()
            }
        #endif

        #if FlyingFox
            private static func flyingFox(_ scrapes: ScrapeHandler, onListening: @escaping @Sendable (Int) -> Void) async throws {
                let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
                await server.appendRoute("/metrics", to: .scrape(scrapes))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await server.run() }
                    try await server.waitUntilListening()
                    if case .ip4(_, let port)? = await server.listeningAddress { onListening(Int(port)) }
                    try await group.waitForAll()
                }
            }
        #endif
    }
#endif
