#if NIO && os(Linux)
    import TestSupport
    import Testing

    extension EndToEnd {
        /// VictoriaMetrics asks for text 0.0.4.
        @Suite(.enabled(if: Judge.victoriaMetrics.isRequired && Judge.promtoolQuery.isRequired))
        struct VictoriaMetricsTests {
            @Test func `It scrapes what is ready, and the target is up throughout`() async throws {
                let stalls = Stalls()
                let demo = try await Demo(["instant:5", "sleep:10", "deaf:60000", "throw", "half:60000"])
                let server = try await ScrapingServer.victoriaMetrics([
                    ScrapeJob(name: "text", port: demo.port, interval: "1s", timeout: "500ms")
                ])
                try await server.scrapes(4, of: "text")
                if stalls.isCalm { #expect(try server.query("min_over_time(up[5m])").by("job") == ["text": 1]) }
                #expect(
                    try server.query("max_over_time(metrics_collector_success[5m])").by("collector")
                        == ["instant:5": 1, "sleep:10": 1, "deaf:60000": 0, "throw": 0, "half:60000": 0])
                #expect(try server.query("count by (collector) (demo_value)").by("collector") == ["instant:5": 5, "sleep:10": 10])
                #expect(try server.query("{__name__=~\"demo_half_.*\"}").isEmpty)
            }
        }
    }
#endif
