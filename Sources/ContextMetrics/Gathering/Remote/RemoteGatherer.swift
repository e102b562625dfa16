/// Gathers what other programs expose.
///
/// ```swift
/// let workers = RemoteGatherer(transport: HTTPRemoteTransport(), engine: engine)
/// try workers.add(RemoteTarget("http://127.0.0.1:9101/metrics", named: "worker 1", labels: ["worker": "1"]))
/// let metrics = ScrapeHandler(MergedGatherer([registry, workers], engine: engine), engine: engine)
/// ```
/// Targets are collectors, named as they are: asked at the same time, each once for all scrapes that overlap, left behind at the deadline, and
/// told of in `metrics_collector_*`. What is wrong with a target is its outcome and costs no other one: `timeout` where it is late, `overflow`
/// where it is too long, otherwise `error`; the report's error is a ``RemoteFailure``.
///
/// Each target is told the time that is left less a margin, in `X-Prometheus-Scrape-Timeout-Seconds`, so that one which keeps to it
/// answers with what it has. Text format and OpenMetrics are read, plain or compressed with gzip. Redirects are not followed.
public struct RemoteGatherer: Gatherer, KeepsDeadline, GathersRegistries {
    let registry: ContextRegistry
    private let transport: any RemoteTransport
    private let bodyLimit: Int
    var keepsDeadline: Bool { true }
    var registries: [ContextRegistry] { [registry] }

    /// - Parameters:
    ///   - transport: How requests get to targets.
    ///   - engine: The clock and the threads.
    ///   - bodyLimit: The bytes of one answer, decompressed, beyond which it isn't read on: 64 MiB unless said otherwise.
    ///   - includesSelfMetrics: Whether the result holds the `metrics_collector_*` families, which say how each target fares.
    public init(
        transport: some RemoteTransport, engine: GatherEngine = GatherEngine(), bodyLimit: Int = 64 << 20, includesSelfMetrics: Bool = true
    ) {
        registry = ContextRegistry(options: .init(includesSelfMetrics: includesSelfMetrics), engine: engine)
        self.transport = transport
        self.bodyLimit = bodyLimit
    }

    /// Adds a target, from any thread.
    ///
    /// - Parameters:
    ///   - target: What to ask.
    ///   - policy: How it is asked: its caps count as for any collector.
    /// - Throws: ``RegistrationError`` where the name is taken or can't be one.
    public func add(_ target: RemoteTarget, policy: CollectorPolicy = CollectorPolicy()) throws(RegistrationError) {
        let collector = RemoteCollector(
            target: target, transport: transport, bodyLimit: bodyLimit, sampleLimit: policy.caps.samples)
        try registry.register(collector, named: target.name, policy: policy)
    }

    /// Takes a target out; gathers under way still wait for it.
    ///
    /// - Returns: Whether it was there.
    @discardableResult public func remove(named name: String) -> Bool { registry.unregister(named: name) }

    /// How the targets fare now; see ``ContextRegistry/status()``.
    public func status() -> RegistryStatus { registry.status() }

    /// The names of the targets, in the order in which they came.
    public var targets: [String] { registry.collectorNames }

    /// Asks all targets.
    public nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult {
        // As of several gatherers, because targets needn't agree on labels.
        GatherResult(merging: [await registry.gather(context)])
    }

    /// The names of the targets; what they have nobody knows before.
    public var catalog: GatherCatalog? { GatherCatalog(collectors: targets, names: nil) }
}
