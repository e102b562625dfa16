#if NIO
    import ContextMetrics
    import ContextMetricsNIO
    import TestSupport
    import Testing

    @Suite(.timeLimit(.minutes(15)))
    struct MetricsServerTests {
        // MARK: Pages

        @Test func `The landing page links to the metrics, and they are there`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            let client = try server.client()
            let page = try await client.ask("GET", "/")
            #expect(page[header: "content-type"] == "text/html; charset=utf-8")
            let link = try #require(page.text.split(separator: "href=\"").dropFirst().first?.prefix { $0 != "\"" })
            #expect(try await client.ask("GET", String(link)).text == Scrapes.quickText)
        }

        @Test func `It says that it is healthy while a scrape hangs`() async throws {
            let gate = Gate()
            let server = try await RunningServer(Scrapes.waiting(at: gate))
            defer { server.cancel() }
            let scraper = try server.client()
            try await scraper.request()
            await gate.someoneWaits()
            #expect(try await server.client().ask("GET", "/-/healthy").status == 200)
        }

        @Test func `A target in absolute form is understood`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            #expect(try await server.client().ask("GET", "http://example.com/metrics").text == Scrapes.quickText)
        }

        // MARK: Listening

        @Test func `A port that is taken is an error`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            await #expect(throws: (any Error).self) { try await MetricsServer(Scrapes.quick(), port: server.port).run() }
        }

        @Test(arguments: [-1, 65_536, Int.max, Int.min])
        func `A port that is none is an error that names it`(port: Int) async throws {
            await #expect(throws: MetricsServer.AddressError.invalidPort(port)) {
                try await MetricsServer(Scrapes.quick(), port: port).run()
            }
        }

        // MARK: Pipelining

        @Test func `Answers come in the order of the requests`() async throws {
            let gate = Gate()
            let server = try await RunningServer(Scrapes.waiting(at: gate))
            defer { server.cancel() }
            let client = try server.client()
            try await client.send(Self.get("/metrics") + Self.get("/-/healthy") + Self.get("/nowhere") + Self.get("/metrics"))
            await gate.someoneWaits()
            gate.open()
            #expect(try await client.reply().text == Scrapes.waitedText)
            #expect(try await client.reply().text == "Healthy.\n")
            #expect(try await client.reply().status == 404)
            #expect(try await client.reply().text == Scrapes.waitedText)
        }

        @Test func `Requests that are too many at once end the connection after those before them`() async throws {
            let gate = Gate()
            let server = try await RunningServer(Scrapes.waiting(at: gate)) { $0.maximumPipelinedRequests = 2 }
            defer { server.cancel() }
            let client = try server.client()
            try await client.send(String(repeating: Self.get("/metrics"), count: 8))
            await gate.someoneWaits()
            gate.open()
            var replies: [Client.Reply] = []
            for _ in 0..<3 { replies.append(try await client.reply()) }
            #expect(replies.map(\.text) == Array(repeating: Scrapes.waitedText, count: 3))
            #expect(replies.map { $0[header: "connection"] } == [nil, nil, "close"])
            #expect(try await client.rest().isEmpty)
        }

        @Test func `Garbage after a request is refused after that request's answer`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            let client = try server.client()
            try await client.send(Self.get("/metrics") + "garbage\r\n\r\n")
            #expect(try await client.reply().text == Scrapes.quickText)
            let refusal = try await client.reply()
            #expect(refusal.status == 400)
            #expect(refusal[header: "connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }

        // MARK: Requests that are not taken

        @Test(arguments: LargeHead.allCases)
        func `A head that is too large gets 431, though the client still sends`(head: LargeHead) async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            let client = try server.client()
            try await client.send("GET /metrics HTTP/1.1\r\n" + head.lines + "\r\n\r\n")
            #expect(try await client.reply().status == 431)
            #expect(try await client.rest().isEmpty)
        }

        @Test func `A target that is too long gets 431`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            let client = try server.client()
            try await client.send(Self.get("/metrics?" + String(repeating: "a", count: 40_000)))
            #expect(try await client.reply().status == 431)
        }

        @Test func `A body is read and ignored, and refused when it is too large`() async throws {
            let server = try await RunningServer(Scrapes.quick()) { $0.maximumBodyBytes = 1_000 }
            defer { server.cancel() }
            let client = try server.client()
            try await client.send("GET /metrics HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1_000))
            #expect(try await client.reply().text == Scrapes.quickText)
            let chunk = "3E9\r\n" + String(repeating: "x", count: 1_001) + "\r\n"
            try await client.send("GET /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n")
            #expect(try await client.reply().status == 413)
            #expect(try await client.rest().isEmpty)
        }

        @Test func `A client that waits to be told to send its body isn't left waiting`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            let client = try server.client()
            try await client.request("POST", "/metrics", headers: ["Expect: 100-continue", "Content-Length: 10"])
            #expect(try await client.reply().status == 417)
        }

        @Test func `A request to switch protocols is answered and ends the connection`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            defer { server.cancel() }
            let client = try server.client()
            try await client.send("GET /metrics HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n")
            let reply = try await client.reply()
            #expect(reply.text == Scrapes.quickText)
            #expect(reply[header: "connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }

        // MARK: Clients that take their time

        @Test func `A request that trickles in gets 408`() async throws {
            let server = try await RunningServer(Scrapes.quick()) { $0.requestTimeout = .seconds(1) }
            defer { server.cancel() }
            let client = try server.client()
            try await client.send("GET /metrics?")
            let trickle = Task { await client.trickle() }
            defer { trickle.cancel() }
            #expect(try await client.reply().status == 408)
        }

        @Test func `A client that sends nothing is left without a word`() async throws {
            let server = try await RunningServer(Scrapes.quick()) { $0.requestTimeout = .milliseconds(100) }
            defer { server.cancel() }
            #expect(try await server.client().rest().isEmpty)
        }

        @Test func `A connection that isn't used any more is closed`() async throws {
            let server = try await RunningServer(Scrapes.quick()) { $0.idleTimeout = .milliseconds(100) }
            defer { server.cancel() }
            let client = try server.client()
            #expect(try await client.ask().text == Scrapes.quickText)
            #expect(try await client.rest().isEmpty)
        }

        @Test func `A client that stops reading loses its connection and never gets a response that looks whole`() async throws {
            let server = try await RunningServer(Scrapes.long(lines: 1_000_000)) {
                $0.writeTimeout = .milliseconds(300)
                $0.maximumConnections = 1
            }
            defer { server.cancel() }
            let sleeper = try server.client(receiveBuffer: 4_096)
            try await sleeper.request()
            // The only place is free again when the sleeper has lost it.
            _ = try await server.persistentClient()
            await #expect(throws: Client.Incomplete.self) { try await sleeper.reply() }
        }

        @Test func `A client that reads slowly gets all`() async throws {
            let server = try await RunningServer(Scrapes.long(lines: 20_000))
            defer { server.cancel() }
            let body = try await server.client(receiveBuffer: 4_096).ask().body
            #expect(body == Scrapes.longBody(lines: 20_000), "a byte is missing, or two")
        }

        @Test func `A client that shuts down its sending side has left`() async throws {
            let gate = Gate()
            let server = try await RunningServer(Scrapes.waiting(at: gate))
            defer { server.cancel() }
            let client = try server.client()
            try await client.request()
            await gate.someoneWaits()
            await client.shutDownSending()
            #expect(await gate.someoneLeft() == .cancelled)
        }

        // MARK: Many connections

        @Test func `A connection too many is closed while the others are in use`() async throws {
            let gate = Gate()
            let scrapes = try Scrapes.waiting(at: gate)
            let server = try await RunningServer(scrapes) { $0.maximumConnections = 2 }
            defer { server.cancel() }
            let clients = [try server.client(), try server.client()]
            for client in clients { try await client.request() }
            while scrapes.scrapesInFlight < 2 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(try await server.client().rest().isEmpty)
            gate.open()
            for client in clients { #expect(try await client.reply().text == Scrapes.waitedText) }
            await clients[0].leave()
            _ = try await server.persistentClient()
        }

        @Test func `A connection that is idle makes room for another`() async throws {
            let server = try await RunningServer(Scrapes.quick()) { $0.maximumConnections = 1 }
            defer { server.cancel() }
            let first = try server.client()
            #expect(try await first.ask().text == Scrapes.quickText)
            let second = try await server.persistentClient()
            #expect(try await first.rest().isEmpty)
            #expect(try await second.ask().text == Scrapes.quickText)
        }

        // MARK: The end

        @Test func `Cancelled, it answers what has begun, takes nothing new, and returns`() async throws {
            let gate = Gate()
            let server = try await RunningServer(Scrapes.waiting(at: gate)) { $0.drainTimeout = .seconds(3_600) }
            let scraper = try server.client()
            try await scraper.request()
            await gate.someoneWaits()
            let idle = try server.client()
            _ = try await idle.ask("GET", "/-/healthy")
            server.cancel()
            #expect(try await idle.rest().isEmpty)
            #expect(throws: Socket.Failure.self) { try server.client() }
            gate.open()
            let reply = try await scraper.reply()
            #expect(reply.text == Scrapes.waitedText)
            #expect(reply[header: "connection"] == "close")
            await scraper.leave()
            try await server.ended()
        }

        @Test func `Cancelled, it returns in time whatever its scrapes do`() async throws {
            let gate = Gate()
            let server = try await RunningServer(Scrapes.waiting(at: gate)) { $0.drainTimeout = .milliseconds(100) }
            let scraper = try server.client()
            try await scraper.request()
            await gate.someoneWaits()
            server.cancel()
            try await server.ended()
            #expect(await gate.someoneLeft() == .cancelled)
            await #expect(throws: Client.Incomplete.self) { try await scraper.reply() }
        }

        @Test func `Its port is free again when it has returned`() async throws {
            let server = try await RunningServer(Scrapes.quick())
            server.cancel()
            try await server.ended()
            let next = Task { try await MetricsServer(Scrapes.quick(), port: server.port).run() }
            let client = try await server.persistentClient()
            #expect(try await client.ask().text == Scrapes.quickText)
            await client.leave()
            next.cancel()
            try await next.value
        }

        enum LargeHead: CaseIterable {
            case value, name, blanks, manyLines, manyLongLines

            var lines: String {
                switch self {
                case .value: "A: " + String(repeating: "x", count: 40_000)
                case .name: String(repeating: "x", count: 40_000) + ": A"
                case .blanks: "A:" + String(repeating: " ", count: 1_000_000)
                case .manyLines: String(repeating: "A: b\r\n", count: 300)
                case .manyLongLines: String(repeating: "A: \(String(repeating: "x", count: 500))\r\n", count: 100)
                }
            }
        }

        private static func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n" }
    }
#endif
