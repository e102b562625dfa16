#if NIO && os(Linux)
    import ContextMetrics
    import TestSupport
    import Testing

    extension EndToEnd {
        /// Debian's Prometheus, which asks for protobuf when native histograms are turned on.
        @Suite(.enabled(if: Judge.prometheus.isRequired))
        struct NativeHistogramTests {
            private func registry() throws -> ContextRegistry {
                let registry = ContextRegistry(options: .init(includesCreated: true))
                let latency = try registry.nativeHistogram("latency_seconds", unit: .seconds, labels: "route")
                let signed = try registry.nativeHistogram("signed", buckets: .init(schema: 0))
                let both = try registry.nativeHistogram("both", classic: [0.25, 0.5])
                let classic = try registry.histogram("classic", buckets: [0.5])
                for step in 1...1_000 {
                    latency.with("a").observe(Double(step) / 1_000, exemplar: ["trace": "\(step)"])
                    both.observe(Double(step) / 1_000)
                    classic.observe(Double(step) / 1_000)
                }
                for value in [-4.0, -1, 0, 0, 0, 1, 1_000] { signed.observe(value) }
                _ = latency.with("empty")
                try registry.counter("jobs_total", labels: "queue").with("\"ü\n\"").increment(by: 2.5, exemplar: ["a": "b"])
                try registry.summary("size").observe(3)
                try registry.info("build_info", labels: ["version": "1"])
                try registry.stateSet("state", states: ["on", "off"]).set(only: "on")
                return registry
            }

            @Test func `It gets protobuf, and finds counts, sums and quantiles`() async throws {
                let target = try HandlerServer(["/metrics": .init(ScrapeHandler(try registry()))])
                let server = try await ScrapingServer.prometheus(
                    [ScrapeJob(name: "native", port: target.port, interval: "1s", timeout: "1s")], features: ["native-histograms"])
                try await server.scrapes(3, of: "native")
                let type =
                    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=underscores"
                #expect(target.types == [type])
                #expect(try server.query("min_over_time(up[5m])").map(\.value) == [1])
                func value(_ query: String) throws -> Double { try server.query(query).first?.value ?? .nan }
                #expect(try value("histogram_count(latency_seconds{route=\"a\"})") == 1_000)
                #expect(try (value("histogram_sum(latency_seconds{route=\"a\"})") - 500.5).magnitude < 1e-6)
                for quantile in [0.1, 0.5, 0.9, 0.99] {
                    let found = try value("histogram_quantile(\(quantile), latency_seconds{route=\"a\"})")
                    // A bucket is 9 % wider than the one before.
                    #expect((found - quantile).magnitude < 0.09 * quantile, "\(quantile): \(found)")
                }
                #expect(try value("histogram_count(latency_seconds{route=\"empty\"})") == 0)
                #expect(try value("histogram_count(signed)") == 7)
                #expect(try value("histogram_sum(signed)") == 996)
                #expect(try value("histogram_fraction(-0.5, 0.5, signed) * 7") == 3)
                #expect(try (value("histogram_fraction(-8, 0.5, signed) * 7") - 5).magnitude < 1e-9)
                #expect(try value("histogram_count(both)") == 1_000)
                #expect(try value("classic_bucket{le=\"0.5\"}") == 500)
                #expect(try value("classic_bucket{le=\"+Inf\"}") == 1_000)
                #expect(try value("classic_count") == 1_000)
                #expect(try server.query("jobs_total").first.map { [$0.labels["queue"], "\($0.value)"] } == ["\"ü\n\"", "2.5"])
                #expect(try value("size{quantile=\"0.5\"}").rounded() == 3)
                #expect(try value("build_info{version=\"1\"}") == 1)
                #expect(try server.query("state").by("state") == ["on": 1, "off": 0])
            }

            @Test func `Without them it gets a classic histogram`() async throws {
                let target = try HandlerServer(["/metrics": .init(ScrapeHandler(try registry()))])
                let server = try await ScrapingServer.prometheus(
                    [ScrapeJob(name: "classic", port: target.port, interval: "1s", timeout: "1s")])
                try await server.scrapes(2, of: "classic")
                #expect(try server.query("min_over_time(up[5m])").map(\.value) == [1])
                #expect(try server.query("both_bucket").by("le") == ["0.25": 250, "0.5": 500, "+Inf": 1_000])
                #expect(try server.query("signed_bucket").by("le") == ["+Inf": 7])
            }
        }
    }
#endif
