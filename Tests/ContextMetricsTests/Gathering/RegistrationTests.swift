import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `Registering` {
    let timer = ManualTimer()

    private func register(
        _ registry: ContextRegistry, _ name: String, _ descriptors: any MetricDescriptor...
    ) -> RegistrationError? {
        do throws(RegistrationError) {
            try registry.register(ClosureCollector(descriptors: descriptors, body: { _ in }), named: name)
            return nil
        } catch { return error }
    }

    @Test(arguments: ["", "a\nb", "\u{0}", "\u{7f}", String(repeating: "x", count: 1025)])
    func `a collector's name is something that people can read`(name: String) {
        let error = register(ContextRegistry(on: timer), name)
        guard case .invalidName(let invalid) = error else {
            Issue.record("accepted, or refused with \(String(describing: error))")
            return
        }
        #expect(invalid.role == .collector)
        #expect(invalid.text == name)
    }

    @Test(arguments: ["x", "Datenbank für Köln", "🙂", "a\"b\\c", String(repeating: "x", count: 1024)])
    func `other names are welcome, and appear as they are`(name: String) async {
        let registry = ContextRegistry(on: timer)
        #expect(register(registry, name) == nil)
        #expect(await registry.gather(within: .seconds(1)).success(name) == 1)
    }

    @Test func `a name is taken once, and free again after unregistering`() throws {
        let registry = ContextRegistry(on: timer)
        #expect(register(registry, "a") == nil)
        #expect(register(registry, "a") == .duplicateName("a"))
        #expect(registry.unregister(named: "a"))
        #expect(!registry.unregister(named: "a"))
        #expect(register(registry, "a") == nil)
        #expect(registry.collectorNames == ["a"])
    }

    @Test func `what is refused changes nothing`() throws {
        let registry = ContextRegistry(on: timer)
        _ = try registry.counter("jobs_total", help: "Jobs.")
        #expect(
            register(registry, "a", GaugeDescriptor("fine"), CounterDescriptor("jobs_total", help: "Jobs."))
                == .duplicateFamily("jobs_total"))
        #expect(registry.collectorNames.isEmpty)
        #expect(register(registry, "a", CounterDescriptor("fine_total")) == nil)
    }

    @Test func `G13: families that contradict registered ones are refused`() {
        let registry = ContextRegistry(on: timer)
        #expect(register(registry, "a", HistogramDescriptor("wait", labels: "queue")) == nil)
        #expect(
            register(registry, "b", HistogramDescriptor("wait", labels: "name"))
                == .conflictingFamily("wait", difference: "labels", owner: "a"))
        #expect(
            register(registry, "b", CounterDescriptor("wait_count")) == .suffixCollision("wait_count", other: "wait", sample: "wait_count"))
        #expect(register(registry, "b", HistogramDescriptor("wait", labels: "queue")) == nil)
        let invalid = GaugeDescriptor("no good")
        #expect(register(registry, "c", invalid) == invalid.family.problem.map { .invalidDescriptor($0) })
    }

    @Test func `the families of the registry itself are taken, unless it has none`() {
        let registry = ContextRegistry(on: timer)
        #expect(register(registry, "a", GaugeDescriptor("metrics_collector_success", labels: "collector")) != nil)
        let silent = ContextRegistry(on: timer, options: .init(includesSelfMetrics: false))
        #expect(register(silent, "a", GaugeDescriptor("metrics_collector_success", labels: "collector")) == nil)
    }

    @Test func `a pedantic registry wants to know the families`() async throws {
        let registry = ContextRegistry(on: timer, options: .init(isPedantic: true))
        #expect(register(registry, "a") == .undescribed("a"))
        try registry.register("b", describing: GaugeDescriptor("known")) { sink in
            sink.sample(GaugeDescriptor("known"), value: 1)
            sink.sample(GaugeDescriptor("unknown"), value: 2)
        }
        let result = await registry.gather(within: .seconds(1))
        #expect(result.outcome(of: "b") == .success)
        #expect(result.samples("known") == [" 1.0"])
        #expect(result.samples("unknown").isEmpty)
        #expect(result.samples("metrics_collector_dropped_samples_total") == ["b,undescribed 1.0"])
    }

    @Test func `every error says what to do`() throws {
        let errors: [RegistrationError] = [
            .invalidName(InvalidName(role: .collector, text: "", reason: .empty)), .duplicateName("a"),
            .invalidDescriptor(.duplicateLabel("a")), .duplicateFamily("a"), .conflictingFamily("a", difference: "type", owner: "b"),
            .suffixCollision("a", other: "b", sample: "c"), .undescribed("a"), .shutDown,
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        for error in errors { #expect(error.description.contains(":"), "\(error.description)") }
    }

    @Test func `G19: a gather works on those that were registered when it began`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        let registration = try registry.register(gated, named: "gated")
        async let first = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        #expect(registry.unregister(registration))
        try registry.register(InstantCollector(TestSamples("new")), named: "new")
        gated.open()
        #expect(await first.collectors == ["gated": 4])
        #expect(await registry.gather(within: .seconds(1)).collectors == ["new": 4])
        #expect(!registry.unregister(registration))
    }

    @Test func `G19: registering and unregistering from everywhere while gathers run`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(InstantCollector(TestSamples("always")), named: "always")
        let complete = await withTaskGroup(of: Bool.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for _ in 0..<50 {
                        let registration = try? registry.register(InstantCollector(TestSamples("\(task)")), named: "\(task)")
                        if let registration { registry.unregister(registration) }
                    }
                    return true
                }
                group.addTask {
                    for _ in 0..<25 {
                        let result = await registry.gather(within: .seconds(1))
                        if result.collectors["always"] != 4 || result.ending != .complete { return false }
                    }
                    return true
                }
            }
            return await group.allSatisfy { $0 }
        }
        #expect(complete)
        #expect(registry.collectorNames == ["always"])
    }
}
