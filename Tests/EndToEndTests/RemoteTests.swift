#if NIO && os(Linux)
    import ContextMetrics
    import ContextMetricsNIO
    import Foundation
    import Synchronization
    import TestSupport
    import Testing

    extension EndToEnd {
        /// Real programs that are gathered from another one.
        @Suite struct RemoteTests {
            private let engine = GatherEngine()

            private func gatherer(_ targets: [RemoteTarget], bodyLimit: Int = 64 << 20) throws -> RemoteGatherer {
                let remote = RemoteGatherer(transport: HTTPRemoteTransport(), engine: engine, bodyLimit: bodyLimit)
                for target in targets { try remote.add(target) }
                return remote
            }

            private func target(_ port: Int, _ name: String = "target") throws -> RemoteTarget {
                try RemoteTarget("http://127.0.0.1:\(port)/metrics", named: name, labels: ["instance": name])
            }

            private func gather(_ gatherer: some Gatherer, within budget: Duration = .seconds(20)) async -> GatherResult {
                let engine = engine
                return await Task(executorPreference: engine.executor) {
                    await gatherer.gather(GatherContext(deadline: engine.timer.now().advanced(by: budget)))
                }.value
            }

            /// What one target's report says: outcome and class of the error.
            private func outcome(of port: Int, within budget: Duration = .seconds(20), bodyLimit: Int = 64 << 20) async throws -> String {
                let result = await gather(try gatherer([target(port)], bodyLimit: bodyLimit), within: budget)
                let report = try #require(result.reports.first)
                #expect(!result.families.contains { !$0.name.text.hasPrefix("metrics_collector_") })
                return "\(report.outcome.rawValue) \((report.error as? RemoteFailure)?.name ?? "-")"
            }

            @Test func `One endpoint over two programs shows both, and the other when one has gone`() async throws {
                let demos = [try await Demo(["instant:3"]), try await Demo(["instant:3", "deaf:60000"])]
                let registry = ContextRegistry(engine: engine)
                let remote = try gatherer(demos.enumerated().map { try target($1.port, "demo \($0)") })
                let handler = ScrapeHandler(MergedGatherer([registry, remote], engine: engine), engine: engine, countingIn: registry)
                let (ports, listening) = AsyncStream.makeStream(of: Int.self)
                let serving = Task { try await MetricsServer(handler, port: 0).run { listening.yield($0.port) } }
                defer { serving.cancel() }
                let port = try #require(await ports.first { _ in true })
                let client = try Client(port: port)
                let scrape = try await client.scrape(headers: ["X-Prometheus-Scrape-Timeout-Seconds: 3"])
                for number in 0..<2 {
                    #expect(scrape.success("demo \(number)") == 1)
                    #expect(scrape["demo_value{instance=\"demo \(number)\",collector=\"instant:3\",i=\"2\"}"] == 2)
                }
                // The target had so much less time that it could still tell what it misses.
                #expect(scrape["metrics_collector_success{instance=\"demo 1\",collector=\"deaf:60000\"}"] == 0)
                #expect(scrape.seconds < 3)
                if Judge.promtool.isRequired {
                    let verdict = try Judge.promtool.verdict(on: Data(scrape.reply.body))
                    #expect(verdict.status == 0 || verdict.status == 3, "\(verdict.errors)")
                }
                demos[0].process.signal(SIGKILL)
                #expect(try await demos[0].process.ending(within: .seconds(30)) == .signal(SIGKILL))
                let rest = try await client.scrape(headers: ["X-Prometheus-Scrape-Timeout-Seconds: 3"])
                #expect(rest.reply.status == 200)
                #expect(rest.success("demo 0") == 0)
                #expect(rest.success("demo 1") == 1)
                #expect(rest["demo_value{instance=\"demo 0\",collector=\"instant:3\",i=\"2\"}"] == nil)
            }

            @Test func `A demo over other demos shows theirs, and tells how each fares`() async throws {
                let demos = [try await Demo(["instant:3", "deaf:60000"]), try await Demo(["instant:4"])]
                let targets = demos.flatMap { ["--target", "http://127.0.0.1:\($0.port)"] }
                let front = try await Demo(["instant:5"], options: targets)
                let scrape = try await front.scrape(timeout: 2)
                #expect(scrape.samples("instant:5") == 5)
                for (demo, count) in zip(demos, [3, 4]) {
                    let instance = "127.0.0.1:\(demo.port)"
                    #expect(scrape.success("http://\(instance)") == 1)
                    let last = "demo_value{instance=\"\(instance)\",collector=\"instant:\(count)\",i=\"\(count - 1)\"}"
                    #expect(scrape[last] == Double(count - 1))
                }
                #expect(scrape["metrics_collector_success{instance=\"127.0.0.1:\(demos[0].port)\",collector=\"deaf:60000\"}"] == 0)
                let part = try await front.client().ask("GET", "/metrics?collect[]=http://127.0.0.1:\(demos[1].port)")
                #expect(part.text.contains("instant:4") && !part.text.contains("instant:3") && !part.text.contains("instant:5"))
                let status = try await front.client().ask("GET", "/-/status")
                #expect(status.status == 200)
                for name in ["instant:5"] + demos.map({ "http://127.0.0.1:\($0.port)" }) {
                    #expect(status.text.contains("{\"collector\":\"\(name)\",\"last_outcome\":\"success\""), "\(status.text)")
                }
            }

            @Test func `A target is told less time than there is`() async throws {
                let body = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nx 1\n"
                let log = RequestLog()
                let server = try AnsweringServer { request in
                    log.note(request)
                    return Array(body.utf8)
                }
                let remote = try gatherer([try target(server.port)])
                let handler = ScrapeHandler(remote, engine: engine)
                let response = await handler.respond(
                    to: ScrapeRequest { name in
                        ["x-prometheus-scrape-timeout-seconds": ["4"], "x-trace-id": ["nightly"]][name] ?? []
                    })
                #expect(response.status == 200)
                let request = try #require(log.requests.first)
                let lines = request.split(separator: "\r\n").map { $0.lowercased() }
                #expect(lines.first == "get /metrics http/1.1")
                #expect(lines.contains("host: 127.0.0.1:\(server.port)"))
                #expect(lines.contains("x-trace-id: nightly"))
                let header = try #require(lines.first { $0.hasPrefix("x-prometheus-scrape-timeout-seconds: ") })
                let seconds = try #require(Double(header.split(separator: " ")[1]))
                // Of 4 s a tenth is ours, and another tenth of the rest.
                #expect(seconds < 3.6 && seconds > 1)
            }

            @Test(arguments: [
                ("", "error connection"), ("\u{16}\u{3}\u{1}", "error connection"), ("HTTP/1.1 99999 OK\r\n\r\n", "error connection"),
                ("HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\nx 1\n", "error status_500"),
                ("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "error status_302"),
                ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nx 1\n", "error content_type"),
                ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nx 1\n", "error content_type"),
                ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nx 1\n", "error connection"),
                ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nx 1\n\r\n", "error connection"),
                (
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nx 1\n\r\nZ\r\n",
                    "error connection"
                ),
                ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\n{\"x\": 1}", "error malformed"),
                (
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nx 1\n",
                    "error content_encoding"
                ),
                ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 200_000), "error connection"),
                ("HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text\r\nContent-Length: 4\r\n\r\nx 1\n", "error malformed"),
            ])
            func `What a target does wrongly is an error of its class`(answer: String, expected: String) async throws {
                let server = try AnsweringServer(answer)
                let outcome = try await outcome(of: server.port)
                #expect(outcome == expected)
            }

            @Test func `A target that isn't there is a lost connection`() async throws {
                #expect(try await outcome(of: 1) == "error connection")
            }

            @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nx 1\n"])
            func `A target that never answers, or not to the end, is a timeout`(answer: String) async throws {
                let server = try AnsweringServer(answer, closes: false)
                let start = MonotonicInstant.now
                #expect(try await outcome(of: server.port, within: .milliseconds(500)) == "timeout timeout")
                #expect(start.duration(to: .now) < .seconds(10))
            }

            @Test func `A body without end is cut off at the limit`() async throws {
                let line = "x{i=\"0123456789\"} 1\n"
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
                let server = try AnsweringServer(head + String(repeating: line, count: 1_000_000), closes: false)
                #expect(try await outcome(of: server.port, bodyLimit: 1 << 20) == "overflow too_large")
            }

            @Test func `An answer that ends with its connection, and one that comes after another, are complete`() async throws {
                for head in ["HTTP/1.0 200 OK\r\n", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n"] {
                    let server = try AnsweringServer(head + "Content-Type: text/plain\r\n\r\nx 1\n")
                    let result = await gather(try gatherer([try target(server.port)]))
                    #expect(result.families.first { $0.name.text == "x" }?.metrics.count == 1, "\(result.reports)")
                }
            }

            @Test func `TLS is refused, not spoken plainly`() async throws {
                let remote = try gatherer([try RemoteTarget("https://127.0.0.1:1", named: "secure")])
                let report = await gather(remote).reports.first
                guard case .connection(let error)? = report?.error as? RemoteFailure else {
                    Issue.record("\(String(describing: report))")
                    return
                }
                #expect(error as? HTTPRemoteTransport.Failure == .needsTLS(url: "https://127.0.0.1:1"))
            }

            @Test(.enabled(if: Judge.nodeExporter.isRequired))
            func `Debian's node exporter is read whole, compressed as it comes`() async throws {
                let port = Int.random(in: 20_000..<32_000)
                let exporter = try ChildProcess(Judge.nodeExporter.program, ["--web.listen-address=127.0.0.1:\(port)"])
                try await exporter.first { $0.contains("Listening on") ? () : nil }
                let result = await gather(try gatherer([try target(port, "node")]))
                #expect(result.outcome(of: "node") == .success)
                let families = result.families.filter { !$0.name.text.hasPrefix("metrics_collector_") }
                #expect(families.count > 100)
                #expect(families.allSatisfy { $0.metrics.allSatisfy { $0.labels["instance"] == "node" } })
                for name in ["node_cpu_seconds_total", "node_load1", "node_uname_info", "go_gc_duration_seconds"] {
                    #expect(families.contains { $0.name.text == name }, "\(name)")
                }
                #expect(result.outcome(of: "node") == .success)
                let text = await ScrapeHandler(try gatherer([try target(port, "node")]), engine: engine).respond(
                    to: ScrapeRequest { _ in [] })
                let verdict = try Judge.promtool.verdict(on: Data(text.body.bytes))
                #expect(verdict.status == 0 || verdict.status == 3, "\(verdict.errors)")
            }

            @Test(.enabled(if: Judge.blackboxExporter.isRequired))
            func `Debian's blackbox exporter gives up on what doesn't answer in the time that it is told`() async throws {
                let port = Int.random(in: 20_000..<32_000)
                let configuration = FileManager.default.temporaryDirectory.appendingPathComponent("blackbox-\(UUID().uuidString).yml")
                try Data("modules: {http: {prober: http, http: {preferred_ip_protocol: ip4}}}".utf8).write(to: configuration)
                defer { try? FileManager.default.removeItem(at: configuration) }
                let exporter = try ChildProcess(
                    Judge.blackboxExporter.program,
                    ["--web.listen-address=127.0.0.1:\(port)", "--config.file=\(configuration.path)"])
                try await exporter.first { $0.contains("Listening on") ? () : nil }
                let answering = try AnsweringServer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                let silent = try AnsweringServer("", closes: false)
                let remote = try gatherer(
                    try [("answering", answering), ("silent", silent)].map { name, server in
                        let query = "module=http&target=http://127.0.0.1:\(server.port)"
                        return try RemoteTarget("http://127.0.0.1:\(port)/probe?\(query)", named: name, labels: ["instance": name])
                    })
                let result = await gather(remote, within: .seconds(4))
                // It knows until when, so both have told what they found: nothing is a timeout of ours.
                #expect(result.reports.map(\.outcome) == [.success, .success])
                func value(_ name: String, of instance: String) -> Double? {
                    let family = result.families.first { $0.name.text == name }
                    let metric = family?.metrics.first { $0.labels["instance"] == instance }
                    return if case .number(let value)? = metric?.value { value } else { nil }
                }
                #expect(value("probe_success", of: "answering") == 1)
                #expect(value("probe_success", of: "silent") == 0)
            }
        }
    }

    /// The requests that a server has got.
    private final class RequestLog: Sendable {
        private let state = Mutex<[String]>([])
        var requests: [String] { state.withLock { $0 } }
        func note(_ request: String) { state.withLock { $0.append(request) } }
    }

    extension Judge {
        static let nodeExporter = Judge(
            name: "prometheus-node-exporter", ["prometheus-node-exporter"], probe: ["prometheus-node-exporter", "--version"],
            package: "Debian's prometheus-node-exporter")

        static let blackboxExporter = Judge(
            name: "prometheus-blackbox-exporter", ["prometheus-blackbox-exporter"], probe: ["prometheus-blackbox-exporter", "--version"],
            package: "Debian's prometheus-blackbox-exporter")
    }
#endif
