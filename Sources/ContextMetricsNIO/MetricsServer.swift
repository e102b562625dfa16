#if NIO
    public import ContextMetrics
    public import NIOCore
    import NIOHTTP1
    import NIOPosix

    /// A port of its own for metrics, for programs without a web server, or that keep their metrics away from it.
    ///
    /// ```swift
    /// try await MetricsServer(ScrapeHandler(registry), port: 9464).run()
    /// ```
    /// The metrics are at `path`, a page that links to them at `/`, and `/-/healthy` answers 200 as long as the server does.
    /// Clients are bounded in everything they may hold, see ``Configuration``. One that closes its connection, or its sending
    /// side, has left: its scrape is cancelled.
    ///
    /// All connections share one event loop. The loop never waits for a collector, and a scrape never waits for Swift's
    /// cooperative thread pool, so that an application which blocks that pool can still be watched.
    public struct MetricsServer: Sendable {
        /// Where exporters of OpenTelemetry's libraries listen as well.
        public static let defaultPort = 9464

        // One thread for all servers of the program, which lives as long as the program does: a group that is shut down with its
        // server would refuse what cancelled scrapes still have to say.
        private static let ownGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)

        private let scrapes: ScrapeHandler
        private let host: String
        private let port: Int
        private let site: Site
        private let configuration: Configuration
        private let group: any EventLoopGroup

        /// Prepares a server; ``run()`` starts it.
        ///
        /// - Parameters:
        ///   - scrapes: Answers the scrapes.
        ///   - host: The interface to listen on, by name or address. The default takes connections of this machine only; `0.0.0.0` and `::`
        ///     take all.
        ///   - port: 0 takes any port that is free; ``run(onListening:)`` tells which.
        ///   - path: The path of the metrics. `/` leaves no room for the page that links to them.
        ///   - statusPath: Where ``ContextMetrics/RegistryStatus`` is, as JSON, for people and health checks; `nil` for nowhere.
        ///   - configuration: The limits for clients.
        ///   - group: One event loop of it serves all connections. The default is a thread that nothing but metrics servers runs on.
        public init(
            _ scrapes: ScrapeHandler, host: String = "127.0.0.1", port: Int = defaultPort, path: String = "/metrics",
            statusPath: String? = nil, configuration: Configuration = Configuration(), group: (any EventLoopGroup)? = nil
        ) {
            self.scrapes = scrapes
            self.host = host
            self.port = port
            self.site = Site(path: path, statusPath: statusPath)
            self.configuration = configuration
            self.group = group ?? Self.ownGroup
        }

        /// Serves until the task is cancelled.
        ///
        /// Cancelled, it stops listening, lets what has begun end within ``Configuration/drainTimeout``, closes what is left,
        /// and returns.
        /// - Throws: When it can't listen: what the system says, or an ``AddressError``.
        public func run() async throws { try await run { _ in } }

        /// Serves until the task is cancelled, and tells where it listens.
        ///
        /// - Parameter onListening: Called once, when connections are accepted.
        /// - Throws: As ``run()`` does.
        public func run(onListening: @Sendable (Address) -> Void) async throws {
            guard (0...65_535).contains(port) else { throw AddressError.invalidPort(port) }
            let loop = group.next()
            let table = try await loop.submit { [configuration] in
                NIOLoopBound(ConnectionTable(maximum: configuration.maximumConnections), eventLoop: loop)
            }.get()
            let listener = try await listen(on: loop, table: table)
            let drained = loop.makePromise(of: Void.self)
            loop.execute { Self.drain(table, after: listener.closeFuture, within: configuration.drainTimeout, drained) }

            await withTaskCancellationHandler {
                onListening(address(of: listener))
                try? await drained.futureResult.get()
            } onCancel: {
                listener.close(promise: nil)
            }
        }

        private func address(of listener: any Channel) -> Address {
            let address = listener.localAddress
            return Address(host: address?.ipAddress ?? host, port: address?.port ?? port, path: site.path)
        }

        private func listen(on loop: any EventLoop, table: NIOLoopBound<ConnectionTable>) async throws -> any Channel {
            let limits = configuration.limits
            let maximumHeadBytes = max(configuration.maximumHeadBytes, 1)
            return try await ServerBootstrap(group: loop)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { [scrapes, site] channel in
                    channel.eventLoop.makeCompletedFuture {
                        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
                        decoderLimits.maxHeaderFieldSize = maximumHeadBytes
                        decoderLimits.maxHeaderListSize = maximumHeadBytes
                        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: decoderLimits)
                        // The decoder's own limits don't count blanks, of which it keeps any number.
                        let decoding = ByteToMessageHandler(decoder, maximumBufferSize: maximumHeadBytes)
                        let connection = ConnectionHandler(scrapes: scrapes, site: site, table: table.value, limits: limits)
                        try channel.pipeline.syncOperations.addHandlers([ArrivalObserver(), decoding])
                        try channel.pipeline.syncOperations.addHandlers([HTTPResponseEncoder(), connection])
                    }
                }
                .bind(host: host, port: port).get()
        }

        /// Ends the connections once the listening socket is closed.
        private static func drain(
            _ table: NIOLoopBound<ConnectionTable>, after closed: EventLoopFuture<Void>, within bound: Duration,
            _ drained: EventLoopPromise<Void>
        ) {
            closed.assumeIsolated().whenComplete { _ in
                let loop = closed.eventLoop
                let bound = TimeAmount(bounding: bound)
                let closing = loop.assumeIsolated().scheduleTask(in: bound) { table.value.closeAll() }
                // A scrape that was cancelled ends at once. Should one not, it is left behind.
                let leaving = loop.assumeIsolated().scheduleTask(in: bound + .seconds(1)) { drained.succeed() }
                drained.futureResult.assumeIsolated().whenComplete { _ in
                    closing.cancel()
                    leaving.cancel()
                }
                table.value.drain(drained)
            }
        }
    }
#endif
