#if NIO && os(Linux)
    import Foundation
    import TestSupport

    /// What Prometheus saw of two demos, asked for by job and collector when it had scraped them for a while.
    struct PrometheusWatch: Sendable {
        /// `short` leaves half a second, each second, and `long` two seconds, each two.
        static let jobs = ["short", "long"]

        struct Growth: Sendable {
            let threads: Int
            let bytes: Int
        }

        /// Scrapes that Prometheus counts as good.
        let scrapes: [String: Double]
        /// Scrapes that were down, or took longer than the job's timeout, while nothing else stopped them: none.
        let failures: [String: [String]]
        let leastSuccess: [String: [String: Double]]
        let mostSuccess: [String: [String: Double]]
        /// Samples of `demo_value` over all scrapes.
        let samples: [String: [String: Double]]
        /// Samples of families `demo_half_...` over all scrapes, by collector.
        let halves: [String: Double]
        /// Samples of a family whose names Prometheus 2 can't read, by an escaped label.
        let escaped: [String: Double]
        let metadata: String
        let growths: [Growth]
        /// Whether the machine was free enough that every good collector has to be in every scrape.
        let isCalm: Bool

        init() async throws {
            let short = try await Demo([
                "process", "instant:5", "names:3", "sleep:100", "sleep:60000", "deaf:60000", "block:60000", "spin:60000", "throw",
                "half:60000",
                "starve:8:300",
            ])
            let long = try await Demo([
                "process", "instant:5", "sleep:1000", "deaf:1000", "block:1000", "spin:200", "throw", "half:1000", "sleep:60000",
                "deaf:60000", "starve:4:200",
            ])
            let stalls = Stalls()
            let server = try await ScrapingServer.prometheus([
                ScrapeJob(name: "short", port: short.port, interval: "1s", timeout: "500ms"),
                ScrapeJob(name: "long", port: long.port, interval: "2s", timeout: "2s"),
            ])
            try await server.scrapes(2, of: "long")
            let early = try [short, long].map { (try $0.process.threads(), try $0.process.residentBytes()) }
            try await server.scrapes(12, of: "short")
            try await server.scrapes(6, of: "long")
            growths = try zip(early, [short, long]).map { early, demo in
                Growth(threads: try demo.process.threads() - early.0, bytes: try demo.process.residentBytes() - early.1)
            }
            // One moment for all questions, when the scrapes that began before it have ended: theirs is the time of their beginning.
            let now = Date()
            try await Task.sleep(for: .seconds(3))
            scrapes = try server.query("sum_over_time(up[5m])", at: now).by("job")
            var failures: [String: [String]] = [:]
            for (job, timeout) in zip(Self.jobs, [0.5, 2]) {
                let up = try server.history("up{job=\"\(job)\"}[5m]", at: now)
                let durations = try server.history("scrape_duration_seconds{job=\"\(job)\"}[5m]", at: now)
                failures[job] = []
                for (up, duration) in zip(up, durations) where up.value != 1 || duration.value >= timeout {
                    let stalled = stalls.seconds(from: up.time, to: up.time + max(duration.value, timeout))
                    let failure = "\(job): up \(up.value) after \(duration.value) s, of which the machine stood still \(stalled) s"
                    // The demo leaves a tenth of the timeout for the way, and a busy machine slows more than this sees.
                    if stalled > timeout / 50 { print("NOT JUDGED: \(failure)") } else { failures[job, default: []].append(failure) }
                }
            }
            self.failures = failures
            isCalm = stalls.isCalm
            if !isCalm { print("NOT JUDGED: whether good collectors are in every scrape; the machine is too busy") }
            func collectors(_ query: (_ job: String) -> String) throws -> [String: [String: Double]] {
                try Dictionary(uniqueKeysWithValues: Self.jobs.map { ($0, try server.query(query($0), at: now).by("collector")) })
            }
            leastSuccess = try collectors { "min_over_time(metrics_collector_success{job=\"\($0)\"}[5m])" }
            mostSuccess = try collectors { "max_over_time(metrics_collector_success{job=\"\($0)\"}[5m])" }
            samples = try collectors { "sum by (collector) (count_over_time(demo_value{job=\"\($0)\"}[5m]))" }
            halves = try server.query("sum by (collector) (count_over_time({__name__=~\"demo_half_.*\"}[5m]))", at: now).by("collector")
            escaped = try server.query("sum by (i_n) (count_over_time(demo_gr__e[5m]))", at: now).by("i_n")
            guard let port = server.address.split(separator: ":").last.flatMap({ Int($0) }) else {
                throw ChildProcess.Unexpected(description: "No port in \(server.address)")
            }
            metadata = try await Client(port: port).ask("GET", "/api/v1/metadata?metric=process_cpu_seconds").text
        }
    }
#endif
