#if os(Linux)
    package import Foundation

    /// What a server is to scrape.
    package struct ScrapeJob: Sendable {
        package let name: String
        package let port: Int
        package let interval: String
        package let timeout: String
        package let path: String

        package init(name: String, port: Int, interval: String, timeout: String, path: String = "/metrics") {
            self.name = name
            self.port = port
            self.interval = interval
            self.timeout = timeout
            self.path = path
        }

        fileprivate static func configuration(_ jobs: [ScrapeJob]) -> String {
            let configurations = jobs.map { job in
                """
                - job_name: \(job.name)
                  metrics_path: \(job.path)
                  scrape_interval: \(job.interval)
                  scrape_timeout: \(job.timeout)
                  static_configs: [{targets: ["127.0.0.1:\(job.port)"]}]

                """
            }
            return jobs.isEmpty ? "scrape_configs: []\n" : "scrape_configs:\n" + configurations.joined()
        }
    }

    /// A real server that scrapes, until this is released.
    package struct ScrapingServer: Sendable {
        package let process: ChildProcess
        package let address: String

        package static func prometheus(_ jobs: [ScrapeJob], features: [String] = []) async throws -> ScrapingServer {
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
        package static func victoriaMetrics(_ jobs: [ScrapeJob]) async throws -> ScrapingServer {
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
        package static func vmagent(_ jobs: [ScrapeJob], to server: ScrapingServer) throws -> ChildProcess {
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
        package func query(_ query: String, at time: Date = Date()) throws -> [QueryResult] {
            try ask(query, at: time)
        }

        /// The answer of the server's query interface itself, however long it is.
        package func series(_ query: String) async throws -> [QueryResult] {
            struct Answer: Decodable {
                struct Found: Decodable { let result: [QueryResult] }
                let data: Found
            }
            let escaped = query.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let reply = try await client.ask("GET", "/api/v1/query?query=\(escaped)")
            if reply.status != 200 { throw ChildProcess.Unexpected(description: "\(query): \(reply.text)") }
            return try JSONDecoder().decode(Answer.self, from: Data(reply.body)).data.result
        }

        /// The samples of the only series that a range selector finds, by their times.
        package func history(_ query: String, at time: Date) throws -> [(time: Double, value: Double)] {
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
        package func scrapes(_ count: Int, of job: String) async throws {
            let end = ContinuousClock.now + .seconds(60)
            while (try query("sum_over_time(up{job=\"\(job)\"}[5m])").first?.value ?? 0) < Double(count) {
                if ContinuousClock.now > end {
                    let problem = (try? await lastError(of: job)) ?? ""
                    throw ChildProcess.Unexpected(description: "\(job) isn't scraped: \(problem)\n\(process.errors)")
                }
                try await Task.sleep(for: .milliseconds(300))
            }
        }

        /// Why it couldn't scrape the job lately.
        private func lastError(of job: String) async throws -> String? {
            struct Answer: Decodable {
                struct Target: Decodable {
                    let labels: [String: String]
                    let lastError: String
                }
                struct Targets: Decodable { let activeTargets: [Target] }
                let data: Targets
            }
            let reply = try await client.ask("GET", "/api/v1/targets?state=active")
            let targets = try JSONDecoder().decode(Answer.self, from: Data(reply.body)).data.activeTargets
            return targets.first { $0.labels["job"] == job }?.lastError
        }

        private var client: Client {
            get throws {
                guard let port = address.split(separator: ":").last.flatMap({ Int($0) }) else {
                    throw ChildProcess.Unexpected(description: "No port in \(address)")
                }
                return try Client(port: port)
            }
        }
    }

    /// A series of a query's answer: of a range selector's the last sample that is a number, if one is.
    ///
    /// VictoriaMetrics shows that a scrape failed as a sample that is none.
    package struct QueryResult: Decodable, Sendable {
        package let labels: [String: String]
        /// In Unix seconds.
        package let time: Double
        /// Not a number for a histogram.
        package let value: Double
        /// Of a series of native histograms.
        package let histogram: QueryHistogram?

        private enum Key: String, CodingKey {
            case labels = "metric"
            case value, values, histogram, histograms
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            labels = try container.decode([String: String].self, forKey: .labels)
            let points = try container.decodeIfPresent([QueryPoint].self, forKey: .values)
            let point =
                try container.decodeIfPresent(QueryPoint.self, forKey: .value) ?? points?.last { !$0.value.isNaN } ?? points?.last
            let histogramPoint =
                try container.decodeIfPresent(QueryHistogramPoint.self, forKey: .histogram)
                ?? container.decodeIfPresent([QueryHistogramPoint].self, forKey: .histograms)?.last
            time = point?.time ?? histogramPoint?.time ?? .nan
            value = point?.value ?? .nan
            histogram = histogramPoint?.histogram
        }
    }

    /// A native histogram as Prometheus shows it; all numbers are texts.
    package struct QueryHistogram: Decodable, Sendable {
        package let count: String
        package let sum: String
        /// Those that hold something, from the lowest to the highest.
        package let buckets: [Bucket]?

        /// What observations it holds, from where to where.
        package struct Bucket: Decodable, Sendable {
            package let lower: String
            package let upper: String
            package let count: String

            package init(from decoder: any Decoder) throws {
                var parts = try decoder.unkeyedContainer()
                // Which of its bounds are part of it.
                _ = try parts.decode(Int.self)
                lower = try parts.decode(String.self)
                upper = try parts.decode(String.self)
                count = try parts.decode(String.self)
            }
        }
    }

    private struct QueryHistogramPoint: Decodable {
        let time: Double
        let histogram: QueryHistogram

        init(from decoder: any Decoder) throws {
            var pair = try decoder.unkeyedContainer()
            time = try pair.decode(Double.self)
            histogram = try pair.decode(QueryHistogram.self)
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
        package func by(_ label: String) -> [String: Double] {
            reduce(into: [:]) { values, result in values[result.labels[label] ?? ""] = result.value }
        }
    }

    extension Judge {
        package static let prometheus = Judge(
            name: "prometheus", ["prometheus"], probe: ["prometheus", "--version"], package: "Debian's prometheus")

        package static let promtoolQuery = Judge(
            name: "promtool", ["promtool", "query", "instant", "--format=json"], probe: ["promtool", "--version"],
            package: "Debian's prometheus")

        package static let victoriaMetrics = Judge(
            name: "victoria-metrics", ["victoria-metrics"], probe: ["victoria-metrics", "--version"], package: "Debian's victoria-metrics")

        package static let vmagent = Judge(
            name: "vmagent", ["vmagent"], probe: ["vmagent", "--version"], package: "Debian's victoria-metrics")
    }
#endif
