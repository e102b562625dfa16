#if NIO && os(Linux)
    import Foundation
    import TestSupport
    import Testing

    extension EndToEnd {
        @Suite struct EndingTests {
            @Test(arguments: [SIGTERM, SIGINT])
            func `A signal ends it with status 0, whatever its collectors do`(signal: Int32) async throws {
                let mixes = DeadlineTests.specs.map { [$0] } + [DeadlineTests.specs]
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for mix in mixes {
                        group.addTask {
                            let demo = try await Demo(mix)
                            // Its collectors are under way, and late.
                            _ = try await demo.scrape(timeout: 0.2)
                            demo.process.signal(signal)
                            #expect(try await demo.process.ending(within: .seconds(3)) == .exit(0), "\(mix)")
                        }
                    }
                    try await group.waitForAll()
                }
            }

            @Test(arguments: [SIGTERM, SIGINT])
            func `A signal ends it in the middle of a scrape`(signal: Int32) async throws {
                let demo = try await Demo(["deaf:60000", "instant:1"], options: ["--timeout", "60"])
                let client = try demo.client()
                try await client.request()
                try await Task.sleep(for: .milliseconds(100))
                demo.process.signal(signal)
                #expect(try await demo.process.ending(within: .seconds(3)) == .exit(0))
            }

            @Test func `A signal ends it before anybody has asked for anything`() async throws {
                let demo = try await Demo([])
                demo.process.signal(SIGTERM)
                #expect(try await demo.process.ending(within: .seconds(3)) == .exit(0))
                #expect(demo.process.errors.isEmpty)
            }
        }
    }
#endif
