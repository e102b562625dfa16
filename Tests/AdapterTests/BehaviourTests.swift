#if NIO || Hummingbird || FlyingFox
    import ContextMetrics
    import TestSupport
    import Testing

    /// What a scrape over a socket has to be like, wherever the handler is mounted.
    @Suite(.timeLimit(.minutes(15)))
    struct BehaviourTests {
        @Test(arguments: Adapter.allCases)
        func `A GET gets what the scrape handler answers`(adapter: Adapter) async throws {
            let reply = try await adapter.serve(Scrapes.quick()) { port in try await Client(port: port).ask() }
            #expect(reply.status == 200)
            #expect(reply[header: "content-type"] == Scrapes.text)
            #expect(reply[header: "content-length"] == String(reply.body.count))
            #expect(reply.text == Scrapes.quickText)
        }

        @Test(arguments: Adapter.allCases)
        func `A header on two lines reaches the scrape handler whole`(adapter: Adapter) async throws {
            let reply = try await adapter.serve(Scrapes.quick()) { port in
                try await Client(port: port).ask(headers: ["Accept: text/html;q=0.1", "Accept: application/openmetrics-text"])
            }
            #expect(reply[header: "content-type"] == Scrapes.openMetrics)
        }

        @Test(arguments: Adapter.allCases)
        func `A query doesn't hide the path`(adapter: Adapter) async throws {
            let reply = try await adapter.serve(Scrapes.quick()) { port in
                try await Client(port: port).ask("GET", "/metrics?name%5B%5D=quick&x=%3F#")
            }
            #expect(reply.status == 200)
        }

        @Test(arguments: Adapter.allCases)
        func `HEAD gets the headers of a GET and no body`(adapter: Adapter) async throws {
            let (head, next) = try await adapter.serve(Scrapes.quick()) { port in
                let client = try Client(port: port)
                let head = try await client.ask("HEAD")
                // A body would be taken for the beginning of the next response.
                let next = adapter.keepsConnections ? try await client.ask() : nil
                return (head, next)
            }
            #expect(head.status == 200)
            #expect(head[header: "content-length"] == String(Scrapes.quickText.utf8.count))
            #expect(head[header: "content-type"] == Scrapes.text)
            if adapter.keepsConnections { #expect(next?.text == Scrapes.quickText) }
        }

        /// Short enough to be compressed at once, with its length, and long enough to be compressed while it is sent.
        @Test(.enabled(if: Judge.gzip.isRequired), arguments: Adapter.allCases, [3_000, 100_000])
        func `A client that asks for gzip gets it, and HEAD has its headers`(adapter: Adapter, lines: Int) async throws {
            let asking = ["Accept-Encoding: br;q=0.1", "accept-encoding: gzip"]
            let (reply, head, plain) = try await adapter.serve(Scrapes.long(lines: lines)) { port in
                (
                    try await Client(port: port).ask(headers: asking), try await Client(port: port).ask("HEAD", headers: asking),
                    try await Client(port: port).ask()
                )
            }
            for answer in [reply, head] {
                #expect(answer.status == 200)
                #expect(answer[header: "content-encoding"] == "gzip")
                #expect(answer[header: "content-type"] == Scrapes.text)
                #expect(answer[header: "vary"] == "Accept, Accept-Encoding")
            }
            let length = reply[header: "content-length"]
            if lines == 3_000 { #expect(length == String(reply.body.count) && head[header: "content-length"] == length) }
            #expect(try Judge.decompressed(reply.body) == Scrapes.longBody(lines: lines), "a byte is missing, or two")
            #expect(plain[header: "content-encoding"] == nil)
            #expect(plain.body == Scrapes.longBody(lines: lines), "a byte is missing, or two")
        }

        @Test(arguments: Adapter.allCases, ["POST", "PUT", "DELETE"])
        func `Other methods are refused`(adapter: Adapter, method: String) async throws {
            let reply = try await adapter.serve(Scrapes.quick()) { port in
                try await Client(port: port).ask(method, headers: ["Content-Length: 0"])
            }
            #expect(reply.status == (adapter.routesAllMethods ? 405 : 404))
            if adapter.routesAllMethods { #expect(reply[header: "allow"] == "GET, HEAD") }
        }

        @Test(arguments: Adapter.allCases, ["/", "/metric", "/metrics/more", "/%6detrics2"])
        func `Other paths are not metrics`(adapter: Adapter, target: String) async throws {
            let reply = try await adapter.serve(Scrapes.quick()) { port in try await Client(port: port).ask("GET", target) }
            #expect(!reply.text.contains("quick 1"))
            if target != "/" { #expect(reply.status == 404) }
        }

        @Test(arguments: Adapter.allCases.filter(\.keepsConnections))
        func `One connection serves many scrapes`(adapter: Adapter) async throws {
            let bodies = try await adapter.serve(Scrapes.quick()) { port in
                let client = try Client(port: port)
                var bodies: [String] = []
                for _ in 0..<20 { bodies.append(try await client.ask().text) }
                return bodies
            }
            #expect(bodies == Array(repeating: Scrapes.quickText, count: 20))
        }

        @Test(arguments: Adapter.allCases.filter(\.closesAfterHTTP10))
        func `A client of HTTP 1.0 gets its answer and the end of the connection`(adapter: Adapter) async throws {
            let bytes = try await adapter.serve(Scrapes.quick()) { port in
                let client = try Client(port: port)
                try await client.send("GET /metrics HTTP/1.0\r\n\r\n")
                return try await client.rest()
            }
            #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\r\n\r\n" + Scrapes.quickText))
        }

        /// Such a body has no length, and a client of that time knows no chunks.
        @Test(arguments: Adapter.allCases.filter(\.endsLongBodiesOfHTTP10))
        func `A client of HTTP 1.0 gets a long answer as it is, to the end of the connection`(adapter: Adapter) async throws {
            let bytes = try await adapter.serve(Scrapes.long(lines: 100_000)) { port in
                let client = try Client(port: port)
                try await client.send("GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                return try await client.rest()
            }
            #expect(bytes.suffix(Scrapes.longBody(lines: 100_000).count).elementsEqual(Scrapes.longBody(lines: 100_000)))
            let head = String(decoding: bytes.prefix(400), as: UTF8.self).lowercased()
            #expect(!head.contains("chunked") && !head.contains("keep-alive"))
        }

        @Test(arguments: Adapter.allCases, Garbage.allCases)
        func `Garbage ends its own connection and no other`(adapter: Adapter, garbage: Garbage) async throws {
            let (answer, reply) = try await adapter.serve(Scrapes.quick()) { port in
                let vandal = try Client(port: port)
                // The server may close the connection before it has taken everything.
                try? await vandal.send(garbage.text)
                await vandal.shutDownSending()
                return (try await vandal.rest(), try await Client(port: port).ask())
            }
            if adapter.refusesGarbage {
                let isAnswered = String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 200")
                #expect(!isAnswered)
            }
            #expect(reply.text == Scrapes.quickText)
        }

        @Test(arguments: Adapter.allCases)
        func `A client that leaves in the middle of a scrape disturbs nobody`(adapter: Adapter) async throws {
            let gate = Gate()
            let (ending, reply) = try await adapter.serve(Scrapes.waiting(at: gate)) { port in
                let leaver = try Client(port: port)
                try await leaver.request()
                await gate.someoneWaits()
                await leaver.leave()
                if !adapter.cancelsOnDisconnect { gate.open() }
                let ending = await gate.someoneLeft()
                gate.open()
                return (ending, try await Client(port: port).ask())
            }
            #expect(ending == (adapter.cancelsOnDisconnect ? .cancelled : .opened))
            #expect(reply.text == Scrapes.waitedText)
        }

        @Test(arguments: Adapter.allCases)
        func `A body of megabytes arrives whole`(adapter: Adapter) async throws {
            let body = try await adapter.serve(Scrapes.long(lines: 300_000)) { port in try await Client(port: port).ask().body }
            #expect(body.count > 6_000_000)
            #expect(body == Scrapes.longBody(lines: 300_000), "a byte is missing, or two")
        }

        @Test(arguments: Adapter.allCases)
        func `Many clients scrape at once`(adapter: Adapter) async throws {
            let texts = try await adapter.serve(Scrapes.quick()) { port in
                try await withThrowingTaskGroup(of: [String].self) { group in
                    for _ in 0..<32 {
                        group.addTask {
                            var texts: [String] = []
                            for _ in 0..<3 { texts.append(try await Client(port: port).ask().text) }
                            return texts
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
            }
            #expect(texts == Array(repeating: Scrapes.quickText, count: 96))
        }
    }

    /// What is no HTTP request.
    enum Garbage: String, CaseIterable {
        case words, control, tls, version, newlines, header, http2

        var text: String {
            switch self {
            case .words: "hello, is this the metrics?\r\n\r\n"
            case .control: String(repeating: "\u{0}\u{1}\u{7F}\u{FF}", count: 2_000)
            case .tls: "\u{16}\u{3}\u{1}\u{0}\u{5}\u{1}\u{0}\u{0}\u{1}\u{0}\r\n\r\n"
            case .version: "GET /metrics HTTP/9.9\r\n\r\n"
            case .newlines: String(repeating: "\r\n", count: 4_000)
            case .header: "GET /metrics HTTP/1.1\r\n: nothing\r\n\r\n"
            case .http2: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            }
        }
    }
#endif
