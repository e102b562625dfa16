import ContextMetrics
import ContextMetricsTesting
import Testing

/// What a user's tests of his collectors look like.
@Suite(.timeLimit(.minutes(15))) struct GatheringAloneTests {
    /// Gives the depths it has, or never answers.
    struct QueueClient: Sendable {
        let depths: [String: Int]?

        func depths(timeout: Duration) async throws -> [String: Int] {
            guard let depths else {
                try await Task.sleep(for: .seconds(3600))
                return [:]
            }
            return depths
        }
    }

    struct QueueDepth: ContextCollector {
        let queue: QueueClient
        let depth = GaugeDescriptor("queue_depth", help: "Messages waiting.", labels: "queue")
        var descriptors: [any MetricDescriptor] { [depth] }

        func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
            let rows = try await queue.depths(timeout: context.remaining)
            sink.family(depth) { family in
                for (name, depth) in rows { family.sample(name, value: Double(depth)) }
            }
        }
    }

    @Test func `A collector's samples can be looked at`() async throws {
        let run = try await QueueDepth(queue: QueueClient(depths: ["mail": 3, "sms": 0])).gathered()
        #expect(run.outcome == .success)
        #expect(run.value(of: "queue_depth", ["queue": "mail"]) == 3)
        #expect(run.value(of: "queue_depth", ["queue": "fax"]) == nil)
        #expect(run["queue_depth"]?.metrics.count == 2)
        #expect(run.families.map(\.name.text) == ["queue_depth"])
        #expect(run.dropped.isEmpty)
        #expect(run.duration != nil)
    }

    @Test func `A collector that listens is cancelled at the deadline, and no time passes`() async throws {
        let run = try await QueueDepth(queue: QueueClient(depths: nil)).gatheredUntilDeadline(after: .seconds(3600), patience: .seconds(60))
        #expect(run.outcome == .cancelled)
        #expect(run.families.isEmpty)
        #expect(run.error is CancellationError)
    }

    @Test func `The same with the manual timer in the test's own hands`() async throws {
        let timer = ManualTimer()
        let gated = GatedCollector()
        async let run = gated.gathered(within: .seconds(10), engine: GatherEngine(timer: timer))
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(10))
        #expect(try await run.outcome == .timeout)
        gated.open()
    }

    @Test func `A deaf collector times out`() async throws {
        for budget in [Duration.nanoseconds(1), .milliseconds(1), .seconds(10)] {
            let gated = GatedCollector()
            defer { gated.open() }
            let run = try await gated.gatheredUntilDeadline(after: budget, patience: .milliseconds(5))
            #expect(run.outcome == .timeout)
            #expect(run.families.isEmpty)
            #expect(run.duration == nil)
        }
    }

    @Test func `A synchronous collector that blocks times out`() async throws {
        let isOver = Locked(false)
        struct Blocking: Collector {
            let isOver: @Sendable () -> Bool
            func collect(into sink: inout SampleSink) throws { while !isOver() { blockThread(for: .milliseconds(1)) } }
        }
        let run = try await Blocking(isOver: { isOver.withLock { $0 } }).gatheredUntilDeadline(patience: .milliseconds(5))
        isOver.withLock { $0 = true }
        #expect(run.outcome == .timeout)
    }

    @Test func `A collector that ends before its deadline has its samples`() async throws {
        for budget in [Duration.nanoseconds(1), .milliseconds(1), .seconds(10)] {
            let run = try await InstantCollector().gatheredUntilDeadline(after: budget, patience: .seconds(60))
            #expect(run.outcome == .success)
            #expect(run["test_value"]?.metrics.count == 10)
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
    func `A collector without time is not started, and nobody waits for it`(budget: Duration) async throws {
        #expect(try await InstantCollector().gathered(within: budget).outcome == .skipped)
        #expect(try await InstantCollector().gatheredUntilDeadline(after: budget, patience: .seconds(60)).outcome == .skipped)
    }

    @Test func `What a collector threw and what was dropped are told`() async throws {
        let failed = try await ThrowingCollector().gathered()
        #expect(failed.outcome == .error)
        #expect(failed.error as? ThrowingCollector.Failure == ThrowingCollector.Failure())
        struct Careless: Collector {
            func collect(into sink: inout SampleSink) throws {
                sink.family(CounterDescriptor("work_total", labels: "kind")) { family in
                    family.sample("good", value: 1)
                    family.sample("good", value: 2)
                    family.sample("bad", value: -1)
                    family.sample(value: 1)
                    family.sample(value: 1)
                }
            }
        }
        let careless = try await Careless().gathered()
        #expect(careless.outcome == .success)
        #expect(careless.dropped == [.duplicate: 1, .invalidValue: 1, .labelCount: 2])
        #expect(careless.value(of: "work_total", ["kind": "good"]) == 1)
    }

    @Test func `Policy and values are those of the test`() async throws {
        enum Tenant: ContextKey { static let defaultValue = "all" }
        struct PerTenant: ContextCollector {
            func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
                sink.family(GaugeDescriptor("tenant", labels: "name")) { $0.sample(context[Tenant.self], value: 1) }
                throw CancellationError()
            }
        }
        var values = ContextValues()
        values[Tenant.self] = "acme"
        let policy = CollectorPolicy(partial: .completedFamilies)
        #expect(try await PerTenant().gathered(policy: policy, values: values).value(of: "tenant", ["name": "acme"]) == 1)
        #expect(try await PerTenant().gatheredUntilDeadline(policy: policy, values: values).value(of: "tenant", ["name": "acme"]) == 1)
    }

    @Test func `A collector that can't be registered is an error`() async {
        struct Invalid: Collector {
            var descriptors: [any MetricDescriptor] { [GaugeDescriptor("")] }
            func collect(into sink: inout SampleSink) throws {}
        }
        await #expect(throws: RegistrationError.self) { try await Invalid().gathered() }
        await #expect(throws: RegistrationError.self) { try await Invalid().gatheredUntilDeadline() }
    }
}
