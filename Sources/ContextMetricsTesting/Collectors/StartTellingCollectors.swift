import ContextMetrics

/// Another collector, telling when it is started.
struct StartTellingCollector: Collector {
    private let collector: any Collector
    private let signal: Signal
    var descriptors: [any MetricDescriptor] { collector.descriptors }

    init(_ collector: any Collector, tells signal: Signal) {
        self.collector = collector
        self.signal = signal
    }

    func collect(into sink: inout SampleSink) throws {
        signal.send()
        try collector.collect(into: &sink)
    }
}

/// Another context-aware collector, telling when it is started.
struct StartTellingContextCollector: ContextCollector {
    private let collector: any ContextCollector
    private let signal: Signal
    var descriptors: [any MetricDescriptor] { collector.descriptors }

    init(_ collector: any ContextCollector, tells signal: Signal) {
        self.collector = collector
        self.signal = signal
    }

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        signal.send()
        try await collector.collect(into: &sink, context: context)
    }
}
