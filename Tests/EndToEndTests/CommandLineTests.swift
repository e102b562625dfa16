#if NIO && os(Linux)
    import Foundation
    import TestSupport
    import Testing

    extension EndToEnd {
        @Suite struct CommandLineTests {
            @Test(arguments: ["--help", "-h"])
            func `Help tells all options and collectors, and is no error`(word: String) async throws {
                let process = try Demo.start([word])
                #expect(try await process.ending(within: .seconds(30)) == .exit(0))
                for word in ["--host", "--port", "--timeout", "--max-scrapes", "--target", "--collector"] {
                    #expect(process.output.contains(word))
                }
                for spec in DeadlineTests.specs {
                    #expect(process.output.contains("    " + spec.prefix { $0 != ":" }), "\(spec)")
                }
                #expect(process.errors.isEmpty)
            }

            @Test(arguments: [
                ["--nonsense"], ["nonsense"], ["-x"], [""], ["="], ["--"],
                ["--port"], ["--port", ""], ["--port="], ["--port", "-1"], ["--port", "65536"], ["--port", "http"],
                ["--port", "99999999999999999999"],
                ["--timeout"], ["--timeout", "0"], ["--timeout", "-1"], ["--timeout", "nan"], ["--timeout", "inf"], ["--timeout", "1e300"],
                ["--timeout", "1s"],
                ["--max-scrapes", "0"], ["--max-scrapes", "-5"], ["--max-scrapes", "many"],
                ["--collector"], ["--collector", ""], ["--collector", "nonsense"], ["--collector", "sleep"], ["--collector", "sleep:"],
                ["--collector", "sleep:-1"], ["--collector", "sleep:1:2"], ["--collector", "sleep:1e3"],
                ["--collector", "sleep:99999999999999999999"], ["--collector", "process:1"], ["--collector", "throw:1"],
                ["--collector", "starve:1"], ["--collector", "starve:0:1"], ["--collector", "Sleep:1"], ["--collector", "sleep:1\n"],
                ["--target"], ["--target", ""], ["--target", "nonsense"], ["--target", "ftp://a"], ["--target", "a\nb"],
                ["--target", "http://a", "--target=http://a"], ["--collector", "sleep:1", "--collector", "sleep:1"],
                ["--collector", "a\nb"], ["--no\nsense"],
                ["--port", "0", "--collector", "sleep:1", "extra"],
            ])
            func `A wrong argument is told in one line, with status 2`(arguments: [String]) async throws {
                let process = try Demo.start(arguments)
                #expect(try await process.ending(within: .seconds(30)) == .exit(2))
                #expect(process.output.isEmpty)
                #expect(process.errors.hasPrefix("demo: "))
                #expect(process.errors.hasSuffix("\n"))
                #expect(process.errors.count { $0.isNewline } == 1, "\(process.errors)")
            }

            @Test func `A port that is in use is told in one line, with status 1`() async throws {
                let demo = try await Demo(["instant:1"])
                let process = try Demo.start(["--port", String(demo.port)])
                #expect(try await process.ending(within: .seconds(30)) == .exit(1))
                #expect(process.output.isEmpty)
                #expect(process.errors.count { $0.isNewline } == 1, "\(process.errors)")
                #expect(try await demo.scrape().reply.status == 200)
            }

            @Test func `A host that isn't here is told in one line, with status 1`() async throws {
                let process = try Demo.start(["--port", "0", "--host", "192.0.2.1"])
                #expect(try await process.ending(within: .seconds(30)) == .exit(1))
                #expect(process.errors.count { $0.isNewline } == 1, "\(process.errors)")
            }

            @Test func `Port 0 is a free one, told in one line, where metrics are`() async throws {
                let demos = [try await Demo(["instant:1"]), try await Demo(["instant:1"])]
                #expect(demos[0].port != demos[1].port)
                for demo in demos {
                    #expect(demo.process.output == "listening on http://127.0.0.1:\(demo.port)/metrics\n")
                    #expect(try await demo.scrape().samples("instant:1") == 1)
                }
            }

            @Test func `Options may be written with an equals sign`() async throws {
                let demo = try await Demo([], options: ["--collector=instant:2", "--timeout=0.5", "--host=127.0.0.1"])
                #expect(try await demo.scrape().samples("instant:2") == 2)
            }
        }
    }
#endif
