#if NIO && os(Linux)
    import ContextMetrics
    import Foundation
    import Synchronization
    import TestSupport
    import Testing

    extension EndToEnd {
        /// How long the soak takes: `SOAK_SECONDS`, a few unless said otherwise.
        static let soakSeconds = ProcessInfo.processInfo.environment["SOAK_SECONDS"].flatMap { Double($0) } ?? 6

        /// A program as it stands in production, seen from outside: its threads, files and memory, and every answer.
        @Suite struct SoakTests {
            private static let clients = 8

            /// Forty collectors, fifteen of which misbehave, with all policies among them.
            private static var collectors: [String] {
                let policies = ["", "@cache=300,stale=2000", "@join=exclusive", "@rate=5", "@priority=critical,timeout=200"]
                let good = (0..<25).map { number in
                    (number.isMultiple(of: 2) ? "instant:\(number + 5)" : "sleep:\(number)") + policies[number % policies.count]
                }
                let bad = (0..<3).flatMap { number in
                    [
                        "deaf:\(1_500 + number)@partial=families", "block:\(1_200 + number)@timeout=100", "spin:\(50 + number)",
                        "half:\(900 + number)@breaker=3", "sleep:\(60_000 + number)@timeout=150,cache=1000",
                    ]
                }
                return good + bad
            }

            private struct Numbers {
                var scrapes = 0
                var left = 0
                var hung = 0
                var slowest = 0.0
                var flaws: [String] = []
            }

            private final class Tally: Sendable {
                private let numbers = Mutex(Numbers())
                var now: Numbers { numbers.withLock { $0 } }
                func note(_ change: (inout Numbers) -> Void) { numbers.withLock { change(&$0) } }
            }

            /// What the system says of a program.
            private struct Usage {
                var threads: Int
                var files: Int
                var memory: Int

                init(_ process: ChildProcess) throws {
                    threads = try process.threads()
                    files = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.id)/fd").count
                    memory = try process.residentBytes()
                }
            }

            /// One that scrapes four times a second, now and then leaves in the middle, or hangs: it takes no answer.
            private func scrape(_ demo: Demo, until end: ContinuousClock.Instant, _ tally: Tally) async throws {
                var client = try demo.client()
                while ContinuousClock.now < end {
                    switch Int.random(in: 0..<20) {
                    case 0...2:
                        try await client.request(headers: ["X-Prometheus-Scrape-Timeout-Seconds: 0.5"])
                        try await Task.sleep(for: .milliseconds(Int.random(in: 0...300)))
                        await client.leave()
                        client = try demo.client()
                        tally.note { $0.left += 1 }
                    case 3:
                        let hanging = try Client(port: demo.port, receiveBuffer: 1_024)
                        for _ in 0..<5 { try await hanging.request() }
                        try await Task.sleep(for: .milliseconds(700))
                        await hanging.leave()
                        tally.note { $0.hung += 1 }
                    default:
                        let accept = Bool.random() ? ["Accept: application/openmetrics-text;version=1.0.0"] : []
                        let scrape = try await client.scrape(headers: ["X-Prometheus-Scrape-Timeout-Seconds: 0.5"] + accept)
                        let flaw = flaw(scrape, isOpen: !accept.isEmpty)
                        tally.note { numbers in
                            numbers.scrapes += 1
                            numbers.slowest = max(numbers.slowest, scrape.seconds)
                            if let flaw, numbers.flaws.count < 10 { numbers.flaws.append(flaw) }
                        }
                    }
                    try await Task.sleep(for: .milliseconds(100))
                }
            }

            /// What is wrong with an answer.
            private func flaw(_ scrape: Scrape, isOpen: Bool) -> String? {
                if scrape.reply.status != 200 { return "status \(scrape.reply.status)" }
                // One that nothing may keep from being there.
                if !isOpen, scrape.samples("instant:5") != 5 { return "\(scrape.samples("instant:5")) samples of instant:5" }
                do {
                    let findings = try ExpositionLint.findings(in: scrape.reply.text, as: isOpen ? .openMetrics : .text)
                    return findings.first { $0.rule != .noHelp }.map { "\($0)" }
                } catch { return "\(error)" }
            }

            @Test func `Clients come, go and hang, collectors misbehave, and the program stays as it is`() async throws {
                let demo = try await Demo(Self.collectors)
                let end = ContinuousClock.now + .seconds(EndToEnd.soakSeconds)
                let tally = Tally()
                let (before, after) = try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<Self.clients { group.addTask { try await scrape(demo, until: end, tally) } }
                    // What it needs it has after a while; from then on nothing may grow.
                    try await Task.sleep(for: .seconds(EndToEnd.soakSeconds / 3))
                    let first = try Usage(demo.process)
                    var last = first
                    while ContinuousClock.now < end {
                        try await Task.sleep(for: .seconds(min(10, EndToEnd.soakSeconds / 6)))
                        let most = last
                        last = try Usage(demo.process)
                        last.threads = max(last.threads, most.threads)
                        last.files = max(last.files, most.files)
                    }
                    try await group.waitForAll()
                    return (first, last)
                }
                let seen = tally.now
                print(
                    "\(seen.scrapes) scrapes in \(EndToEnd.soakSeconds) s, \(seen.left) left, \(seen.hung) hung, the slowest \(seen.slowest) s"
                )
                print("threads \(before.threads), at most \(after.threads); files \(before.files), at most \(after.files)")
                print("memory \(before.memory >> 10) KiB, \(after.memory >> 10) KiB at the end")
                #expect(seen.flaws.isEmpty)
                #expect(seen.scrapes > Self.clients && seen.left > 0)
                // They are to come within half a second. What a busy machine adds is no concern here; an answer that waits for a collector is.
                #expect(seen.slowest < 5)
                #expect(after.threads < before.threads + 40)
                #expect(after.files < before.files + 3 * Self.clients)
                #expect(after.memory < before.memory + 64 << 20)
                demo.process.signal(SIGTERM)
                #expect(try await demo.process.ending(within: .seconds(5)) == .exit(0))
            }
        }
    }
#endif
