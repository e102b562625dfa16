import Testing

@testable import ContextMetrics

/// What is kept from scrape to scrape gives the bytes that rendering everything anew gives.
@Suite struct `Rendered lines that are kept` {
    private static let texts = [
        "", "a", "GET", "/users/{id}", "quote \" backslash \\ newline \n", "héllo ✓", "\0\u{1}", String(repeating: "long ", count: 25),
        String(repeating: "x", count: 300), String(repeating: "\"", count: 2_000),
    ]
    private static let values: [Double] = [
        0, -0.0, 1, 99_999_999, 100_000_000, 123_456_789_012, 999_999_999_999_999, 1e15, 1e16, 1e21, 0.5, -1, -2.5, 1e-7, .pi, .infinity,
        -.infinity, .nan, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]

    private struct Instruments {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let counters: CounterFamily<Double, 2>
        let exact: CounterFamily<UInt64, 1>
        let gauges: GaugeFamily<Double, 1>
        let histograms: HistogramFamily<1>
        let plain: Gauge<Double>

        init() throws {
            counters = try registry.counter("c_total", help: "Counts.\nTwice.", labels: "a", "b")
            exact = try registry.counter("exact_total", of: UInt64.self, labels: "a")
            gauges = try registry.gauge("g_seconds", help: "A gauge.", unit: .seconds, labels: "a")
            histograms = try registry.histogram("h", buckets: [-1, 0.5, 1, 1e6], labels: "a")
            plain = try registry.gauge("plain")
            try registry.info("build_info", help: "Facts.", labels: ["version": "1.0 \"beta\"", "os": "linux"])
        }

        var families: [InstrumentFamily] { registry.snapshot.instruments.map(\.family) }
    }

    private func expectSame(_ instruments: Instruments, _ comment: Comment) {
        for format in ExpositionFormat.allCases {
            for family in instruments.families {
                let kept = format.encode([.instrument(family)])
                let anew = format.encode([family.sealed()].compactMap(\.self))
                #expect(kept == anew, comment)
            }
        }
    }

    @Test(arguments: SeededGenerator.seeds(4)) func `they are those of rendering anew, whatever comes and goes`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let instruments = try Instruments()
        for step in 0..<40 {
            let a = Self.texts.randomElement(using: &random) ?? ""
            let b = Self.texts.randomElement(using: &random) ?? ""
            let value = Self.values.randomElement(using: &random) ?? 0
            switch random.next() % 8 {
            case 0, 1: instruments.counters.with(a, b).increment(by: value)
            case 2: instruments.exact.with(a).increment(by: random.next() >> 40)
            case 3: instruments.gauges.with(a).set(value)
            case 4: instruments.histograms.with(a).observe(value)
            case 5: instruments.plain.set(value)
            case 6: instruments.counters.remove(a, b)
            default:
                if random.one(in: 4) { instruments.gauges.removeAll() }
                instruments.histograms.remove(a)
            }
            expectSame(instruments, "seed \(seed), step \(step)")
        }
    }

    @Test func `they carry the values of the moment, without being rendered again`() throws {
        let instruments = try Instruments()
        let counter = instruments.counters.with("x", "y")
        for count in 1...3 {
            counter.increment()
            let text = exposition(instruments.families.map(ExposedFamily.instrument), as: .text)
            #expect(text.contains("c_total{a=\"x\",b=\"y\"} \(count)\n"))
        }
    }

    @Test func `integers are exact to the last digit`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.counter("unsigned_total", of: UInt64.self).increment(by: .max)
        try registry.gauge("signed", of: Int64.self).set(.min)
        try registry.gauge("small", of: Int64.self).set(-7)
        let families = registry.snapshot.instruments.map { ExposedFamily.instrument($0.family) }
        let lines = exposition(families, as: .text).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["unsigned_total 18446744073709551615", "signed -9223372036854775808", "small -7"])
    }

    @Test func `they obey the limit like everything else`() throws {
        let instruments = try Instruments()
        for index in 0..<300 { instruments.counters.with("\(index)", "b").increment() }
        let families = instruments.families.map(ExposedFamily.instrument)
        for format in ExpositionFormat.allCases {
            let size = exposition(families, as: format).utf8.count
            #expect(format.encode(families, limit: size) != .overLimit)
            for limit in [-1, 0, 1, size / 2, size - 1] { #expect(format.encode(families, limit: limit) == .overLimit) }
        }
    }

    @Test func `many of them are cut into blocks between lines`() throws {
        let instruments = try Instruments()
        for index in 0..<7_000 { instruments.counters.with("\(index)", "b").increment() }
        guard case .complete(let blocks) = ExpositionFormat.text.encode(instruments.families.map(ExposedFamily.instrument)) else {
            Issue.record("over the limit")
            return
        }
        #expect(blocks.count > 2)
        for block in blocks.dropLast() {
            #expect(block.last == UInt8(ascii: "\n"))
            #expect(block.count >= TextBuffer.blockSize && block.count < TextBuffer.blockSize + 200)
        }
    }

    @Test func `a collector that writes into an instrument's family stands beside it`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let gauges = try registry.gauge("shared", labels: "a")
        gauges.with("instrument").set(1)
        gauges.with("both").set(2)
        let descriptor = GaugeDescriptor("shared", labels: "a")
        try registry.register("collector") { sink in
            sink.family(descriptor) { family in
                family.sample("collector", value: 3)
                family.sample("both", value: 4)
            }
        }
        let merged = await registry.gather(within: .seconds(60)).merged()
        let text = exposition(merged.families, as: .text)
        #expect(text == "# TYPE shared gauge\nshared{a=\"instrument\"} 1\nshared{a=\"both\"} 2\nshared{a=\"collector\"} 3\n")
        #expect(merged.conflicts.map(\.reason) == [.duplicate])
    }
}
