#if NIO
    import ContextMetrics
    import ContextMetricsNIO
    import TestSupport

    /// A metrics server on a port of its own choice, until it is stopped.
    struct RunningServer: Sendable {
        let port: Int
        private let run: Task<Void, any Error>

        init(_ scrapes: ScrapeHandler, configure: (inout MetricsServer.Configuration) -> Void = { _ in }) async throws {
            var configuration = MetricsServer.Configuration()
            configure(&configuration)
            let server = MetricsServer(scrapes, port: 0, configuration: configuration)
            let (ports, listening) = AsyncStream.makeStream(of: Int.self)
            run = Task {
                defer { listening.finish() }
                try await server.run { listening.yield($0.port) }
            }
            var port: Int?
            for await first in ports {
                port = first
                break
            }
            guard let port else {
                try await run.value
                throw CancellationError()
            }
            self.port = port
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

        func cancel() { run.cancel() }

        /// Returns when `run` has.
        func ended() async throws { try await run.value }
    }
#endif
