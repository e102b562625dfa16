#if ServiceLifecycle
    public import ContextMetrics
    public import ServiceLifecycle

    /// Keeps samples fresh as long as its service group runs.
    ///
    /// ```swift
    /// ServiceGroup(services: [BackgroundRefresherService(registry), MetricsServerService(server), RegistryService(registry)], logger: logger)
    /// ```
    public struct BackgroundRefresherService: Service {
        private let refresher: BackgroundRefresher

        /// For the collectors of a registry whose policies ask for it.
        public init(_ registry: ContextRegistry) { refresher = BackgroundRefresher(registry) }

        /// Runs until a graceful shutdown begins, or the task is cancelled.
        public func run() async throws { await cancelWhenGracefulShutdown { [refresher] in await refresher.run() } }
    }

    /// Shuts a registry down with its service group.
    ///
    /// Groups shut services down from the last to the first: put it before the servers, so that these may answer to the end.
    public struct RegistryService: Service {
        private let registry: ContextRegistry
        private let limit: Duration

        /// - Parameters:
        ///   - registry: Gathers as long as the group runs.
        ///   - limit: How long collectors may take to end once they are cancelled.
        public init(_ registry: ContextRegistry, within limit: Duration = .seconds(5)) {
            self.registry = registry
            self.limit = limit
        }

        /// Waits until a graceful shutdown begins, or the task is cancelled, and then for the collectors.
        public func run() async throws {
            try? await gracefulShutdown()
            await registry.shutdown(within: limit)
        }
    }

    #if NIO
        public import ContextMetricsNIO

        /// Serves metrics as long as its service group runs.
        public struct MetricsServerService: Service {
            private let server: MetricsServer

            /// Runs this server.
            public init(_ server: MetricsServer) { self.server = server }

            /// Serves until a graceful shutdown begins, or the task is cancelled; lets what has begun end within the server's drain timeout.
            ///
            /// - Throws: When the server can't listen.
            public func run() async throws { try await cancelWhenGracefulShutdown { [server] in try await server.run() } }
        }
    #endif
#endif
