public import ContextMetrics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Blocks its thread, in real time, as a synchronous client library does.
public struct BlockingCollector: Collector {
    let duration: Duration
    let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Blocks so long, then writes the samples.
    public init(for duration: Duration, _ samples: TestSamples = TestSamples()) {
        self.duration = duration
        self.samples = samples
    }

    /// Blocks the thread, then writes the samples.
    public func collect(into sink: inout SampleSink) throws {
        blockThread(for: duration)
        samples.write(to: &sink)
    }
}

/// Computes without a pause, in real time.
public struct SpinningCollector: Collector {
    let duration: Duration
    let samples: TestSamples
    /// The family of the samples.
    public var descriptors: [any MetricDescriptor] { [samples.descriptor] }

    /// Computes so long, then writes the samples.
    public init(for duration: Duration, _ samples: TestSamples = TestSamples()) {
        self.duration = duration
        self.samples = samples
    }

    /// Occupies the thread, then writes the samples.
    public func collect(into sink: inout SampleSink) throws {
        let end = MonotonicInstant.now.advanced(by: duration)
        while MonotonicInstant.now < end {}
        samples.write(to: &sink)
    }
}

/// Blocks the calling thread in real time, for tests of what blocking does.
public func blockThread(for duration: Duration) {
    let end = MonotonicInstant.now.advanced(by: duration)
    while true {
        let left = MonotonicInstant.now.duration(to: end)
        if left <= .zero { return }
        let (seconds, attoseconds) = left.components
        var time = timespec(tv_sec: Int(clamping: seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}
