public import ContextMetrics

/// Answers at once.
public struct InstantCollector: Collector {
    let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Writes these samples.
    public init(_ samples: TestSamples = TestSamples()) { self.samples = samples }

    /// Writes the samples.
    public func collect(into sink: inout SampleSink) throws { samples.write(to: &sink) }
}

/// Sleeps first, and stops when it is cancelled: what a good collector does.
public struct SleepingCollector: ContextCollector {
    let duration: Duration
    let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Sleeps so long, on the gather's timer, then writes the samples.
    public init(for duration: Duration, _ samples: TestSamples = TestSamples()) {
        self.duration = duration
        self.samples = samples
    }

    /// Sleeps, then writes the samples.
    ///
    /// - Throws: `CancellationError` when it is cancelled while it sleeps.
    public nonisolated(nonsending) func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        try await context.sleep(for: duration)
        samples.write(to: &sink)
    }
}

/// Sleeps first, and goes on sleeping when it is cancelled.
public struct DeafCollector: ContextCollector {
    let duration: Duration
    let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Sleeps so long, on the gather's timer, then writes the samples.
    public init(for duration: Duration, _ samples: TestSamples = TestSamples()) {
        self.duration = duration
        self.samples = samples
    }

    /// Sleeps, whatever is cancelled, then writes the samples.
    public nonisolated(nonsending) func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        await context.sleepThroughCancellation(for: duration)
        samples.write(to: &sink)
    }
}

/// Throws after it has written samples.
public struct ThrowingCollector: Collector {
    /// What it throws.
    public struct Failure: Error, Equatable, Sendable {
        /// The only one there is.
        public init() {}
    }

    let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Writes these samples before it throws.
    public init(_ samples: TestSamples = TestSamples()) { self.samples = samples }

    /// Writes the samples, then throws.
    ///
    /// - Throws: ``Failure``, always.
    public func collect(into sink: inout SampleSink) throws {
        samples.write(to: &sink)
        throw Failure()
    }
}

/// Opens a family, writes half of it, and hangs, deaf to cancellation, before it writes the rest.
public struct HalfFinishedCollector: ContextCollector {
    let duration: Duration
    let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Hangs so long, on the gather's timer, in the middle of the samples.
    public init(for duration: Duration, _ samples: TestSamples = TestSamples()) {
        self.duration = duration
        self.samples = samples
    }

    /// Writes half of the samples, hangs, writes the others.
    public nonisolated(nonsending) func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        let half = samples.count / 2
        await sink.family(samples.descriptor) { family in
            for i in 0..<half { family.sample(samples.collector, String(i), value: Double(i)) }
            await context.sleepThroughCancellation(for: duration)
            for i in half..<samples.count { family.sample(samples.collector, String(i), value: Double(i)) }
        }
    }
}

extension CollectionContext {
    /// Sleeps on the gather's timer whatever is cancelled: the task that sleeps is another one, which nobody cancels.
    fileprivate func sleepThroughCancellation(for duration: Duration) async {
        await Task.detached { try? await sleep(for: duration) }.value
    }
}
