#if NIO && os(Linux)
    import TestSupport
    import Testing

    extension EndToEnd {
        @Suite struct ServerTests {
            @Test func `Over the limit one of two scrapes is refused, and later ones are answered again`() async throws {
                let demo = try await Demo(["sleep:1000"], options: ["--max-scrapes", "1"])
                async let first = demo.scrape()
                async let second = demo.scrape()
                let replies = [try await first.reply, try await second.reply].sorted { $0.status < $1.status }
                #expect(replies.map(\.status) == [200, 503])
                #expect(replies.last?[header: "retry-after"].flatMap { Int($0) } ?? 0 > 0)
                let later = try await demo.scrape()
                #expect(later.reply.status == 200)
                #expect(later["metrics_handler_requests_total{code=\"503\"}"] == 1)
            }

            private static let nonsense = [
                "\0\0\0\0\r\n\r\n",
                "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}",
                "GET /metrics HTTP/9.9\r\n\r\n",
                "GET  /metrics\r\n\r\n",
                "GET /%00%ff/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /metrics?\u{1}\u{7f}=\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
                "GET /metrics HTTP/1.1\r\n" + String(repeating: "A", count: 200_000),
                "GET /metrics HTTP/1.1\r\n: \r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                String(repeating: "GET /metrics HTTP/1.1\r\n\r\n", count: 1_000),
                "GET /metrics HTTP/1.1\r\nHo",
            ]

            @Test func `It outlives clients that send nonsense and leave`() async throws {
                let demo = try await Demo(["instant:5", "sleep:20"])
                for bytes in Self.nonsense {
                    let client = try demo.client()
                    // The demo may have closed the connection before all was sent.
                    try? await client.send(bytes)
                    await client.leave()
                    #expect(try await demo.scrape().reply.status == 200, "\(bytes.prefix(40))")
                }
            }

            private static let noSeconds = [
                "NaN", "nan", "inf", "-inf", "1e300", "-1", "+1", "0", "0x10", "1,2", "1 2", "", " ", "١", "1.", ".5", "1s", "86400.001",
                "9223372036854775808", String(repeating: "9", count: 3_000), "\"1\"", "1;q=1", "\u{0}",
            ]

            @Test func `A timeout header that is no number of seconds doesn't matter`() async throws {
                let demo = try await Demo(["instant:5", "sleep:20"])
                for value in Self.noSeconds {
                    let scrape = try await demo.client().scrape(headers: ["X-Prometheus-Scrape-Timeout-Seconds: \(value)"])
                    // A NUL is no part of a header: that request is refused.
                    #expect(scrape.reply.status == (value.contains("\0") ? 400 : 200), "\(value.prefix(20))")
                    if scrape.reply.status == 200 { #expect(scrape.success("sleep:20") == 1, "\(value.prefix(20))") }
                }
            }

            @Test func `An Accept header of any bytes is answered`() async throws {
                let demo = try await Demo(["instant:5", "sleep:20"])
                let long = String(repeating: ",;=/\"", count: 1_000)
                for value in ["*", "/", ";q=", "text/plain;q=nan", "\"", long, "é", "text/plain;version=\""] {
                    #expect(try await demo.scrape(headers: ["Accept: \(value)"]).reply.status == 200, "\(value.prefix(20))")
                }
            }
        }
    }
#endif
