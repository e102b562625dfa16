public import ContextMetrics

/// Gathering one collector alone, in a registry of its own: for tests of collectors.
extension Collector {
    /// Runs the collector once, as a scrape does, and waits until it has ended or its time is up.
    ///
    /// - Parameters:
    ///   - budget: How long it may take, on the engine's timer; real time, unless an engine with a `ManualTimer` is given.
    ///   - policy: As at registration.
    ///   - values: What the request brought.
    ///   - engine: The clock and the threads.
    /// - Returns: What a scrape would have had of it.
    /// - Throws: What registration throws: the collector's descriptors are invalid or contradict each other.
    public nonisolated(nonsending) func gathered(
        within budget: Duration = .seconds(10), policy: CollectorPolicy = CollectorPolicy(), values: ContextValues = ContextValues(),
        engine: GatherEngine = GatherEngine()
    ) async throws(RegistrationError) -> CollectorRun {
        let registry = ContextRegistry(engine: engine)
        try registry.register(self, policy: policy)
        let deadline = engine.timer.now().advanced(by: budget)
        return CollectorRun(await registry.gather(GatherContext(deadline: deadline, values: values)))
    }

    /// Runs the collector until its time is up, without waiting for that time to pass.
    ///
    /// Once the collector has begun, the time jumps to the instant at which it is cancelled, a little before the deadline, and
    /// when it has ended to the deadline. So this tells how it takes being cut off:
    /// ```swift
    /// let run = try await QueueDepth(queue: silent).gatheredUntilDeadline()
    /// #expect(run.outcome == .cancelled)
    /// ```
    /// `cancelled` is that of a collector that stops when it is told to, `success` of one that has something to show
    /// nevertheless or ended before, and `timeout` of one that is deaf. A deaf one goes on unattended when this returns.
    ///
    /// - Parameters:
    ///   - budget: What the collector is told that it has.
    ///   - patience: How long to wait, in real time, for it to end after it was cancelled. Only deaf ones take that long.
    ///   - policy: As at registration.
    ///   - values: What the request brought.
    /// - Returns: What a scrape would have had of it.
    /// - Throws: What registration throws: the collector's descriptors are invalid or contradict each other.
    public nonisolated(nonsending) func gatheredUntilDeadline(
        after budget: Duration = .seconds(10), patience: Duration = .seconds(1), policy: CollectorPolicy = CollectorPolicy(),
        values: ContextValues = ContextValues()
    ) async throws(RegistrationError) -> CollectorRun {
        let timer = ManualTimer()
        let registry = ContextRegistry(engine: GatherEngine(timer: timer))
        let (hasStarted, isOver) = (Signal(), Signal())
        if let collector = self as? any ContextCollector {
            try registry.register(StartTellingContextCollector(collector, tells: hasStarted), policy: policy)
        } else {
            try registry.register(StartTellingCollector(self, tells: hasStarted), policy: policy)
        }
        let deadline = timer.now().advanced(by: budget)
        let gathering = Task {
            let result = await registry.gather(GatherContext(deadline: deadline, values: values))
            // The collector may not have been started at all.
            hasStarted.send()
            isOver.send()
            return result
        }
        await hasStarted.wait()
        // To the cancellation. (G5)
        timer.advance(by: budget - min(.milliseconds(2), budget / 4))
        let waiting = Task {
            try await Task.sleep(for: patience)
            isOver.send()
        }
        await isOver.wait()
        waiting.cancel()
        // Beyond the deadline, whatever was rounded on the way.
        timer.advance(by: budget)
        return CollectorRun(await gathering.value)
    }
}
