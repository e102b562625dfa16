/// A closure as a collector.
struct ClosureCollector: Collector {
    let descriptors: [any MetricDescriptor]
    let body: @Sendable (inout SampleSink) throws -> Void

    func collect(into sink: inout SampleSink) throws { try body(&sink) }
}

/// An asynchronous closure as a collector.
struct ContextClosureCollector: ContextCollector {
    let descriptors: [any MetricDescriptor]
    let body: @Sendable (inout SampleSink, CollectionContext) async throws -> Void

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws { try await body(&sink, context) }
}

/// A number that is asked for at scrape time.
struct CallbackCollector<Kind: NumericKind>: Collector {
    let descriptor: Descriptor<Kind>
    let value: @Sendable () throws -> Double
    var descriptors: [any MetricDescriptor] { [descriptor] }

    func collect(into sink: inout SampleSink) throws { sink.sample(descriptor, value: try value()) }
}

/// A number that is asked for, and waited for, at scrape time.
struct ContextCallbackCollector<Kind: NumericKind>: ContextCollector {
    let descriptor: Descriptor<Kind>
    let value: @Sendable () async throws -> Double
    var descriptors: [any MetricDescriptor] { [descriptor] }

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        sink.sample(descriptor, value: try await value())
    }
}
