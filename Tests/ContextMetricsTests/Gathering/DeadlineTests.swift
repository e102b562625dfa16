import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15))) struct `At the deadline` {
    let timer = ManualTimer()

    @Test(arguments: [
        (Duration.seconds(10), Duration.milliseconds(2)), (.milliseconds(8), .milliseconds(2)), (.milliseconds(4), .milliseconds(1)),
        (.microseconds(100), .microseconds(25)),
    ])
    func `G5: cancellation is sent 2 ms before the deadline, or a quarter of a small budget`(budget: Duration, window: Duration)
        async throws
    {
        let registry = ContextRegistry(on: timer)
        try registry.register(SleepingCollector(for: .seconds(60), TestSamples("sleeping")), named: "sleeping")
        async let gather = registry.gather(within: budget)
        // The gather's alarm, and the sleeper's.
        await timer.waitUntilArmed(count: 2)
        #expect(timer.nextAlarm == timer.now().advanced(by: budget - window))
        timer.advance(by: budget - window - .nanoseconds(1))
        #expect(registry.liveSessions == 1)
        timer.advance(by: .nanoseconds(1))
        // The sleeper unwinds, so the gather is complete before its deadline.
        let result = await gather
        #expect(result.ending == .complete)
        #expect(result.outcome(of: "sleeping") == .cancelled)
        #expect(result.success("sleeping") == 0)
        #expect(result.collectors.isEmpty)
    }

    @Test func `G5: what is deaf to cancellation is left at the deadline itself`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        try registry.register(gated, named: "gated")
        try registry.register(InstantCollector(TestSamples("instant")), named: "instant")
        let deadline = timer.now().advanced(by: .seconds(1))
        async let gather = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        timer.advance(by: .milliseconds(998))
        #expect(timer.nextAlarm == deadline)
        timer.advance(by: .milliseconds(2))
        let result = await gather
        #expect(result.ending == .deadline)
        #expect(result.outcome(of: "gated") == .timeout)
        #expect(result.outcome(of: "instant") == .success)
        #expect(result.collectors == ["instant": 4])
        #expect(result.success("gated") == 0)
        #expect(result.success("instant") == 1)
        #expect(registry.orphans == 1)
        gated.open()
        await registry.waitUntilIdle()
        #expect(registry.orphans == 0)
        #expect(registry.lateResults == 1)
        // G8: what came late is nowhere.
        #expect(result.collectors == ["instant": 4])
    }

    @Test func `a result inside the cancellation window counts`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        try registry.register(gated, named: "gated")
        async let gather = registry.gather(within: .seconds(1))
        await gated.waitUntilStarted()
        timer.advance(by: .milliseconds(999))
        gated.open()
        let result = await gather
        #expect(result.outcome(of: "gated") == .success)
        #expect(result.collectors == ["gated": 4])
    }

    @Test func `a gather that is complete leaves no alarm behind`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(InstantCollector(), named: "instant")
        let result = await registry.gather(within: .seconds(1))
        #expect(result.ending == .complete)
        #expect(!timer.isArmed)
    }

    @Test func `without a deadline a gather waits until everything is done`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector(TestSamples("gated"))
        try registry.register(gated, named: "gated")
        async let gather = registry.gather(GatherContext())
        await gated.waitUntilStarted()
        timer.advance(by: .seconds(1_000_000))
        gated.open()
        #expect(await gather.ending == .complete)
    }

    @Test(arguments: [CollectorPolicy.Partial.wholeCollector, .completedFamilies])
    func `G6: of a run that is cut off nothing is exposed, or its finished families`(partial: CollectorPolicy.Partial) async throws {
        let registry = ContextRegistry(on: timer)
        let gate = GatedCollector()
        try registry.register("cut", policy: CollectorPolicy(partial: partial)) { sink, context in
            sink.sample(GaugeDescriptor("whole"), value: 1)
            await sink.family(GaugeDescriptor("half", labels: "i")) { family in
                family.sample("0", value: 0)
                var unused = SampleSink(buffer: SampleBuffer())
                try? await gate.collect(into: &unused, context: context)
                family.sample("1", value: 1)
            }
        }
        async let gather = registry.gather(within: .seconds(1))
        await gate.waitUntilStarted()
        timer.advance(by: .seconds(1))
        let result = await gather
        #expect(result.outcome(of: "cut") == .timeout)
        let isPartial = partial == .completedFamilies
        #expect(result.samples("whole") == (isPartial ? [" 1.0"] : []))
        #expect(!result.families.contains { $0.name.text == "half" })
        // G8: neither is what it goes on to write.
        gate.open()
        await registry.waitUntilIdle()
        #expect(!result.families.contains { $0.name.text == "half" })
    }

    @Test(arguments: [CollectorPolicy.Partial.wholeCollector, .completedFamilies])
    func `G6: of a run that threw nothing is exposed, or its finished families`(partial: CollectorPolicy.Partial) async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register("throwing", policy: CollectorPolicy(partial: partial)) { sink in
            sink.sample(GaugeDescriptor("whole"), value: 1)
            try sink.family(GaugeDescriptor("half", labels: "i")) { family in
                family.sample("0", value: 0)
                throw ThrowingCollector.Failure()
            }
        }
        let result = await registry.gather(within: .seconds(1))
        #expect(result.ending == .complete)
        #expect(result.outcome(of: "throwing") == .error)
        #expect(result.reports.first?.error is ThrowingCollector.Failure)
        #expect(result.samples("whole") == (partial == .completedFamilies ? [" 1.0"] : []))
        #expect(!result.families.contains { $0.name.text == "half" })
        #expect(result.success("throwing") == 0)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min) * 10])
    func `G10: without a budget nothing is started and nothing is reported as failed`(budget: Duration) async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector()
        try registry.register(gated, named: "gated")
        try registry.counter("requests_total").increment()
        let result = await registry.gather(within: budget)
        #expect(result.ending == .noBudget)
        #expect(result.outcome(of: "gated") == .skipped)
        #expect(gated.started == 0)
        #expect(result.success("gated") == nil)
        #expect(result.runs("gated") == ["success": 0, "skipped": 1])
        // Instruments cost no time.
        #expect(result.samples("requests_total") == [" 1.0"])
    }

    @Test func `G22: the longest budget there is, is a budget`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(InstantCollector(), named: "instant")
        let result = await registry.gather(within: .seconds(Int64.max) * 10)
        #expect(result.ending == .complete)
    }

    @Test func `G11: a caller that leaves gets what is there, and its runs are cancelled`() async throws {
        let registry = ContextRegistry(on: timer)
        try registry.register(SleepingCollector(for: .seconds(60), TestSamples("sleeping")), named: "sleeping")
        let gather = Task { await registry.gather(within: .seconds(10)) }
        await timer.waitUntilArmed(count: 2)
        gather.cancel()
        let result = await gather.value
        #expect(result.ending == .callerCancelled)
        #expect(result.outcome(of: "sleeping") == .cancelled)
        await registry.waitUntilIdle()
        #expect(registry.orphans == 0)
    }

    @Test func `G11: a caller that has left before starts nothing`() async throws {
        let registry = ContextRegistry(on: timer)
        let gated = GatedCollector()
        try registry.register(gated, named: "gated")
        let gather = Task {
            while !Task.isCancelled { await Task.yield() }
            return await registry.gather(within: .seconds(10))
        }
        gather.cancel()
        let result = await gather.value
        #expect(result.ending == .callerCancelled)
        #expect(result.outcome(of: "gated") == .skipped)
        #expect(gated.started == 0)
        #expect(registry.liveSessions == 0)
    }
}
