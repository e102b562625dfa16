#if NIO
    package import ContextMetrics
    package import NIOCore
    import NIOHTTP1
    import NIOPosix

    /// A connection of an HTTP/1.1 client.
    package enum HTTPClientChannel {
        /// The bytes of a response's line and headers.
        private static let mostHeadBytes = 1 << 16

        /// Connects.
        ///
        /// `handler` sits behind NIO's HTTP codec; to a name several connections may be tried, each with one of its own.
        package static func connected(
            to endpoint: HTTPEndpoint, until deadline: NIODeadline, on loop: any EventLoop,
            handler: (@Sendable () -> any ChannelHandler)? = nil
        ) async throws -> any Channel {
            let bootstrap = ClientBootstrap(group: loop)
                .connectTimeout(max(.nanoseconds(1), deadline - .now()))
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        var limits = NIOHTTPDecoderLimitConfiguration()
                        limits.maxHeaderFieldSize = mostHeadBytes
                        limits.maxHeaderListSize = mostHeadBytes
                        let decoder = HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
                        try channel.pipeline.syncOperations.addHandlers([HTTPRequestEncoder(), ByteToMessageHandler(decoder)])
                        if let handler { try channel.pipeline.syncOperations.addHandler(handler()) }
                    }
                }
            if let address = try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port) {
                return try await bootstrap.connect(to: address).get()
            }
            return try await bootstrap.connect(host: endpoint.host, port: endpoint.port).get()
        }
    }
#endif
