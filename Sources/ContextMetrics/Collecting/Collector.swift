/// Something that can be asked for metrics.
///
/// ## Implementation guidance
/// - `collect` is called for a scrape, on a thread that may change from call to call. Scrapes that overlap share one call; only
///   those that bring different ``ContextValues`` call it at the same time. While a call runs on that nobody waits for any more,
///   it isn't called again. It may block: a collector that was seen to block gets a thread of its own.
/// - To know the deadline and to be cancelled at it, conform to ``ContextCollector`` instead.
/// - Throw what goes wrong. Nothing of this run is exposed then, every other collector's samples are, and
///   `metrics_collector_success` says 0. A trap can't be caught in Swift and ends the program.
/// - Describe the families where they are known: registration can then refuse conflicts.
public protocol Collector: Sendable {
    /// The families that `collect` may write. Empty by default, which means: not known before.
    var descriptors: [any MetricDescriptor] { get }

    /// What of a request the samples depend on; all of its typed values by default.
    ///
    /// Asked once, at registration.
    var dependencies: ContextDependencies { get }

    /// Writes the current samples.
    ///
    /// Samples count when this returns before the scrape's deadline. After it the call goes on unattended until it returns,
    /// and what it writes is dropped.
    func collect(into sink: inout SampleSink) throws
}

extension Collector {
    /// None: what the collector writes is not known before it runs.
    public var descriptors: [any MetricDescriptor] { [] }

    /// All typed values.
    public var dependencies: ContextDependencies { .values }
}

/// A collector that waits for something, knows how long it may, and is cancelled when the time is up.
///
/// ## Implementation guidance
/// - Hand `context.remaining` on to whatever is asked, as its timeout.
/// - At the deadline the task is cancelled: awaits of well-behaved code throw, and the collector should let them.
/// - Code that ignores cancellation delays nobody. Its run is counted as an orphan and not started again before it has ended.
/// - When two scrapes overlap they share one run; the deadline is then the later one.
public protocol ContextCollector: Collector {
    /// Writes the current samples, waiting where it must.
    ///
    /// Called in a child task of the gather's task group, off Swift's cooperative pool.
    nonisolated(nonsending) func collect(into sink: inout SampleSink, context: CollectionContext) async throws
}

extension ContextCollector {
    /// Always throws: a context-aware collector can't be asked synchronously.
    public func collect(into sink: inout SampleSink) throws { throw CollectorNeedsContext() }
}

/// Thrown when a context-aware collector is asked through the synchronous protocol.
public struct CollectorNeedsContext: Error, Hashable, Sendable, CustomStringConvertible {
    /// For code that calls collectors itself.
    public init() {}
    /// What to call instead.
    public var description: String {
        "A ContextCollector was called without a context: call collect(into:context:), or register it with a ContextRegistry."
    }
}
