@testable import ContextMetrics
import ContextMetricsTesting
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension AdversarialTests {
    /// Days of an operator's life in a row: `SOAK_SECONDS` says how long, a few unless said otherwise.
    @Suite struct Soak {
        private static let seconds = getenv("SOAK_SECONDS").flatMap { Double(String(cString: $0)) } ?? 6
        private static let clients = 8
        /// Of all clients together: 20 scrapes a second.
        private static let pause = Duration.milliseconds(400)

        /// What was seen of all scrapes.
        private final class Tally: Sendable {
            struct Numbers {
                var scrapes = 0
                var left = 0
                var late: Duration = .zero
                var flaws: [String] = []
            }

            private let numbers = Locked(Numbers())
            var now: Numbers { numbers.withLock { $0 } }
            func note(_ change: (inout Numbers) -> Void) { numbers.withLock { change(&$0) } }
        }

        /// Forty collectors, fifteen of which misbehave, each in one of five ways, with all policies among them.
        private func register(in registry: ContextRegistry, _ dice: Dice) throws {
            for number in 0..<25 {
                var policy = CollectorPolicy()
                if number % 5 == 1 { policy.cache = CollectorCache(freshFor: .milliseconds(300), staleFor: .seconds(2)) }
                if number % 5 == 2 { policy.isolation = .serial("group") }
                if number % 5 == 3 { policy.joining = .exclusive }
                if number % 5 == 4 { policy.rateLimit = RateLimit(perSecond: 5) }
                let samples = TestSamples(family: "soak_\(number)", collector: "good\(number)", count: 20)
                if number.isMultiple(of: 2) {
                    try registry.register(InstantCollector(samples), named: "good\(number)", policy: policy)
                } else {
                    try registry.register(SleepingCollector(for: .milliseconds(5), samples), named: "good\(number)", policy: policy)
                }
            }
            for number in 0..<15 {
                let samples = TestSamples(family: "bad_\(number)", collector: "bad\(number)", count: 20)
                var policy = CollectorPolicy(partial: number.isMultiple(of: 2) ? .wholeCollector : .completedFamilies)
                if number > 10 { policy.timeout = .milliseconds(100) }
                if number % 4 == 1 { policy.breaker = CircuitBreaker(failures: 3, window: .seconds(5), pause: .seconds(1)) }
                func register(_ collector: some Collector) throws {
                    try registry.register(collector, named: "bad\(number)", policy: policy)
                }
                switch number % 5 {
                case 0: try register(DeafCollector(for: .milliseconds(1_500), samples))
                case 1: try register(BlockingCollector(for: .milliseconds(1_200), samples))
                case 2: try register(SpinningCollector(for: .milliseconds(50), samples))
                case 3: try register(ThrowingCollector(samples))
                default: try register(HalfFinishedCollector(for: .milliseconds(900), samples))
                }
            }
        }

        /// One that scrapes, and in between leaves early or reads as slowly as it can.
        private func client(_ handler: ScrapeHandler, until end: MonotonicInstant, _ dice: Dice, _ tally: Tally) async {
            let budget = Duration.milliseconds(450)
            while MonotonicInstant.now < end {
                let start = MonotonicInstant.now
                let isOpen = dice.oneIn(2)
                let scrape = Task(executorPreference: handler.executor) {
                    let response = await handler.respond(
                        to: ScrapeRequest(receivedAt: start) { name in
                            switch name {
                            case "x-prometheus-scrape-timeout-seconds": ["0.5"]
                            case "accept" where isOpen: ["application/openmetrics-text;version=1.0.0"]
                            default: []
                            }
                        })
                    return (response, start.duration(to: .now) - budget)
                }
                let leaves = dice.oneIn(5)
                if leaves {
                    try? await Task.sleep(for: dice.duration(upTo: .milliseconds(200)))
                    scrape.cancel()
                }
                let (response, late) = await scrape.value
                let flaw = leaves ? nil : flaw(response, isOpen: isOpen)
                tally.note { numbers in
                    numbers.scrapes += 1
                    numbers.left += leaves ? 1 : 0
                    numbers.late = max(numbers.late, late)
                    if let flaw, numbers.flaws.count < 10 { numbers.flaws.append(flaw) }
                }
                if dice.oneIn(10) {
                    // Hangs, in the middle of the body.
                    var reader = response.body.makeReader()
                    _ = reader.withNextBlock { $0.count }
                    try? await Task.sleep(for: .milliseconds(700))
                }
                try? await Task.sleep(for: Soak.pause)
            }
        }

        /// What is wrong with an answer.
        private func flaw(_ response: ScrapeResponse, isOpen: Bool) -> String? {
            if response.status != 200 { return "status \(response.status)" }
            let text = String(decoding: response.body.bytes, as: UTF8.self)
            do {
                let findings = try ExpositionLint.findings(in: text, as: isOpen ? .openMetrics : .text)
                return findings.first { $0.rule != .noHelp }.map { "\($0)" }
            } catch { return "\(error)" }
        }

        /// Registers and unregisters, all the time.
        private func churn(_ registry: ContextRegistry, until end: MonotonicInstant) async {
            var number = 0
            while MonotonicInstant.now < end {
                number += 1
                let samples = TestSamples(family: "churn", collector: "churn\(number)", count: 5)
                let policy = CollectorPolicy(cache: CollectorCache(freshFor: .milliseconds(50), staleFor: .seconds(1)))
                let kept = try? registry.register(
                    DeafCollector(for: .milliseconds(number % 3 * 300), samples), named: "churn\(number)", policy: policy)
                try? await Task.sleep(for: .milliseconds(60))
                if let kept { registry.unregister(kept) }
            }
        }

        @Test func `clients come, go and hang, collectors misbehave, and everything stays flat`() async throws {
            let dice = Dice()
            let registry = ContextRegistry()
            try register(in: registry, dice)
            let handler = ScrapeHandler(registry)
            let tally = Tally()
            let start = MonotonicInstant.now
            let end = start.advanced(by: .seconds(Soak.seconds))
            let (first, last) = await withTaskGroup(of: Void.self) { group in
                for _ in 0..<Soak.clients { group.addTask { await client(handler, until: end, dice, tally) } }
                group.addTask { await churn(registry, until: end) }
                // What a run needs it has after a while; from then on nothing may grow.
                try? await Task.sleep(for: .seconds(Soak.seconds / 3))
                let first = (processCounts(), residentBytes())
                var last = first
                while MonotonicInstant.now < end {
                    try? await Task.sleep(for: .seconds(min(10, Soak.seconds / 6)))
                    let counts = processCounts()
                    last = ((max(last.0.threads, counts.threads), max(last.0.files, counts.files)), residentBytes())
                }
                await group.waitForAll()
                return (first, last)
            }
            let numbers = tally.now
            print(
                "\(numbers.scrapes) scrapes in \(Soak.seconds) s, \(numbers.left) left early, the latest \(numbers.late) after its deadline"
            )
            print("threads \(first.0.threads), at most \(last.0.threads); files \(first.0.files), at most \(last.0.files)")
            print("memory \(first.1 >> 10) KiB, \(last.1 >> 10) KiB at the end")
            #expect(numbers.flaws.isEmpty)
            #expect(numbers.scrapes > Soak.clients)
            #expect(numbers.late < Answer.patience)
            #expect(last.0.threads < first.0.threads + 40)
            #expect(last.0.files <= first.0.files + 8)
            if !isSanitized { #expect(last.1 < first.1 + 64 << 20) }
            #expect(await registry.settles())
            #expect(handler.scrapesInFlight == 0)
            #expect(registry.engine.blockedThreads == 0)
            await registry.shutdown(within: .seconds(1))
        }
    }
}
