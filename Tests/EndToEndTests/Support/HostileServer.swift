#if NIO && os(Linux)
    import ContextMetrics
    import ContextMetricsNIO
    import Foundation
    import Synchronization
    import TestSupport

    /// A metrics server of this process whose label values and numbers try to break out of their lines, until it is released.
    final class HostileServer: Sendable {
        /// Label values, each with the number that is served with it.
        ///
        /// Not the smallest numbers that there are: in VictoriaMetrics' storage 5e-324 is zero.
        static let values: [(text: String, number: Double)] = [
            ("plain", 1), ("a\"b", -2.5), ("back\\slash", 1e300), ("two\nlines", 1e-300), ("\\n", 0.1),
            ("\\", 123_456_789.125),
            ("\"", 1e15), ("{x=\"y\"} 1", 1e21), ("# TYPE hostile counter", -1e-7), ("\r\n", .infinity), ("tab\there", -.infinity),
            ("é e\u{301}", 7),
            ("\u{2028}\u{85}", 8), ("花火🙈", 9), (" blank ", 10), ("a,b=c", 11), ("\u{7f}\u{1b}[31m", 12), ("\u{feff}", 13), ("%00&amp;", 14),
        ]

        private let server: RunningServer
        private let codings: Mutex<[String]>

        init() async throws {
            let registry = ContextRegistry()
            let gauges = try registry.gauge("hostile", help: "Back\\slash, \"quote\"\nand line.", labels: "text", "place")
            for (place, value) in Self.values.enumerated() { gauges.with(value.text, "\(place)").set(value.number) }
            let histogram = try registry.histogram("hostile_seconds", unit: .seconds, buckets: [0.5, 1], labels: "text")
            for value in Self.values { histogram.with(value.text).observe(0.75) }
            // More than is encoded before it is sent.
            let many = try registry.counter("hostile_many_total", labels: "number")
            for index in 0..<6_000 { many.with("\(index)").increment(by: Double(index)) }
            let (asked, note) = AsyncStream.makeStream(of: [String].self)
            codings = Mutex([])
            let scrapes = ScrapeHandler(
                registry,
                options: .init(context: { request in
                    note.yield(request.header("accept-encoding"))
                    return ContextValues()
                }))
            server = try await RunningServer { onListening in
                try await MetricsServer(scrapes, port: 0).run { onListening($0.port) }
            }
            Task { [weak self] in
                for await lines in asked { self?.codings.withLock { $0.append(lines.joined(separator: ",")) } }
            }
        }

        deinit { server.cancel() }

        var port: Int { server.port }

        /// The codings that each scrape so far has asked for.
        var askedCodings: [String] { codings.withLock { $0 } }
    }
#endif
