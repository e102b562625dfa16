import ContextMetrics
import ContextMetricsTesting

/// The scrape handlers that adapters are tested with.
///
/// Their registries expose nothing of themselves, so that a body is known to the byte. The timeout is far away: none of these
/// tests is about it unless its request asks for one.
enum Scrapes {
    static let text = "text/plain; version=0.0.4; charset=utf-8"
    static let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"

    /// Answers at once.
    static func quick(options: ScrapeHandler.Options = ScrapeHandler.Options()) throws -> ScrapeHandler {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.register("quick") { sink in sink.sample(GaugeDescriptor("quick", help: "Answers at once."), value: 1) }
        return handler(registry, options)
    }

    static let quickText = "# HELP quick Answers at once.\n# TYPE quick gauge\nquick 1\n"

    /// Answers when the gate is open.
    static func waiting(at gate: Gate, options: ScrapeHandler.Options = ScrapeHandler.Options()) throws -> ScrapeHandler {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.register("waiting") { sink, _ in
            await gate.pass()
            sink.sample(GaugeDescriptor("waited", help: "Waits for a gate."), value: 1)
        }
        return handler(registry, options)
    }

    static let waitedText = "# HELP waited Waits for a gate.\n# TYPE waited gauge\nwaited 1\n"

    /// Answers with many lines that tell their number, so that a lost or a repeated byte shows.
    static func long(lines: Int) throws -> ScrapeHandler {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let caps = SampleCaps(samples: .max, bytes: .max)
        try registry.register("long", policy: CollectorPolicy(caps: caps)) { sink in
            sink.family(GaugeDescriptor("long", help: "Counts.", labels: "i")) { family in
                for line in 0..<lines { family.sample(String(line), value: Double(line)) }
            }
        }
        return handler(registry, ScrapeHandler.Options())
    }

    static func longBody(lines: Int) -> [UInt8] {
        var body = Array("# HELP long Counts.\n# TYPE long gauge\n".utf8)
        for line in 0..<lines { body += "long{i=\"\(line)\"} \(line)\n".utf8 }
        return body
    }

    /// Has a collector that is quick and one that ends, whatever is cancelled, when the test says so.
    static func deaf(_ collector: GatedCollector) throws -> ScrapeHandler {
        let registry = ContextRegistry()
        try registry.register("quick") { sink in sink.sample(GaugeDescriptor("quick", help: "Answers at once."), value: 1) }
        try registry.register(collector, named: "deaf")
        return handler(registry, ScrapeHandler.Options())
    }

    private static func handler(_ registry: ContextRegistry, _ options: ScrapeHandler.Options) -> ScrapeHandler {
        var options = options
        options.includesHandlerMetrics = false
        options.timeout = .seconds(100)
        return ScrapeHandler(registry, options: options)
    }
}
