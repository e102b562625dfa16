#if NIO && os(Linux)
    import Foundation
    import TestSupport

    /// The demo, serving on a port that the system chose.
    final class Demo: Sendable {
        let process: ChildProcess
        let port: Int

        /// Returns when it listens; `options` are arguments beside the port and the collectors.
        init(_ collectors: [String], options: [String] = []) async throws {
            process = try Demo.start(["--port", "0"] + options + collectors.flatMap { ["--collector", $0] })
            port = try await process.first { text in
                guard let line = text.firstRange(of: "listening on http://127.0.0.1:") else { return nil }
                return text[line.upperBound...].firstRange(of: "/metrics\n").flatMap { Int(text[line.upperBound..<$0.lowerBound]) }
            }
        }

        /// Starts the demo, or another program of the package, that was built beside this test.
        static func start(_ arguments: [String], program: String = "demo") throws -> ChildProcess {
            try ChildProcess(built: program, arguments)
        }

        func client() throws -> Client { try Client(port: port) }

        /// One scrape on a connection of its own; `timeout` is what Prometheus says in its header, in seconds.
        func scrape(timeout: Double? = nil, headers: [String] = []) async throws -> Scrape {
            let header = timeout.map { ["X-Prometheus-Scrape-Timeout-Seconds: \($0)"] } ?? []
            return try await client().scrape(headers: header + headers)
        }
    }

    /// An answer of the demo, and what a scraper measures.
    struct Scrape: Sendable {
        let reply: Client.Reply
        /// From before the request until the last byte.
        let seconds: Double
        /// When the last byte came, in Unix seconds.
        let end = Date().timeIntervalSince1970
        private let values: [Substring: Double]

        init(_ reply: Client.Reply, seconds: Double) {
            self.reply = reply
            self.seconds = seconds
            values = reply.text.split(separator: "\n").reduce(into: [:]) { values, line in
                if line.hasPrefix("#") { return }
                guard let blank = line.lastIndex(of: " ") else { return }
                values[line[..<blank]] = Double(line[line.index(after: blank)...])
            }
        }

        /// The value of a series, written as in the exposition.
        subscript(series: String) -> Double? { values[Substring(series)] }

        /// Whether the collector's samples are in this scrape, by the self-metrics, `nil` when these don't say.
        func success(_ collector: String) -> Double? { self["metrics_collector_success{collector=\"\(collector)\"}"] }

        /// How many gathers ended so for the collector.
        func runs(_ collector: String, _ outcome: String) -> Double? {
            self["metrics_collector_runs_total{collector=\"\(collector)\",outcome=\"\(outcome)\"}"]
        }

        /// How many samples of `demo_value` the collector has in this scrape.
        func samples(_ collector: String) -> Int {
            values.keys.count { $0.hasPrefix("demo_value{collector=\"\(collector)\",") }
        }
    }

    extension Client {
        /// Measured on the client's thread, whatever keeps the test's busy.
        func scrape(headers: [String]) throws -> Scrape {
            let start = ContinuousClock.now
            let reply = try ask(headers: headers)
            return Scrape(reply, seconds: (ContinuousClock.now - start) / .seconds(1))
        }
    }
#endif
