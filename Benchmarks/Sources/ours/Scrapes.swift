import ContextMetrics
import Measuring

/// Scrapes a registry as a server does, without the server: gather, merge, negotiate, encode.
struct Scraper: Sendable {
    private let handler: ScrapeHandler
    private let request: ScrapeRequest

    struct Failure: Error {
        let status: Int
    }

    /// - Parameters:
    ///   - registry: Whose metrics.
    ///   - headers: What the request says, by names in lower case.
    ///   - level: The level to compress with, where the headers ask for it.
    init(_ registry: ContextRegistry, headers: [String: String] = [:], level: Int = 1) {
        // The time is the machine's matter here, not the scrape's.
        handler = ScrapeHandler(
            registry,
            options: ScrapeHandler.Options(timeout: .seconds(600), compression: .gzip(level: level), includesHandlerMetrics: false))
        request = ScrapeRequest { name in headers[name].map { [$0] } ?? [] }
    }

    /// The bytes of the body.
    func scrape() async throws -> Int {
        let response = await handler.respond(to: request)
        if response.status != 200 { throw Failure(status: response.status) }
        // As a server that hands each block to the socket.
        var reader = response.body.makeReader()
        var bytes = 0
        while let count = reader.withNextBlock({ $0.count }) { bytes += count }
        return bytes
    }

    /// Scrapes so many times, where a server's task would run.
    ///
    /// - Parameters:
    ///   - count: How often.
    ///   - before: So often before that in the same task, as on a connection that is kept.
    ///   - clock: What goes on in the meantime; nanoseconds, unless said otherwise.
    /// - Returns: How far that went on in all.
    /// - Throws: ``Failure``.
    func measure(_ count: Int, after before: Int = 0, _ clock: @escaping @Sendable () -> UInt64 = Clock.now) async throws -> Double {
        try await Task.detached(executorPreference: handler.executor) {
            for _ in 0..<before { _ = try await scrape() }
            let start = clock()
            for _ in 0..<count { _ = try await scrape() }
            return Double(clock() - start)
        }.value
    }
}

extension Works {
    /// A work whose round is some scrapes; the time of one is divided.
    private static func scraping(
        _ registry: ContextRegistry, scrapes: Int, divisor: Int, headers: [String: String] = [:], level: Int = 1
    ) async throws -> Prepared {
        let scraper = Scraper(registry, headers: headers, level: level)
        let size = try await scraper.scrape()
        return Prepared(size: size) { try await scraper.measure(scrapes) / Double(scrapes) / Double(divisor) }
    }

    static func encodeCounters(_ series: Int, accept: String? = nil) async throws -> Prepared {
        try await scraping(
            try Data.counters(series), scrapes: max(1, 200_000 / series), divisor: series, headers: accept.map { ["accept": $0] } ?? [:])
    }

    /// Compressed: the registry of ``encodeCounters(_:)``.
    static func encodeGzip(_ series: Int, level: Int) async throws -> Prepared {
        try await scraping(
            try Data.counters(series), scrapes: max(1, 50_000 / series), divisor: series, headers: ["accept-encoding": "gzip"], level: level
        )
    }

    /// As JSON: the same registry.
    static func encodeJSON(_ series: Int) async throws -> Prepared {
        try await scraping(
            try Data.counters(series), scrapes: max(1, 50_000 / series), divisor: series, headers: ["accept": "application/json"])
    }

    static let openMetrics = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8"
    static let text1 = "text/plain;version=1.0.0;escaping=allow-utf-8"
    /// As Prometheus asks for it.
    static let protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

    static func encodeGauges() async throws -> Prepared {
        var data = Data()
        for family in 0..<10 { try data.addGauges(family, Data.familySeries) }
        return try await scraping(data.registry, scrapes: 20, divisor: 10 * Data.familySeries)
    }

    /// Microseconds a histogram.
    static func encodeHistograms() async throws -> Prepared {
        let data = Data()
        try data.addHistograms(0, 1000)
        return try await scraping(data.registry, scrapes: 20, divisor: 1000 * 1000)
    }

    static func encodeMixed() async throws -> Prepared {
        var data = Data()
        for family in 0..<20_000 {
            switch family % 10 {
            case 0..<5: try data.addCounters(family, 4)
            case 5..<9: try data.addGauges(family, 4)
            default: try data.addHistograms(family, 2)
            }
        }
        return try await scraping(data.registry, scrapes: 2, divisor: 18_000 * 4 + 2_000 * 2 * 15)
    }

    /// Milliseconds.
    static func gather() async throws -> Prepared {
        let data = Data()
        for number in 0..<1000 { try data.registry.register(SamplesCollector(number), named: "c\(number)") }
        return try await scraping(data.registry, scrapes: 10, divisor: 1_000_000)
    }
}

private struct SamplesCollector: Collector {
    private static let indices = (0..<10).map(String.init)

    let number: Double
    let samples: GaugeDescriptor

    init(_ number: Int) {
        self.number = Double(number)
        samples = GaugeDescriptor("bench_collector_\(Data.padded(number, 4))", help: "A collector's samples.", labels: "index")
    }

    func collect(into sink: inout SampleSink) {
        sink.family(samples) { family in
            for (place, index) in SamplesCollector.indices.enumerated() { family.sample(index, value: number + Double(place) / 8) }
        }
    }
}
