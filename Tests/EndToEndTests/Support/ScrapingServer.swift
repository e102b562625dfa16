#if NIO && os(Linux)
    import Foundation
    import TestSupport

    /// What a server is to scrape.
    struct ScrapeJob {
        let name: String
        let port: Int
        let interval: String
        let timeout: String

        static func configuration(_ jobs: [ScrapeJob]) -> String {
            let configurations = jobs.map { job in
                """
                - job_name: \(job.name)
                  scrape_interval: \(job.interval)
                  scrape_timeout: \(job.timeout)
                  static_configs: [{targets: ["127.0.0.1:\(job.port)"]}]

                """
            }
            return jobs.isEmpty ? "scrape_configs: []\n" : "scrape_configs:\n" + configurations.joined()
        }
    }

    /// A real server that scrapes demos, until this is released.
    struct ScrapingServer: Sendable {
        let process: ChildProcess
        let address: String

        static func prometheus(_ jobs: [ScrapeJob], features: [String] = []) async throws -> ScrapingServer {
            let process = try ChildProcess(
                Judge.prometheus.program,
                ["--config.file=jobs.yml", "--web.listen-address=127.0.0.1:0", "--storage.tsdb.path=data", "--log.format=logfmt"]
                    + features.map { "--enable-feature=" + $0 },
                files: ["jobs.yml": ScrapeJob.configuration(jobs)])
            let address = try await process.first { text in
                text.firstRange(of: "msg=\"Listening on\" address=").map { text[$0.upperBound...].prefix { !$0.isWhitespace } }
            }
            return ScrapingServer(process: process, address: String(address))
        }

        /// It doesn't tell which port it got, so it gets one below those that the system gives to others.
        static func victoriaMetrics(_ jobs: [ScrapeJob]) async throws -> ScrapingServer {
            let address = "127.0.0.1:\(Int.random(in: 20_000..<32_000))"
            let process = try ChildProcess(
                Judge.victoriaMetrics.program,
                [
                    "-promscrape.config=jobs.yml", "-httpListenAddr=\(address)", "-storageDataPath=data",
                    // Samples are found as soon as they are there.
                    "-search.latencyOffset=0s", "-search.disableCache",
                ],
                files: ["jobs.yml": ScrapeJob.configuration(jobs)])
            try await process.first { $0.contains("started VictoriaMetrics") ? () : nil }
            return ScrapingServer(process: process, address: address)
        }

        /// Debian's package has it beside VictoriaMetrics.
        static func vmagent(_ jobs: [ScrapeJob], to server: ScrapingServer) throws -> ChildProcess {
            try ChildProcess(
                Judge.vmagent.program,
                [
                    "-promscrape.config=jobs.yml", "-httpListenAddr=127.0.0.1:\(Int.random(in: 20_000..<32_000))",
                    "-remoteWrite.url=http://\(server.address)/api/v1/write", "-remoteWrite.tmpDataPath=data",
                    "-remoteWrite.flushInterval=200ms",
                ],
                files: ["jobs.yml": ScrapeJob.configuration(jobs)])
        }

        /// What a query in PromQL gives: a value for each series.
        func query(_ query: String, at time: Date = Date()) throws -> [QueryResult] {
            try ask(query, at: time)
        }

        /// The samples of the only series that a range selector finds, by their times.
        func history(_ query: String, at time: Date) throws -> [(time: Double, value: Double)] {
            let histories: [QueryHistory] = try ask(query, at: time)
            return histories.first?.values.map { ($0.time, $0.value) } ?? []
        }

        private func ask<Answer: Decodable>(_ query: String, at time: Date) throws -> [Answer] {
            let verdict = try Judge.promtoolQuery.verdict(
                on: Data(), "--time=\(time.timeIntervalSince1970)", "http://\(address)", query)
            if verdict.status != 0 { throw ChildProcess.Unexpected(description: "\(query): \(verdict.errors)") }
            return try JSONDecoder().decode([Answer].self, from: verdict.output)
        }

        /// Waits until it has scraped the job so often with success.
        func scrapes(_ count: Int, of job: String) async throws {
            let end = ContinuousClock.now + .seconds(60)
            while (try query("sum_over_time(up{job=\"\(job)\"}[5m])").first?.value ?? 0) < Double(count) {
                if ContinuousClock.now > end { throw ChildProcess.Unexpected(description: "\(job) isn't scraped: \(process.errors)") }
                try await Task.sleep(for: .milliseconds(300))
            }
        }
    }

    /// A series of a query's answer.
    struct QueryResult: Decodable, Sendable {
        let labels: [String: String]
        let value: Double

        private enum Key: String, CodingKey {
            case labels = "metric"
            case value
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            labels = try container.decode([String: String].self, forKey: .labels)
            value = try container.decode(QueryPoint.self, forKey: .value).value
        }
    }

    /// A series of the answer to a range selector.
    private struct QueryHistory: Decodable {
        let values: [QueryPoint]
    }

    /// A time in Unix seconds and, as text, a value.
    private struct QueryPoint: Decodable {
        let time: Double
        let value: Double

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            time = try pair.decode(Double.self)
            value = Double(try pair.decode(String.self)) ?? .nan
        }
    }

    extension [QueryResult] {
        /// The values by one of their labels.
        func by(_ label: String) -> [String: Double] {
            reduce(into: [:]) { values, result in values[result.labels[label] ?? ""] = result.value }
        }
    }

    extension Judge {
        static let prometheus = Judge(
            name: "prometheus", ["prometheus"], probe: ["prometheus", "--version"], package: "Debian's prometheus")

        static let promtoolQuery = Judge(
            name: "promtool", ["promtool", "query", "instant", "--format=json"], probe: ["promtool", "--version"],
            package: "Debian's prometheus")

        static let victoriaMetrics = Judge(
            name: "victoria-metrics", ["victoria-metrics"], probe: ["victoria-metrics", "--version"], package: "Debian's victoria-metrics")

        static let vmagent = Judge(
            name: "vmagent", ["vmagent"], probe: ["vmagent", "--version"], package: "Debian's victoria-metrics")
    }
#endif
