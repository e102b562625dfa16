import ContextMetrics

/// A work that is set up.
struct Prepared {
    /// The bytes of its text, where it makes one.
    var size = 0
    /// Does a round; the result is in the unit of the work.
    let round: () async throws -> Double
}

/// What this library is asked to do.
enum Works {
    /// Sets a work up; `nil` for one that isn't known or not possible here.
    static func prepare(_ work: String) async throws -> Prepared? {
        switch work {
        case "counter-increment": oneThread(try increments())
        case "counter-increment-2t": twoThreads(try increments())
        case "neighbours-increment-2t": twoThreads(try neighbours())
        case "labels-increment": oneThread(try labelledIncrements())
        case "labels-increment-2t": twoThreads(try labelledIncrements())
        case "gauge-set": oneThread(try sets())
        case "histogram-observe": oneThread(try observes())
        case "histogram-observe-2t": twoThreads(try observes())
        case "native-observe": oneThread(try nativeObserves())
        case "encode-counters-10k": try await encodeCounters(10_000)
        case "encode-counters-100k": try await encodeCounters(100_000)
        case "encode-counters-1m": try await encodeCounters(1_000_000)
        case "encode-openmetrics-10k": try await encodeCounters(10_000, accept: openMetrics)
        case "encode-openmetrics-1m": try await encodeCounters(1_000_000, accept: openMetrics)
        case "encode-text1-10k": try await encodeCounters(10_000, accept: text1)
        case "encode-text1-1m": try await encodeCounters(1_000_000, accept: text1)
        case "encode-gzip1-10k": try await encodeGzip(10_000, level: 1)
        case "encode-gzip6-10k": try await encodeGzip(10_000, level: 6)
        case "encode-json-10k": try await encodeJSON(10_000)
        case "encode-gzip1-1m": try await encodeGzip(1_000_000, level: 1)
        case "encode-gzip6-1m": try await encodeGzip(1_000_000, level: 6)
        case "encode-json-1m": try await encodeJSON(1_000_000)
        case "encode-protobuf-counters-10k": try await encodeCounters(10_000, accept: protobuf)
        case "encode-protobuf-counters-1m": try await encodeCounters(1_000_000, accept: protobuf)
        case "encode-gauges-10k": try await encodeGauges()
        case "encode-histograms-1k": try await encodeHistograms()
        case "encode-mixed-20k": try await encodeMixed()
        case "read-text-10k": try await read(.text)
        case "read-openmetrics-10k": try await read(.openMetrics)
        case "scrape-allocations-1m": try await scrapeAllocations()
        case "scrape-extra-mb-1m": try await scrapeExtra()
        case "resident-mb-1m": try await resident()
        case "register-10k": register(10_000)
        case "register-1m": register(1_000_000)
        case "gather-1000x10": try await gather()
        case "policy-none": try await collectors(CollectorPolicy())
        case "policy-timeout": try await collectors(CollectorPolicy(timeout: .seconds(5)))
        case "policy-breaker": try await collectors(CollectorPolicy(breaker: CircuitBreaker()))
        case "policy-rewriting": try await collectors(CollectorPolicy(rewriting: { _ in true }))
        case "policy-turns": try await collectors(CollectorPolicy(isolation: .serial("group")))
        case "policy-all": try await collectors(everyPolicy)
        case "policy-cached": try await collectors(CollectorPolicy(cache: CollectorCache(freshFor: .seconds(3600))))
        case "policy-joined": try await collectors(CollectorPolicy(), gathersAtOnce: 8)
        default: nil
        }
    }
}
