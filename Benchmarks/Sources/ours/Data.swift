import ContextMetrics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// From 0 to 1, by splitmix64.
struct RandomFractions {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) / Double(1 << 53)
    }
}

/// The data of Peers/README.md: families of a registry, numbered; values go on from family to family.
struct Data {
    static let familySeries = 1000
    static let bounds: Buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25]

    static let observations: [Double] = {
        var fractions = RandomFractions(seed: 2)
        return (0..<1024).map { _ in 0.002 * pow(2, 14 * fractions.next()) }
    }()

    /// The values of the labels of a series, made anew each time.
    static func labelValues(_ index: Int, digits: Int = 3) -> (method: String, path: String, status: String) {
        (["GET", "POST", "PUT", "DELETE"][index % 4], "/api/v1/resource/" + padded(index, digits), ["200", "404", "500"][index % 3])
    }

    static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// Without families of its own: what it writes is only what the others write too.
    let registry = ContextRegistry(options: ContextRegistry.Options(includesSelfMetrics: false))
    private var counted = 0
    private var fractions = RandomFractions(seed: 1)

    mutating func addCounters(_ family: Int, _ series: Int) throws {
        let name = "bench_requests_\(Data.padded(family, 4))_total"
        let counters = try registry.counter(name, help: "Requests served.", labels: "method", "path", "status")
        for index in 0..<series {
            let (method, path, status) = Data.labelValues(index)
            counters.with(method, path, status).increment(by: Double(1_000_000 + counted * 9))
            counted += 1
        }
    }

    mutating func addGauges(_ family: Int, _ series: Int) throws {
        let name = "bench_temperature_\(Data.padded(family, 4))"
        let gauges = try registry.gauge(name, help: "Degrees.", labels: "method", "path", "status")
        for index in 0..<series {
            let (method, path, status) = Data.labelValues(index)
            gauges.with(method, path, status).set(fractions.next() * 1000)
        }
    }

    func addHistograms(_ family: Int, _ series: Int) throws {
        let name = "bench_latency_seconds_\(Data.padded(family, 4))"
        let histograms = try registry.histogram(
            name, help: "Time to answer.", buckets: Data.bounds, labels: "method", "path", "status")
        for index in 0..<series {
            let (method, path, status) = Data.labelValues(index)
            let histogram = histograms.with(method, path, status)
            for place in 0..<100 { histogram.observe(Data.observations[(index + place) % 1024]) }
        }
    }

    /// A registry of so many counters, in families of a thousand.
    static func counters(_ series: Int) throws -> ContextRegistry {
        var data = Data()
        for family in 0..<series / familySeries { try data.addCounters(family, familySeries) }
        return data.registry
    }
}
