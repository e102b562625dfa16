#if ServiceLifecycle && Logging && NIO
    import ContextMetrics
    import ContextMetricsLogging
    import ContextMetricsNIO
    import ContextMetricsServiceLifecycle
    import ContextMetricsTesting
    import Logging
    import ServiceLifecycle
    import Testing
    import TestSupport

    @Suite(.timeLimit(.minutes(5))) struct `Services and logs` {
        /// Keeps what is logged.
        private final class Log: Sendable {
            let lines = Locked<[String]>([])
            var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }
        }

        private struct Handler: LogHandler {
            let log: Log
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.notice
            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }
            func log(event: LogEvent) {
                let details = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
                log.lines.withLock { $0.append("\(event.level) \(event.message) \(details)") }
            }
        }

        @Test func `a group serves, refreshes, and drains all of it when it shuts down`() async throws {
            let registry = ContextRegistry()
            let cache = CollectorCache(freshFor: .seconds(60), refreshesAhead: true)
            try registry.register(InstantCollector(), named: "kept", policy: CollectorPolicy(cache: cache))
            let server = MetricsServer(ScrapeHandler(registry), port: 0, statusPath: "/-/status")
            let group = ServiceGroup(
                services: [RegistryService(registry), BackgroundRefresherService(registry), MetricsServerService(server)],
                logger: Log().logger)
            let running = Task { try await group.run() }
            while registry.status()["kept"]?.lastOutcome == nil { try await Task.sleep(for: .milliseconds(1)) }
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(registry.status().isShutDown)
            #expect(await registry.gather(within: .seconds(1)).ending == .shutdown)
        }

        @Test func `events are logged with names and outcomes`() async throws {
            let registry = ContextRegistry()
            try registry.register(ThrowingCollector(), named: "bad")
            let log = Log()
            let logger = log.logger
            let handler = ScrapeHandler(registry, options: .init(onEvent: { logger.log($0) }))
            for _ in 0..<3 {
                _ = await handler.respond(to: ScrapeRequest { $0 == "x-trace-id" ? ["abc"] : [] })
            }
            while log.lines.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
            let lines = log.lines.withLock { $0 }
            #expect(lines == ["warning A collector's metrics are missing. collector=bad error=Failure() outcome=error trace_id=abc"])
        }
    }
#endif
