#if NIO && os(Linux)
    import ContextMetrics
    import Foundation
    import TestSupport
    import Testing

    #if canImport(FoundationXML)
        import FoundationXML
    #endif

    extension EndToEnd {
        /// The program `scrape-latency`, as a user's continuous integration runs it.
        @Suite struct LatencyTests {
            private func run(_ arguments: [String], within patience: Duration = .seconds(60)) async throws -> (
                process: ChildProcess, ending: ChildProcess.Ending?
            ) {
                let process = try Demo.start(arguments, program: "scrape-latency")
                return (process, try await process.ending(within: patience))
            }

            private func object(_ file: String, of process: ChildProcess) throws -> [String: Any] {
                let data = try Data(contentsOf: process.folder.appendingPathComponent(file))
                return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            }

            @Test func `A collector that is missing is named, with how often, and limits are judged`() async throws {
                let demo = try await Demo(["instant:3", "deaf:60000"], options: ["--timeout", "0.2"])
                let url = "http://127.0.0.1:\(demo.port)/metrics"
                let files = ["--json", "a.json", "--svg", "a.svg", "--html", "a.html"]
                let (kept, keptEnding) = try await run([url, "--count", "20", "--p99", "30000", "--max-missing", "20"] + files)
                #expect(keptEnding == .exit(0), "\(kept.output)")
                #expect(kept.output.contains("missing    1 of 2 collectors\n  20       deaf:60000\n"))
                #expect(kept.output.contains("failed     none\n"))
                #expect(kept.errors.isEmpty)
                let report = try object("a.json", of: kept)
                #expect(report["scrapes"] as? Int == 20)
                #expect(report["missing"] as? Int == 20)
                #expect((report["series"] as? [String: Any])?["min"] as? Int ?? 0 > 3)
                #expect((report["first_byte_seconds"] as? [String: Any])?["count"] as? Int == 20)
                for file in ["a.svg", "a.html"] {
                    let parser = try #require(XMLParser(contentsOf: kept.folder.appendingPathComponent(file)))
                    #expect(parser.parse(), "\(file)")
                }

                let (missing, missingEnding) = try await run([url, "--count", "20", "--max-missing", "19"])
                #expect(missingEnding == .exit(1))
                #expect(missing.output.hasSuffix("\nBROKEN     collectors were missing 20 times, the limit is 19\n"))
                let (slow, slowEnding) = try await run([url, "--count", "20", "--p99", "0.001"])
                #expect(slowEnding == .exit(1))
                #expect(slow.output.contains("\nBROKEN     p99 is "))
            }

            @Test func `In an open loop a collector that stalls every scrape is felt by those behind it`() async throws {
                let demo = try await Demo(["sleep:50"])
                let arguments = ["http://localhost:\(demo.port)", "--rate=200", "--count=40", "--timeout=30", "--json=a.json"]
                let (process, ending) = try await run(arguments)
                #expect(ending == .exit(0), "\(process.output)")
                let latency = try #require(try object("a.json", of: process)["latency_seconds"] as? [String: Any])
                // 40 scrapes of at least 50 ms on one connection, the last of them due after 195 ms.
                #expect(latency["max"] as? Double ?? 0 > 40 * 0.05 - 0.195)
            }

            @Test(arguments: ["prometheus", "openmetrics", "text", "protobuf", "application/openmetrics-text;version=1.0.0"])
            func `Every scraper's format is read`(accept: String) async throws {
                let demo = try await Demo(["instant:3"])
                let options = ["--count", "3", "--gzip", "--max-missing", "0", "--concurrency", "2"]
                let (process, ending) = try await run(["http://127.0.0.1:\(demo.port)/metrics?a=b", "--accept", accept] + options)
                // What isn't looked into says nothing of its collectors, which breaks the limit; nothing fails in any case.
                #expect(process.output.contains("failed     none\n"), "\(process.output)")
                #expect(ending == .exit(process.output.contains("the answers are protobuf") ? 1 : 0))
            }

            @Test func `Compressed answers are counted as they come, and looked into`() async throws {
                let demo = try await Demo(["instant:1000", "throw"])
                var bytes: [Int] = []
                for options in [[], ["--gzip"]] {
                    let arguments = ["http://127.0.0.1:\(demo.port)", "--count", "3", "--json", "a.json"] + options
                    let (process, _) = try await run(arguments)
                    let report = try object("a.json", of: process)
                    bytes.append(try #require(report["body_bytes"] as? Int))
                    #expect(process.output.contains("failed     none\n"), "\(process.output)")
                    #expect(process.output.contains("missing    1 of 2 collectors\n  3        throw\n"), "\(process.output)")
                }
                #expect(bytes[1] * 3 < bytes[0])
            }

            @Test func `Where nobody listens all scrapes fail, with status 1`() async throws {
                // A port of a demo that has ended.
                let port = try await Demo([]).port
                let (process, ending) = try await run(["http://127.0.0.1:\(port)", "--count", "5", "--concurrency", "2"])
                #expect(ending == .exit(1))
                #expect(process.output.contains("failed     5 of 5\n  5        connection\n"), "\(process.output)")
                #expect(process.output.hasSuffix("BROKEN     no scrape succeeded\n"))
            }

            @Test(arguments: [
                ("", "connection"), ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nabc", "connection"),
                ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "connection"),
                ("HTTP/1.1 200 OK\r\nContent-Ty", "connection"), ("SSH-2.0-OpenSSH_9.2\r\n", "malformed"),
                ("\u{16}\u{3}\u{1}\u{2}\0\u{1}", "malformed"), ("HTTP/1.1 99999 OK\r\n\r\n", "malformed"),
                ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "malformed"),
                ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFF\r\n", "malformed"),
                ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na 1", "content_type"),
                ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\na 1", "content_type"),
                ("HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text\r\nContent-Length: 4\r\n\r\na 1\n", "end_mark"),
                ("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "status_302"),
                ("HTTP/1.1 503 No\r\nConnection: close\r\n\r\nlater", "status_503"),
                ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 200_000), "malformed"),
                ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore", "content_type"),
            ])
            func `What an endpoint answers in a wrong way is counted by what is wrong`(answer: String, failure: String) async throws {
                let server = try AnsweringServer(answer)
                let (process, ending) = try await run(["http://127.0.0.1:\(server.port)", "--count", "3", "--timeout", "20"])
                #expect(ending == .exit(1), "\(process.errors)")
                #expect(process.output.contains("failed     3 of 3\n  3        \(failure)\n"), "\(process.output)")
            }

            @Test func `An answer that ends with its connection is complete, and one that never comes is a timeout`() async throws {
                let closing = try AnsweringServer("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\na 1\nb 2")
                let (whole, _) = try await run(["http://127.0.0.1:\(closing.port)", "--count", "3"])
                #expect(whole.output.contains("series     2, stable, 7 bytes each\n"), "\(whole.output)")
                let silent = try AnsweringServer("HTTP/1.1 200 OK\r\n", closes: false)
                let (late, _) = try await run(["http://127.0.0.1:\(silent.port)", "--count", "2", "--timeout", "0.2"])
                #expect(late.output.contains("  2        timeout\n"), "\(late.output)")
            }

            @Test func `A signal ends it early, with what it has seen`() async throws {
                let demo = try await Demo(["instant:1"])
                let process = try Demo.start(
                    ["http://127.0.0.1:\(demo.port)", "--rate", "50", "--duration", "3600", "--concurrency", "3"], program: "scrape-latency"
                )
                while try await demo.scrape()["metrics_handler_requests_total{code=\"200\"}"] ?? 0 < 20 {}
                process.signal(SIGINT)
                #expect(try await process.ending(within: .seconds(30)) == .exit(130))
                #expect(process.output.contains("timeout 10 s, ended early\n"))
                #expect(process.output.contains("failed     none\n"))
            }

            @Test(arguments: ["--help", "-h"])
            func `Its help tells all options, and is no error`(word: String) async throws {
                let (process, ending) = try await run([word])
                #expect(ending == .exit(0))
                let values = ["rate", "count", "duration", "concurrency", "timeout", "accept", "json", "svg", "html", "p99", "max-missing"]
                for option in values + ["gzip"] { #expect(process.output.contains("  --\(option)"), "\(option)") }
                #expect(process.errors.isEmpty)
            }

            private static let url = "http://127.0.0.1:1"

            @Test(arguments: [
                [], ["--count", "5"], [""], ["x"], ["localhost:9464"], ["https://a"], ["HTTPS://a/metrics"], ["ftp://a"], ["http://"],
                ["http:///metrics"],
                ["http://a:0"], ["http://a:65536"], ["http://a:b"], ["http://a:"], ["http://[::1"], ["http://[::1]x"], ["http://[]"],
                ["http://u:p@a"], ["http://a b"], ["http://a/\n"], ["http://é"], ["http://a:1:2"],
                [url, url], [url, "--nonsense"], [url, "-x"], [url, "--"], [url, "--gzip=yes"], [url, "a\nb"],
                [url, "--rate"], [url, "--rate", "0"], [url, "--rate", "-1"], [url, "--rate", "nan"], [url, "--rate", "inf"],
                [url, "--rate", "1e300"], [url, "--rate", "1e-300"], [url, "--rate="],
                [url, "--count", "0"], [url, "--count", "1.5"], [url, "--count", "99999999999999999999"],
                [url, "--duration", "0"], [url, "--duration", "nan"], [url, "--duration", "86401"], [url, "--duration", "1s"],
                [url, "--count", "1", "--duration", "1"],
                [url, "--concurrency", "0"], [url, "--concurrency", "10001"],
                [url, "--timeout", "0"], [url, "--timeout", "-1"], [url, "--timeout", "1e300"], [url, "--timeout", "nan"],
                [url, "--accept"], [url, "--accept", ""], [url, "--accept", "xml"], [url, "--accept", "a/b\r\nc: d"],
                [url, "--p99", "0"], [url, "--p99", "nan"], [url, "--p99", "1e300"], [url, "--max-missing", "-1"],
                [url, "--max-missing", "x"], [url, "--json"], [url, "--json", ""], [url, "--json", "/nonexistent/a"], [url, "--svg", "/"],
                [url, "--html", "."],
            ])
            func `A wrong argument is told in one line, with status 2`(arguments: [String]) async throws {
                let (process, ending) = try await run(arguments)
                #expect(ending == .exit(2))
                #expect(process.output.isEmpty)
                #expect(process.errors.hasPrefix("scrape-latency: "))
                #expect(process.errors.hasSuffix("\n"))
                #expect(process.errors.count { $0.isNewline } == 1, "\(process.errors)")
            }
        }
    }
#endif
