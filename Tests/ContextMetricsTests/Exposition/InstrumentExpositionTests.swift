import ContextMetricsTesting
import Foundation
import TestSupport
import Testing

@testable import ContextMetrics

/// Summaries, state sets and exact counters of a registry, from the instrument to the text.
@Suite struct `Instruments that are exposed` {
    private func exposed(_ format: ExpositionFormat, _ fill: (ContextRegistry) throws -> Void) async throws -> String {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try fill(registry)
        return exposition(await registry.gather(within: .seconds(60)).merged().families, as: format)
    }

    private func fill(_ registry: ContextRegistry) throws {
        let paid = try registry.counter(
            "paid_eth_total", help: "Ether paid.", unit: "eth", of: UInt128.self, decimals: 18, labels: "to")
        paid.with("a\"b").increment(by: 1_500_000_000_000_000_000)
        paid.with("").increment(by: 100_000_000_000_000_000_000_000_000_000_000_000_001)
        let size = try registry.summary("size_bytes", help: "Size.", unit: .bytes, quantiles: [0.5, 1], labels: "kind")
        for _ in 0..<3 { size.with("x").observe(0) }
        _ = size.with("unseen")
        try registry.stateSet("door", help: "Door.", states: ["open", "shut"], labels: "house").with("1").set(only: "shut")
        _ = try registry.stateSet("unused", states: ["a"], labels: "b")
    }

    @Test func `have their form in text 0-0-4`() async throws {
        let text = try await exposed(.text, fill)
        let expected = """
            # HELP door Door.
            # TYPE door gauge
            door{house="1",door="open"} 0
            door{house="1",door="shut"} 1
            # HELP paid_eth_total Ether paid.
            # TYPE paid_eth_total counter
            paid_eth_total{to="a\\"b"} 1.5
            paid_eth_total{to=""} 100000000000000000000.000000000000000001
            # HELP size_bytes Size.
            # TYPE size_bytes summary
            size_bytes{kind="x",quantile="0.5"} 0
            size_bytes{kind="x",quantile="1.0"} 0
            size_bytes_sum{kind="x"} 0
            size_bytes_count{kind="x"} 3
            size_bytes{kind="unseen",quantile="0.5"} NaN
            size_bytes{kind="unseen",quantile="1.0"} NaN
            size_bytes_sum{kind="unseen"} 0
            size_bytes_count{kind="unseen"} 0

            """
        #expect(text == expected)
    }

    @Test func `have their form in OpenMetrics 1-0-0`() async throws {
        let text = try await exposed(.openMetrics, fill)
        let expected = """
            # TYPE door stateset
            # HELP door Door.
            door{house="1",door="open"} 0
            door{house="1",door="shut"} 1
            # TYPE paid_eth counter
            # UNIT paid_eth eth
            # HELP paid_eth Ether paid.
            paid_eth_total{to="a\\"b"} 1.5
            paid_eth_total{to=""} 100000000000000000000.000000000000000001
            # TYPE size_bytes summary
            # UNIT size_bytes bytes
            # HELP size_bytes Size.
            size_bytes{kind="x",quantile="0.5"} 0
            size_bytes{kind="x",quantile="1.0"} 0
            size_bytes_sum{kind="x"} 0
            size_bytes_count{kind="x"} 3
            size_bytes{kind="unseen",quantile="0.5"} NaN
            size_bytes{kind="unseen",quantile="1.0"} NaN
            size_bytes_sum{kind="unseen"} 0
            size_bytes_count{kind="unseen"} 0
            # EOF

            """
        #expect(text == expected)
    }

    @Test func `are told apart from a collector's samples of the same family`() async throws {
        let text = try await exposed(.text) { registry in
            let paid = try registry.counter("paid_total", of: UInt128.self, decimals: 2, labels: "to")
            paid.with("a").increment(by: 5)
            paid.with("b").increment(by: 50)
            try registry.register("collector") { sink in
                sink.family(CounterDescriptor("paid_total", labels: "to")) { family in
                    family.sample("a", value: 7)
                    family.sample("c", value: 8)
                }
            }
        }
        #expect(text == "# TYPE paid_total counter\npaid_total{to=\"a\"} 0.05\npaid_total{to=\"b\"} 0.5\npaid_total{to=\"c\"} 8\n")
    }

    // MARK: Judged

    private static func registries(_ count: Int, _ test: String = #function) throws -> [(seed: UInt64, registry: ContextRegistry)] {
        let seed = UInt64.random(in: 0...(.max / 2))
        print("\(test): seeds \(seed) to \(seed + UInt64(count))")
        return try (0..<count).map { (seed + UInt64($0), try registry(seed: seed + UInt64($0))) }
    }

    /// One instrument of each kind, with random values, in windows that time has gone over.
    private static func registry(seed: UInt64) throws -> ContextRegistry {
        var random = SeededGenerator(seed: seed)
        let timer = ManualTimer()
        let registry = ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: random.one(in: 2)), engine: GatherEngine(timer: timer))
        let states = (0..<Int.random(in: 1...12, using: &random)).map { "state \($0) \"\\\n" }
        let quantiles = Set((0..<Int.random(in: 0...5, using: &random)).map { _ in Double.random(in: 0...1, using: &random) }).sorted()
        let decimals = Int.random(in: 0...38, using: &random)
        let paid = try registry.counter("paid_total", help: "Paid.", of: UInt128.self, decimals: decimals, labels: "who")
        let size = try registry.summary("size", help: "Size.", quantiles: quantiles, labels: "who")
        let bytes = try registry.histogram("bytes", help: "Bytes.", buckets: [0, 1, 1e6], labels: "who")
        let sent = try registry.counter("sent_total", help: "Sent.", of: UInt64.self, labels: "who")
        let door = try registry.stateSet("door", help: "Door.", states: states, labels: "who")
        for _ in 0..<20 {
            let who = ["", "a", "\"\\\n", "é", "e\u{301}"].randomElement(using: &random) ?? ""
            paid.with(who).increment(by: (UInt128(random.next()) << 64 | UInt128(random.next())) >> UInt128(random.next() % 128))
            size.with(who).observe(Double.hostile(using: &random))
            // `prometheus-client` loses its way behind an escaped quotation mark in an exemplar.
            let trace = who.replacing("\"", with: "'")
            bytes.with(who).observe(Double.hostile(using: &random), exemplar: ["trace_id": trace, "seed": "\(seed)"])
            sent.with(who).increment(by: random.next() >> 8, exemplar: [:])
            try door.with(who).set(states.randomElement(using: &random) ?? "", to: random.one(in: 2))
            if random.one(in: 3) { timer.advance(by: .seconds(Int64.random(in: 0...300, using: &random))) }
        }
        return registry
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired), arguments: ExpositionFormat.ofLines)
    func `are read by prometheus-client as what they hold`(format: ExpositionFormat) throws {
        let registries = try Self.registries(25)
        let texts = registries.map { exposition($0.registry.instruments, as: format) }
        let read = try Judge.read(texts, as: format == .text ? .text : .openMetrics)
        #expect(read.count == registries.count)
        for ((seed, registry), read) in zip(registries, read) {
            #expect(read.error == nil, "seed \(seed)")
            #expect(Set(read.samples) == Set(registry.snapshot().flatMap { $0.exposed(as: format) }), "seed \(seed)")
        }
    }

    @Test(.enabled(if: Judge.promtool.isRequired)) func `are accepted by promtool`() throws {
        for (seed, registry) in try Self.registries(10) {
            let text = exposition(registry.instruments, as: .text)
            let verdict = try Judge.promtool.verdict(on: Data(text.utf8))
            #expect(verdict.status == 0 || verdict.status == 3, "seed \(seed): \(verdict.errors)")
        }
    }
}
