#if NIO || Hummingbird || FlyingFox
    import ContextMetrics
    import ContextMetricsTesting
    import Synchronization
    import TestSupport
    import Testing

    /// What the gather engine promises, as a client of each server sees it.
    @Suite(.timeLimit(.minutes(15)))
    struct DeadlineTests {
        @Test(arguments: Adapter.allCases)
        func `A scrape is answered at its deadline with what was ready, though a collector is deaf`(adapter: Adapter) async throws {
            let deaf = GatedCollector()
            // Nothing else lets the collector go on: an answer before it can only be the deadline's.
            defer { deaf.open() }
            let reply = try await adapter.serve(Scrapes.deaf(deaf)) { port in
                try await Client(port: port).ask(headers: ["X-Prometheus-Scrape-Timeout-Seconds: 0.5"])
            }
            #expect(reply.status == 200)
            #expect(reply.text.contains("\nquick 1\n"))
            #expect(reply.text.contains("\nmetrics_collector_success{collector=\"deaf\"} 0\n"))
            #expect(!reply.text.contains("\ntest_value"))
        }

        @Test(arguments: Adapter.allCases, ["GET", "HEAD"])
        func `A scrape over the limit is told to come again, and the place comes back`(adapter: Adapter, method: String) async throws {
            let gate = Gate()
            let scrapes = try Scrapes.waiting(at: gate, options: .init(maxConcurrentScrapes: 1))
            let (refusal, replies) = try await adapter.serve(scrapes) { port in
                let first = try Client(port: port)
                try await first.request()
                await gate.someoneWaits()
                let second = try Client(port: port)
                let refusal = try await second.ask(method)
                gate.open()
                var replies = [try await first.reply()]
                // A body after a HEAD would be taken for the beginning of this response.
                let third = adapter.keepsConnections ? second : try Client(port: port)
                replies.append(try await third.ask())
                return (refusal, replies)
            }
            #expect(refusal.status == 503)
            #expect(refusal[header: "retry-after"] != nil)
            #expect(replies.map(\.text) == [Scrapes.waitedText, Scrapes.waitedText])
        }

        @Test(arguments: Adapter.allCases)
        func `The scrape handler sees the query as it was sent`(adapter: Adapter) async throws {
            let (queries, seen) = AsyncStream.makeStream(of: String.self)
            let scrapes = try Scrapes.quick(
                options: .init(context: { request in
                    seen.yield(request.query)
                    return ContextValues()
                }))
            _ = try await adapter.serve(scrapes) { port in
                try await Client(port: port).ask("GET", "/metrics?name%5B%5D=quick&x=%3F")
            }
            seen.finish()
            var all: [String] = []
            for await query in queries { all.append(query) }
            #expect(all == ["name%5B%5D=quick&x=%3F"])
        }

        #if NIO
            // One after the other: two blockades at once would each wait for the threads that the other holds.
            @Test(.serialized, arguments: [Adapter.metricsServer, .channelHandler])
            func `An application that blocks the cooperative pool delays no scrape`(adapter: Adapter) async throws {
                let pool = PoolBlockade()
                let text = try await adapter.serve(Scrapes.quick()) { port in
                    let client = try Client(port: port)
                    return try await client.ask(during: pool).text
                }
                #expect(text == Scrapes.quickText)
                #expect(!pool.gaveUp, "the answer came only when the pool was free again")
            }

            @Test func `The time that a request waits behind another is time of its scrape`() async throws {
                let gate = Gate()
                let server = try await RunningServer(Scrapes.waiting(at: gate))
                defer { server.cancel() }
                let client = try server.client()
                // In one piece, so that the second has arrived when the first is being answered.
                let head = "GET /metrics HTTP/1.1\r\n"
                try await client.send(head + "\r\n" + head + "X-Prometheus-Scrape-Timeout-Seconds: 0.2\r\n\r\n")
                await gate.someoneWaits()
                try await Task.sleep(for: .milliseconds(300))
                gate.open()
                #expect(try await client.reply().text == Scrapes.waitedText)
                // Nothing was left of its budget when its turn came, so nothing was started. (G10)
                #expect(try await client.reply().body.isEmpty)
            }
        #endif
    }
#endif
