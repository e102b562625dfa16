/// Gauges and counters whose value is asked for at scrape time.
///
/// Each is a collector of its own, named after its family: what the closure throws, or that it takes too long, is
/// reported for it and costs no other metric. See ``Collector`` and ``ContextCollector`` for when closures are called.
extension ContextRegistry {
    /// A gauge whose value the closure gives.
    ///
    /// It may block: a closure that was seen to block gets a thread of its own.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        value: @escaping @Sendable () throws -> Value
    ) throws {
        let descriptor = GaugeDescriptor(name, help: help, unit: unit, constantLabels: constantLabels)
        try register(CallbackCollector(descriptor: descriptor) { try value().sampleValue }, named: name)
    }

    /// A gauge whose value the closure waits for.
    ///
    /// Its task is cancelled a little before the deadline.
    public func gauge<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        value: @escaping @Sendable () async throws -> Value
    ) throws {
        let descriptor = GaugeDescriptor(name, help: help, unit: unit, constantLabels: constantLabels)
        try register(ContextCallbackCollector(descriptor: descriptor) { try await value().sampleValue }, named: name)
    }

    /// A counter whose value the closure gives: the total until now, not the difference to the scrape before.
    ///
    /// A value that is negative or NaN is dropped and counted in `metrics_collector_dropped_samples_total`.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        value: @escaping @Sendable () throws -> Value
    ) throws {
        let descriptor = CounterDescriptor(name, help: help, unit: unit, constantLabels: constantLabels)
        try register(CallbackCollector(descriptor: descriptor) { try value().sampleValue }, named: name)
    }

    /// A counter whose value the closure waits for: the total until now, not the difference to the scrape before.
    public func counter<Value: MetricNumber>(
        _ name: String, help: String = "", unit: MetricUnit? = nil, constantLabels: KeyValuePairs<String, String> = [:],
        value: @escaping @Sendable () async throws -> Value
    ) throws {
        let descriptor = CounterDescriptor(name, help: help, unit: unit, constantLabels: constantLabels)
        try register(ContextCallbackCollector(descriptor: descriptor) { try await value().sampleValue }, named: name)
    }
}
