#if NIO && os(Linux)
    import TestSupport
    import Testing

    extension EndToEnd {
        @Suite struct DeadlineTests {
            /// The minute is what a scrape must not wait for.
            static let specs = [
                "process", "instant:10", "sleep:60000", "deaf:60000", "block:60000", "spin:60000", "throw", "half:60000", "starve:8:300",
            ]

            /// Collectors that can't be in a scrape; all others are.
            static let hopeless: Set = ["sleep:60000", "deaf:60000", "block:60000", "spin:60000", "throw", "half:60000"]

            @Test(arguments: specs.map { [$0] } + [specs])
            func `A scrape is answered in the time that its header leaves, with what was ready`(specs: [String]) async throws {
                // The demo's own timeout must not be what ends it. Beside collectors a quick one tells that the rest is there.
                let collectors = specs + ["instant:3"]
                let stalls = Stalls()
                async let short = Demo(collectors, options: ["--timeout", "60"]).scrape(timeout: 0.5)
                async let long = Demo(collectors, options: ["--timeout", "60"]).scrape(timeout: 2)
                for (scrape, timeout) in [(try await short, 0.5), (try await long, 2)] {
                    #expect(scrape.reply.status == 200)
                    // On a busy machine less the time in which it let nobody go on.
                    #expect(scrape.seconds - stalls.seconds(from: scrape.end - scrape.seconds, to: scrape.end) < timeout)
                    #expect(scrape.samples("instant:3") == 3)
                    for collector in collectors where !collector.hasPrefix("starve") {
                        #expect(scrape.success(collector) == (Self.hopeless.contains(collector) ? 0 : 1), "\(collector)")
                    }
                    #expect(!scrape.reply.text.contains("demo_half_"))
                }
            }

            @Test func `It uses the time that there is`() async throws {
                let demo = try await Demo(["sleep:700"], options: ["--timeout", "60"])
                #expect(try await demo.scrape(timeout: 0.5).success("sleep:700") == 0)
                #expect(try await demo.scrape(timeout: 10).success("sleep:700") == 1)
            }

            @Test func `A scrape without a header is ended by the demo's own timeout`() async throws {
                let demo = try await Demo(["deaf:60000"], options: ["--timeout", "0.3"])
                let scrape = try await demo.scrape()
                #expect(scrape.success("deaf:60000") == 0)
                #expect(scrape.seconds < 10)
            }

            @Test func `Without collectors of its own, a newcomer sees a partial scrape`() async throws {
                let scrape = try await Demo([]).scrape()
                #expect(["process", "instant:3", "sleep:300"].map { scrape.success($0) } == [1, 1, 1])
                #expect(scrape.success("deaf:60000") == 0)
                #expect(["instant:3", "sleep:300", "deaf:60000"].map { scrape.samples($0) } == [3, 10, 0])
                #expect(scrape["process_threads"] ?? 0 > 0)
            }

            @Test func `A collector that hangs is not started again`() async throws {
                let demo = try await Demo(["deaf:60000", "block:60000"])
                for _ in 0..<3 { _ = try await demo.scrape(timeout: 0.5) }
                let scrape = try await demo.scrape(timeout: 0.5)
                for collector in ["deaf:60000", "block:60000"] {
                    #expect(scrape.runs(collector, "timeout") == 1)
                    #expect(scrape.runs(collector, "still_running") == 3)
                    #expect(scrape["metrics_collector_orphans{collector=\"\(collector)\"}"] == 1)
                }
            }

            @Test func `Threads and memory stay as they are over 200 scrapes while collectors hang`() async throws {
                let hanging = ["deaf:60000", "deaf:60001", "block:60000", "block:60001", "half:60000"]
                let demo = try await Demo(hanging + ["process", "instant:1000", "sleep:1", "throw"])
                let client = try demo.client()
                func scrapes(_ count: Int) async throws {
                    for _ in 0..<count {
                        let scrape = try await client.scrape(headers: ["X-Prometheus-Scrape-Timeout-Seconds: 0.5"])
                        #expect(scrape.success("sleep:1") == 1)
                        #expect(hanging.map { scrape.success($0) } == hanging.map { _ in 0 })
                    }
                }
                try await scrapes(20)
                let (threads, bytes) = (try demo.process.threads(), try demo.process.residentBytes())
                try await scrapes(200)
                // More of the bounded threads may have come into use; a thread for each scrape would be 200.
                #expect(try demo.process.threads() <= threads + 10)
                // An answer is 50 KB: to keep each would be 10 MB.
                #expect(try demo.process.residentBytes() < bytes + 5_000_000)
            }
        }
    }
#endif
