import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `A collector that is tried again` {
    let timer = ManualTimer()

    /// Fails so often, and says how often it was run.
    private func register(_ failures: Int, in registry: ContextRegistry, isContext: Bool, _ policy: CollectorPolicy) throws
        -> @Sendable () -> Int
    {
        let runs = Locked(0)
        let shared = Shared(runs)
        @Sendable func run(_ sink: inout SampleSink) throws {
            let run = shared.next()
            sink.sample(GaugeDescriptor("early"), value: Double(run))
            if run <= failures { throw ThrowingCollector.Failure() }
            sink.sample(GaugeDescriptor("late"), value: Double(run))
        }
        if isContext {
            try registry.register("c", policy: policy) { sink, _ in try run(&sink) }
        } else {
            try registry.register("c", policy: policy) { sink in try run(&sink) }
        }
        return { shared.count }
    }

    private final class Shared: Sendable {
        private let runs: Locked<Int>
        init(_ runs: consuming Locked<Int>) { self.runs = runs }
        var count: Int { runs.withLock { $0 } }
        func next() -> Int {
            runs.withLock {
                $0 += 1
                return $0
            }
        }
    }

    @Test(arguments: [false, true]) func `a failure is followed by one run more, whose samples alone are shown`(isContext: Bool)
        async throws
    {
        let registry = ContextRegistry(on: timer)
        let count = try register(1, in: registry, isContext: isContext, CollectorPolicy(retriesOnce: true))
        let result = await registry.gather(within: .seconds(1))
        #expect(result.outcome(of: "c") == .success)
        #expect(result.samples("early") == [" 2.0"])
        #expect(result.samples("late") == [" 2.0"])
        #expect(count() == 2)
    }

    @Test(arguments: [false, true]) func `a second failure is one`(isContext: Bool) async throws {
        let registry = ContextRegistry(on: timer)
        let count = try register(9, in: registry, isContext: isContext, CollectorPolicy(retriesOnce: true))
        let result = await registry.gather(within: .seconds(1))
        #expect(result.outcome(of: "c") == .error)
        #expect(result.reports.first?.error is ThrowingCollector.Failure)
        #expect(result.samples("early").isEmpty)
        #expect(count() == 2)
    }

    @Test func `without the policy there is one run`() async throws {
        let registry = ContextRegistry(on: timer)
        let count = try register(1, in: registry, isContext: false, CollectorPolicy())
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .error)
        #expect(count() == 1)
    }

    @Test func `what took longer than the time that is left isn't tried again`() async throws {
        let registry = ContextRegistry(on: timer)
        let runs = Count()
        let timer = timer
        try registry.register("c", policy: CollectorPolicy(retriesOnce: true)) { _ in
            runs.add()
            timer.advance(by: .milliseconds(600))
            throw ThrowingCollector.Failure()
        }
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .error)
        #expect(runs.now == 1)
        #expect(await registry.gather(within: .seconds(2)).outcome(of: "c") == .error)
        #expect(runs.now == 3)
    }

    @Test func `what was cancelled isn't tried again`() async throws {
        let registry = ContextRegistry(on: timer)
        let runs = Count()
        try registry.register("c", policy: CollectorPolicy(retriesOnce: true)) { _, _ in
            runs.add()
            throw CancellationError()
        }
        #expect(await registry.gather(within: .seconds(1)).outcome(of: "c") == .cancelled)
        #expect(runs.now == 1)
    }
}

@Suite(.timeLimit(.minutes(15))) struct `What a policy does to samples` {
    private func result(_ policy: CollectorPolicy, _ collect: @escaping @Sendable (inout SampleSink) throws -> Void) async throws
        -> GatherResult
    {
        let registry = ContextRegistry(on: ManualTimer())
        try registry.register("c", policy: policy, collect: collect)
        return await registry.gather(within: .seconds(1))
    }

    @Test func `a prefix and labels are added to what the collector gives`() async throws {
        let result = try await result(CollectorPolicy(prefix: "app_", labels: ["zone": "b", "area": "a"])) { sink in
            sink.family(GaugeDescriptor("depth", labels: "queue")) { $0.sample("q", value: 1) }
        }
        let family = try #require(result.families.first { $0.name.text == "app_depth" })
        #expect(family.metrics.first?.labels.all.map { "\($0.name)=\($0.value)" } == ["area=a", "queue=q", "zone=b"])
    }

    @Test func `descriptors made anew for each run are as good as stored ones`() async throws {
        let registry = ContextRegistry(on: ManualTimer())
        try registry.register("c", policy: CollectorPolicy(prefix: "app_")) { sink in
            for name in 0..<3 { sink.sample(GaugeDescriptor("g\(name)", help: "Made for this run."), value: 1) }
        }
        for _ in 0..<50 { #expect(await registry.gather(within: .seconds(1)).samples("app_g2") == [" 1.0"]) }
    }

    @Test func `more made-up names than are remembered are prefixed all the same`() async throws {
        let result = try await result(CollectorPolicy(prefix: "app_")) { sink in
            for name in 0..<1_500 { sink.sample(GaugeDescriptor("g\(name)"), value: 1) }
        }
        #expect(result.families.count { $0.name.text.hasPrefix("app_g") } == 1_500)
    }

    @Test func `registration refuses conflicts under the names that are shown`() throws {
        let registry = ContextRegistry()
        let gauge = GaugeDescriptor("depth"), counter = CounterDescriptor("app_depth")
        try registry.register("a", describing: counter) { _ in }
        #expect(throws: RegistrationError.self) {
            try registry.register("b", describing: gauge, policy: CollectorPolicy(prefix: "app_")) { _ in }
        }
        try registry.register("b", describing: gauge) { _ in }
    }

    @Test func `a label that the family has already keeps its value under the name that Prometheus gives it`() async throws {
        let result = try await result(CollectorPolicy(labels: ["zone": "a"])) { sink in
            sink.family(GaugeDescriptor("g", labels: "zone")) { $0.sample("own", value: 1) }
        }
        let labels = try #require(result.families.first { $0.name.text == "g" }?.metrics.first?.labels)
        #expect(labels["zone"] == "a")
        #expect(labels["exported_zone"] == "own")
    }

    @Test func `samples are changed and refused one by one, whatever their kind`() async throws {
        let policy = CollectorPolicy(rewriting: { sample in
            if sample["i"] == "2" { return false }
            sample["i"] = sample["i"].map { "n" + $0 }
            sample.value = sample.value.map { $0 * 10 }
            return true
        })
        let result = try await result(policy) { sink in
            sink.family(GaugeDescriptor("one", labels: "i")) { for i in 1...3 { $0.sample("\(i)", value: Double(i)) } }
            sink.family(GaugeDescriptor("two", labels: "i", "j")) { for i in 1...3 { $0.sample("\(i)", "j", value: Double(i)) } }
            sink.family(GaugeDescriptor("three", labels: "h", "i", "j")) { $0.sample("h", "1", "j", value: 1) }
            sink.family(GaugeDescriptor("many", labels: "a", "b", "c", "i")) { $0.sample(["a", "b", "c", "1"], value: 1) }
            sink.family(CounterDescriptor("timed_total", labels: "i")) { $0.sample("1", value: 1, exemplar: nil, at: 5) }
            sink.sample(GaugeDescriptor("none"), value: 4)
            try sink.family(HistogramDescriptor("h", labels: "i")) { family in
                for i in 1...2 { family.sample("\(i)", histogram: try HistogramValue(bounds: [1], counts: [1, 2], sum: 3)) }
            }
        }
        #expect(result.samples("one") == ["n1 10.0", "n3 30.0"])
        #expect(result.samples("two") == ["n1,j 10.0", "n3,j 30.0"])
        #expect(result.samples("three") == ["h,n1,j 10.0"])
        #expect(result.samples("many") == ["a,b,c,n1 10.0"])
        #expect(result.samples("timed_total") == ["n1 10.0"])
        #expect(result.samples("none") == [" 40.0"])
        #expect(result.families.first { $0.name.text == "h" }?.metrics.map { $0.labels["i"] } == ["n1"])
    }

    @Test func `what becomes equal is a duplicate, and what has too many labels is dropped and counted`() async throws {
        let result = try await result(
            CollectorPolicy(rewriting: { sample in
                if sample.family.text == "g" { sample["i"] = "same" } else { sample.labels.append("more") }
                return true
            })
        ) { sink in
            sink.family(GaugeDescriptor("g", labels: "i")) { for i in 1...3 { $0.sample("\(i)", value: Double(i)) } }
            sink.sample(GaugeDescriptor("long"), value: 1)
        }
        #expect(result.samples("g") == ["same 1.0"])
        #expect(result.samples("long").isEmpty)
        #expect(result.samples("metrics_collector_dropped_samples_total") == ["c,label_count 1.0"])
    }

    @Test func `label sets beyond the cap are an overflow`() async throws {
        let histogram = try HistogramValue(bounds: [1, 2, 3], counts: [1, 1, 1, 1], sum: 5)
        for (cap, outcome) in [(2, CollectorOutcome.success), (1, .overflow)] {
            let result = try await result(CollectorPolicy(caps: SampleCaps(labelSets: cap))) { sink in
                sink.family(HistogramDescriptor("h", labels: "i")) { family in
                    for i in 1...2 { family.sample("\(i)", histogram: histogram) }
                }
            }
            #expect(result.outcome(of: "c") == outcome)
        }
    }
}
