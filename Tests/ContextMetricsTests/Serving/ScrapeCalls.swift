import ContextMetrics
import ContextMetricsTesting

extension ScrapeHandler {
    /// Answers a request with these header lines, names in lower case.
    func scrape(
        _ headers: [String: [String]] = [:], method: String = "GET", query: String = "",
        receivedAt: MonotonicInstant? = nil, deadline: MonotonicInstant? = nil
    ) async -> ScrapeResponse {
        await respond(
            to: ScrapeRequest(method: method, query: query, receivedAt: receivedAt, deadline: deadline) { headers[$0] ?? [] })
    }

    /// Answers a request with this timeout header.
    func scrape(timeout: String) async -> ScrapeResponse { await scrape(["x-prometheus-scrape-timeout-seconds": [timeout]]) }
}

extension ScrapeResponse {
    var text: String { String(decoding: body.bytes, as: UTF8.self) }

    /// The lines of samples and their values, as they are exposed in either format.
    var samples: [String: String] {
        var samples: [String: String] = [:]
        // By bytes: by characters it takes minutes for a long response under a sanitizer.
        for line in body.bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            guard let space = line.lastIndex(of: UInt8(ascii: " ")) else { continue }
            samples[String(decoding: line[..<space], as: UTF8.self)] = String(decoding: line[(space + 1)...], as: UTF8.self)
        }
        return samples
    }
}

/// Waits for something that nothing tells of.
func wait(until condition: () -> Bool) async {
    while !condition() { try? await Task.sleep(for: .milliseconds(1)) }
}

/// Notes the context of its runs, and ends when the test lets it, or at once.
final class NotingCollector: ContextCollector {
    private let contexts = Locked<[CollectionContext]>([])
    private let ended = Locked(0)
    private let gate: GatedCollector

    init(_ samples: TestSamples = TestSamples(), waits: Bool = false) {
        gate = GatedCollector(samples)
        if !waits { gate.open() }
    }

    /// The context of the last run.
    var context: CollectionContext? { contexts.withLock { $0.last } }
    var runs: Int { contexts.withLock { $0.count } }
    var endedRuns: Int { ended.withLock { $0 } }

    func waitUntilStarted() async { await gate.waitUntilStarted() }
    func finish() { gate.open() }

    func collect(into sink: inout SampleSink, context: CollectionContext) async throws {
        contexts.withLock { $0.append(context) }
        defer { ended.withLock { $0 += 1 } }
        try await gate.collect(into: &sink, context: context)
    }
}
