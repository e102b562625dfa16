import ContextMetricsTesting
import Testing

@testable import ContextMetrics

/// Random collectors, policies, scrapes, and clients that leave, against a model that knows when each collector may run and what a scrape may see.
///
/// Time is the test's. The model is told of each run by the collector itself, so that it knows nothing of how runs are brought about.
@Suite(.timeLimit(.minutes(15))) struct `Policies, random steps` {
    /// A collector that does what the test says, and notes what is done to it.
    private final class Subject: ContextCollector {
        struct State {
            var running = 0
            var mostRunning = 0
            var begun = 0
            var waiting: [UnsafeContinuation<Void, Never>] = []
            var fails = false
        }

        let name: String
        let policy: CollectorPolicy
        private let state = Locked(State())

        init(name: String, policy: CollectorPolicy) {
            self.name = name
            self.policy = policy
        }

        var now: State { state.withLock { $0 } }

        func set(fails: Bool) { state.withLock { $0.fails = fails } }

        /// Lets all runs under way end.
        func open() {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for run in waiting { run.resume() }
        }

        func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
            let run = state.withLock { state in
                state.begun += 1
                state.running += 1
                state.mostRunning = max(state.mostRunning, state.running)
                return state.begun
            }
            defer { state.withLock { $0.running -= 1 } }
            // Two families of one run: a scrape that shows them with different numbers, or one of them, was torn.
            sink.family(GaugeDescriptor("a_" + name)) { $0.sample(value: Double(run)) }
            await withUnsafeContinuation { continuation in state.withLock { $0.waiting.append(continuation) } }
            sink.family(GaugeDescriptor("b_" + name)) { $0.sample(value: Double(run)) }
            if state.withLock({ $0.fails }) { throw ThrowingCollector.Failure() }
        }
    }

    private struct Scrape {
        let task: Task<GatherResult, Never>
        let deadline: MonotonicInstant
        let isDone = Switch()

        init(_ registry: ContextRegistry, until deadline: MonotonicInstant) {
            self.deadline = deadline
            task = Task { [isDone] in
                defer { isDone.isOn = true }
                return await registry.gather(GatherContext(deadline: deadline))
            }
        }

        /// What it got; it is due.
        func result(_ timer: ManualTimer) async -> GatherResult {
            // An alarm that is set when its time has come goes off with the next step.
            while !isDone.isOn {
                timer.advance(by: .zero)
                await Task.yield()
            }
            return await task.value
        }
    }

    private static func policy(_ random: inout SeededGenerator) -> CollectorPolicy {
        var policy = CollectorPolicy()
        if random.one(in: 3) { policy.timeout = .milliseconds(Int64(random.next() % 900 + 100)) }
        if random.one(in: 3) {
            policy.cache = CollectorCache(
                freshFor: .milliseconds(Int64(random.next() % 500)), staleFor: .milliseconds(Int64(random.next() % 2_000 + 1)),
                takesLateResults: random.one(in: 2))
        }
        if random.one(in: 4) { policy.breaker = CircuitBreaker(failures: 3, window: .seconds(5), pause: .seconds(1)) }
        if random.one(in: 4) { policy.rateLimit = RateLimit(perSecond: 5, burst: 3) }
        policy.joining = [.shared, .shared, .exclusive, .perScrape][Int(random.next() % 4)]
        if random.one(in: 4) { policy.isolation = .serial("g\(random.next() % 2)") }
        policy.priority = [.critical, .normal, .background][Int(random.next() % 3)]
        policy.retriesOnce = random.one(in: 5)
        return policy
    }

    /// So many steps each: 100,000 in all.
    private static let steps = 2_500

    @Test(arguments: SeededGenerator.seeds(Sanitizer.isOn ? 4 : 40))
    func `whatever happens, nothing runs that may not, nothing is torn, and everybody is answered in time`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let timer = ManualTimer()
        let registry = ContextRegistry(on: timer, options: .init(includesSelfMetrics: false))
        let subjects = (0..<8).map { Subject(name: "c\($0)", policy: Self.policy(&random)) }
        for subject in subjects { try registry.register(subject, named: subject.name, policy: subject.policy) }
        var scrapes: [Scrape] = []
        for _ in 0..<Self.steps {
            switch random.next() % 8 {
            case 0 where scrapes.count < 12, 1 where scrapes.count < 12:
                let deadline = timer.now().advanced(by: .milliseconds(Int64(random.next() % 1_500 + 20)))
                scrapes.append(Scrape(registry, until: deadline))
            case 2, 3: subjects.randomElement(using: &random)?.open()
            case 4:
                timer.advance(by: .milliseconds(Int64(random.next() % 200)))
            case 5: scrapes.randomElement(using: &random)?.task.cancel()
            case 6: subjects.randomElement(using: &random)?.set(fails: random.one(in: 3))
            default: for _ in 0..<random.next() % 20 { await Task.yield() }
            }
            // Whoever is due is answered without anything else happening.
            let now = timer.now()
            for scrape in scrapes where scrape.deadline <= now { check(await scrape.result(timer), subjects, seed) }
            scrapes.removeAll { $0.deadline <= now }
        }
        for scrape in scrapes { scrape.task.cancel() }
        for scrape in scrapes { check(await scrape.result(timer), subjects, seed) }
        // Everything that was left behind comes to its end.
        while registry.liveSessions > 0 {
            for subject in subjects { subject.open() }
            timer.advance(by: .milliseconds(100))
            for _ in 0..<50 { await Task.yield() }
        }
        #expect(registry.orphans == 0, "seed \(seed)")
        #expect(!timer.isArmed, "seed \(seed)")
        for subject in subjects {
            let state = subject.now
            #expect(state.running == 0, "\(subject.name), seed \(seed)")
            if subject.policy.joining != .perScrape { #expect(state.mostRunning <= 1, "\(subject.name), seed \(seed)") }
        }
        #expect(subjects.reduce(0) { $0 + $1.now.begun } > 50, "seed \(seed) explored nothing")
        // Afterwards everything is as it was at first.
        for subject in subjects { subject.set(fails: false) }
        timer.advance(by: .seconds(60))
        let last = Task { await registry.gather(within: .seconds(10)) }
        let isDone = Switch()
        Task {
            _ = await last.value
            isDone.isOn = true
        }
        while !isDone.isOn {
            for subject in subjects { subject.open() }
            await Task.yield()
        }
        let result = await last.value
        for subject in subjects { #expect(result.outcome(of: subject.name) == .success, "\(subject.name), seed \(seed)") }
        while registry.liveSessions > 0 {
            for subject in subjects { subject.open() }
            await Task.yield()
        }
    }

    /// Both families of a collector, of one run, or neither.
    private func check(_ result: GatherResult, _ subjects: [Subject], _ seed: UInt64) {
        let values = Dictionary(
            uniqueKeysWithValues: result.families.map { ($0.name.text, $0.metrics.first?.value.number) })
        for subject in subjects {
            let (a, b) = (values["a_" + subject.name] ?? nil, values["b_" + subject.name] ?? nil)
            #expect(a == b, "\(subject.name) is torn, seed \(seed)")
            if result.outcome(of: subject.name) == .success {
                #expect(a != nil, "\(subject.name) has succeeded without samples, seed \(seed)")
            }
        }
    }
}
