import ContextMetrics
import Measuring

/// A scrape of 10,000 series as a server sees it, without the server: gather, merge and encode.
enum Handler {
    private static let families = 10
    private static let series = 1000

    static func measure(isQuick: Bool) async -> [Measurement] {
        var measurements: [Measurement] = []
        let instruments = ContextRegistry()
        let collectors = ContextRegistry()
        do {
            for family in 0..<families { try fill(instruments, family) }
        } catch { Output.print("\(error)\n", to: Output.error) }
        for family in 0..<families { register(SeriesCollector(family: family, series: series), "series\(family)", collectors) }

        for (format, accept) in [("text", "text/plain"), ("openmetrics", "application/openmetrics-text; version=1.0.0")] {
            measurements += await interleave(
                "handler.\(format).10000", unit: "ns a series", passes: isQuick ? 3 : 9,
                [("ours", instruments), ("ours, collectors", collectors)].map { name, registry in
                    let contestant = Contestant.handler(ScrapeHandler(registry), accept: accept)
                    return Subject(name, rounds: isQuick ? 20 : 50) {
                        await contestant.rounds($0, warmUp: 3, within: .seconds(10)).map { $0.wall / Double(families * series) }
                    }
                })
        }
        return measurements
    }

    private static func fill(_ registry: ContextRegistry, _ family: Int) throws {
        let requests = try registry.counter("bench_requests_\(family)_total", help: "Requests served.", labels: "method", "path")
        for index in 0..<series { requests.with("GET", "/path/\(index)").increment(by: Double(index) * 1.5) }
    }
}

/// Writes what the instruments hold.
private struct SeriesCollector: Collector {
    let counter: CounterDescriptor
    let paths: [String]

    init(family: Int, series: Int) {
        counter = CounterDescriptor("bench_requests_\(family)_total", help: "Requests served.", labels: "method", "path")
        paths = (0..<series).map { "/path/\($0)" }
    }

    func collect(into sink: inout SampleSink) throws {
        sink.family(counter) { family in
            for (index, path) in paths.enumerated() { family.sample("GET", path, value: Double(index) * 1.5) }
        }
    }
}
