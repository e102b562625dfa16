#if HTTP
    import ContextMetrics
    import Measuring

    /// GET of 10,000 series on connections that are kept, from clients in this process.
    enum LoopbackScrapes {
        /// The servers of SwiftNIO.
        static func nio(isQuick: Bool) async -> [Measurement] {
            await measured("http-10k-nio", isQuick) { scrapes, body in
                let metricsServer = try await RunningServer.metricsServer(scrapes)
                let pipeline = try await RunningServer.pipeline(scrapes, body: body)
                let targets = [
                    Target("ours", metricsServer.port, "/metrics"), Target("ours, in a pipeline", pipeline.port, "/metrics"),
                    Target("static", pipeline.port, "/static"),
                ]
                return (targets, [metricsServer, pipeline])
            }
        }

        static func hummingbird(isQuick: Bool) async -> [Measurement] {
            await measured("http-10k-hummingbird", isQuick) { scrapes, body in
                let server = try await RunningServer.hummingbird(scrapes, body: body)
                return ([Target("ours", server.port, "/metrics"), Target("static", server.port, "/static")], [server])
            }
        }

        private static func measured(
            _ work: String, _ isQuick: Bool, _ start: (ScrapeHandler, [UInt8]) async throws -> ([Target], [RunningServer])
        ) async -> [Measurement] {
            do {
                let registry = ContextRegistry()
                for family in 0..<10 { try fill(registry, family) }
                let scrapes = ScrapeHandler(registry)
                let (targets, servers) = try await start(scrapes, await scrapes.respond(to: ScrapeRequest { _ in [] }).body.bytes)
                defer { for server in servers { server.stop() } }
                return try await latency(work, targets, isQuick) + throughput(work + "-rate", targets, isQuick)
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
        private static func latency(_ work: String, _ targets: [Target], _ isQuick: Bool) async throws -> [Measurement] {
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
            return besideStatic(await interleave(work, unit: "ms", passes: isQuick ? 3 : 9, subjects))
        }

        /// With what is asked of ours: at most twice the time of a body that is at hand.
        private static func besideStatic(_ measurements: [Measurement]) -> [Measurement] {
            guard let atHand = measurements.first(where: { $0.subject == "static" })?.quantile(0.5) else { return measurements }
            return measurements.map { measurement in
                measurement.subject == "static"
                    ? measurement : measurement.with(Goal(must: 2 * atHand, aim: 1.3 * atHand, reason: "2x static"))
            }
        }

        /// Requests a second on four connections.
        private static func throughput(_ work: String, _ targets: [Target], _ isQuick: Bool) async throws -> [Measurement] {
            let subjects = targets.map { target in
                Subject(target.name, rounds: 1) { _ in
                    let seconds = isQuick ? 0.5 : 2
                    let answered = Load.run(connections: 4, seconds: seconds, port: target.port, path: target.path)
                    return [Double(answered) / seconds]
                }
            }
            return await interleave(work, unit: "requests/s", passes: isQuick ? 2 : 7, subjects)
        }
    }
#endif
