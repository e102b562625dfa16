#if NIO
    import ContextMetrics
    import ContextMetricsNIO
    import TestSupport

    extension RunningServer {
        /// A metrics server.
        init(_ scrapes: ScrapeHandler, configure: (inout MetricsServer.Configuration) -> Void = { _ in }) async throws {
            var configuration = MetricsServer.Configuration()
            configure(&configuration)
            let server = MetricsServer(scrapes, port: 0, configuration: configuration)
            try await self.init { onListening in try await server.run { onListening($0.port) } }
        }

        func client(receiveBuffer: CInt? = nil) throws -> Client { try Client(port: port, receiveBuffer: receiveBuffer) }

        /// A client that came again until it got an answer.
        func persistentClient(asking target: String = "/-/healthy") async throws -> Client {
            while true {
                do {
                    let client = try client()
                    _ = try await client.ask("GET", target)
                    return client
                } catch is Client.Incomplete {
                } catch is Socket.Failure {}
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
#endif
