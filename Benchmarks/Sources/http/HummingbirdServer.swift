#if HTTP
    import ContextMetrics
    import ContextMetricsHummingbird
    import Hummingbird
    import Logging
    import NIOCore

    extension RunningServer {
        /// Hummingbird with the scrapes at `/metrics`, and a body that is at hand at `/static`.
        static func hummingbird(_ scrapes: ScrapeHandler, body: [UInt8]) async throws -> RunningServer {
            try await RunningServer { onListening in
                let buffer = ByteBuffer(bytes: body)
                let router = Router()
                router.get("/metrics", scrape: scrapes)
                router.get("/static") { _, _ in Response(status: .ok, body: ResponseBody(byteBuffer: buffer)) }
                var logger = Logger(label: "benchmarks")
                logger.logLevel = .critical
                try await Application(
                    router: router,
                    configuration: .init(address: .hostname("127.0.0.1", port: 0)),
                    onServerRunning: { onListening($0.localAddress?.port ?? 0) },
                    logger: logger
                ).run()
            }
        }
    }
#endif
