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

            @Test func `It asks for gzip and has every value as it was served`() async throws {
                let hostile = try await HostileServer()
                let server = try await ScrapingServer.victoriaMetrics([
                    ScrapeJob(name: "hostile", port: hostile.port, interval: "1s", timeout: "900ms")
                ])
                try await server.scrapes(2, of: "hostile")
                try expectServed(server, hostile)
            }

            /// vmagent scrapes and sends what it got to VictoriaMetrics.
            @Test(.enabled(if: Judge.vmagent.isRequired))
            func `vmagent asks for gzip and passes every value on as it was served`() async throws {
                let hostile = try await HostileServer()
                let server = try await ScrapingServer.victoriaMetrics([])
                let agent = try ScrapingServer.vmagent(
                    [ScrapeJob(name: "hostile", port: hostile.port, interval: "1s", timeout: "900ms")], to: server)
                try await server.scrapes(2, of: "hostile")
                try expectServed(server, hostile)
                withExtendedLifetime(agent) {}
            }

            private func expectServed(_ server: ScrapingServer, _ hostile: HostileServer) throws {
                #expect(!hostile.askedCodings.isEmpty)
                #expect(hostile.askedCodings.allSatisfy { $0 == "gzip" }, "\(hostile.askedCodings)")
                let read = try server.query("hostile")
                #expect(read.count == HostileServer.values.count)
                for (place, value) in HostileServer.values.enumerated() {
                    let found = read.first { $0.labels["place"] == "\(place)" }
                    #expect(found?.labels["text"].map { Array($0.utf8) } == Array(value.text.utf8), "\(value.text.debugDescription)")
                    #expect(found?.value == value.number, "\(value.text.debugDescription)")
                }
                let buckets = try server.query("hostile_seconds_bucket{le=\"1.0\"}")
                #expect(Set(buckets.map { Array(($0.labels["text"] ?? "").utf8) }) == Set(HostileServer.values.map { Array($0.text.utf8) }))
                #expect(buckets.allSatisfy { $0.value == 1 })
                let many = try server.query("hostile_many_total").by("number")
                #expect(many == Dictionary(uniqueKeysWithValues: (0..<6_000).map { ("\($0)", Double($0)) }))
            }
        }
    }
#endif
