#if HTTP
    import ContextMetrics
    import Measuring

    /// GET of 10,000 series on connections that are kept, from clients in this process.
    enum LoopbackScrapes {
        static func measure(isQuick: Bool) async -> [Measurement] {
            do {
                let registry = ContextRegistry()
                for family in 0..<10 { try fill(registry, family) }
                let scrapes = ScrapeHandler(registry)
                let body = await scrapes.respond(to: ScrapeRequest { _ in [] }).body.bytes
                let metricsServer = try await RunningServer.metricsServer(scrapes)
                let pipeline = try await RunningServer.pipeline(scrapes, body: body)
                let hummingbird = try await RunningServer.hummingbird(scrapes, body: body)
                defer { for server in [metricsServer, pipeline, hummingbird] { server.stop() } }
                let nio = [
                    Target("ours", metricsServer.port, "/metrics"), Target("ours, in a pipeline", pipeline.port, "/metrics"),
                    Target("static", pipeline.port, "/static"),
                ]
                let hummingbirds = [
                    Target("ours", hummingbird.port, "/metrics"), Target("static", hummingbird.port, "/static"),
                ]
                return try await latency("nio", nio, isQuick) + latency("hummingbird", hummingbirds, isQuick)
                    + throughput("nio", nio, isQuick) + throughput("hummingbird", hummingbirds, isQuick)
            } catch {
                Output.print("\(error)\n", to: Output.error)
                return []
            }
        }

        private struct Target {
            let name: String
            let port: Int
            let path: String

            init(_ name: String, _ port: Int, _ path: String) {
                self.name = name
                self.port = port
                self.path = path
            }
        }

        private static func fill(_ registry: ContextRegistry, _ family: Int) throws {
            let requests = try registry.counter("bench_requests_\(family)_total", help: "Requests served.", labels: "method", "path")
            for index in 0..<1000 { requests.with("GET", "/path/\(index)").increment(by: Double(index) * 1.5) }
        }

        /// Milliseconds from request to the last byte, one request at a time.
        private static func latency(_ server: String, _ targets: [Target], _ isQuick: Bool) async throws -> [Measurement] {
            let subjects = try targets.map { target in
                let client = try Client(port: target.port)
                _ = try client.get(target.path)
                return Subject(target.name, rounds: isQuick ? 10 : 50) { rounds in
                    (0..<rounds).compactMap { _ in
                        let start = Clock.now()
                        guard (try? client.get(target.path)) != nil else { return nil }
                        return Double(Clock.now() - start) / 1e6
                    }
                }
            }
            return await interleave("http.\(server).latency", unit: "ms", passes: isQuick ? 3 : 9, subjects)
        }

        /// Requests a second on four connections.
        private static func throughput(_ server: String, _ targets: [Target], _ isQuick: Bool) async throws -> [Measurement] {
            let subjects = targets.map { target in
                Subject(target.name, rounds: 1) { _ in
                    let seconds = isQuick ? 0.5 : 2
                    let answered = Load.run(connections: 4, seconds: seconds, port: target.port, path: target.path)
                    return [Double(answered) / seconds]
                }
            }
            return await interleave("http.\(server).throughput", unit: "requests/s", passes: isQuick ? 2 : 7, subjects)
        }
    }
#endif
