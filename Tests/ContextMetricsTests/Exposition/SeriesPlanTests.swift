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
        let registry: ContextRegistry
        let counters: CounterFamily<Double, 2>
        let exact: CounterFamily<UInt64, 1>
        let gauges: GaugeFamily<Double, 1>
        let histograms: HistogramFamily<1>
        let plain: Gauge<Double>

        init(includesCreated: Bool = false) throws {
            registry = ContextRegistry(options: .init(includesSelfMetrics: false, includesCreated: includesCreated))
            counters = try registry.counter("c_total", help: "Counts.\nTwice.", labels: "a", "b")
            exact = try registry.counter("exact_total", constantLabels: ["zone": "\"1\"", "region": ""], of: UInt64.self, labels: "a")
            gauges = try registry.gauge("g_seconds", help: "A gauge.", unit: .seconds, labels: "a")
            histograms = try registry.histogram("h", constantLabels: ["b": "x\n"], buckets: [-1, 0.5, 1, 1e6], labels: "a")
            plain = try registry.gauge("plain", constantLabels: ["a": "b"])
            try registry.info("build_info", help: "Facts.", labels: ["version": "1.0 \"beta\"", "os": "linux"])
        }

        var families: ExposedFamilies { registry.instruments }
    }

    private func expectSame(_ instruments: Instruments, _ comment: Comment) {
        for format in ExpositionFormat.allCases {
            let kept = format.blocks(instruments.families)?.joined().map(\.self)
            let anew = format.blocks(instruments.families.sealed)?.joined().map(\.self)
            #expect(kept == anew, comment)
            let parts = instruments.families.parts(as: format)
            let (least, most) = (parts.leastBytes(as: format), parts.mostBytes(as: format))
            #expect((least...most).contains(kept?.count ?? 0), comment)
        }
    }

    @Test(arguments: SeededGenerator.seeds(4)) func `they are those of rendering anew, whatever comes and goes`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let instruments = try Instruments(includesCreated: seed.isMultiple(of: 2))
        for step in 0..<(Sanitizer.isOn ? 15 : 40) {
            let a = Self.texts.randomElement(using: &random) ?? ""
            let b = Self.texts.randomElement(using: &random) ?? ""
            let value = Self.values.randomElement(using: &random) ?? 0
            switch random.next() % 10 {
            case 0, 1: instruments.counters.with(a, b).increment(by: value)
            case 2: instruments.exact.with(a).increment(by: random.next() >> 40)
            case 3: instruments.gauges.with(a).set(value)
            case 4: instruments.histograms.with(a).observe(value)
            case 5: instruments.plain.set(value)
            case 6: instruments.counters.remove(a, b)
            case 7: instruments.counters.with(a, b).increment(by: value, exemplar: ["a": a])
            case 8: instruments.histograms.with(a).observe(value, exemplar: ["b": b])
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
            let text = exposition(instruments.families, as: .text)
            #expect(text.contains("c_total{a=\"x\",b=\"y\"} \(count)\n"))
        }
    }

    @Test func `integers are exact to the last digit`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        try registry.counter("unsigned_total", of: UInt64.self).increment(by: .max)
        try registry.gauge("signed", of: Int64.self).set(.min)
        try registry.gauge("small", of: Int64.self).set(-7)
        let lines = exposition(registry.instruments, as: .text).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["signed -9223372036854775808", "small -7", "unsigned_total 18446744073709551615"])
    }

    @Test func `they obey the limit like everything else`() throws {
        let instruments = try Instruments()
        for index in 0..<300 { instruments.counters.with("\(index)", "b").increment() }
        let families = instruments.families
        for format in ExpositionFormat.allCases {
            let size = format.blocks(families)?.joined().count ?? 0
            #expect(format.blocks(families, limit: size) != nil)
            for limit in [-1, 0, 1, size / 2, size - 1] { #expect(format.blocks(families, limit: limit) == nil) }
        }
    }

    @Test func `many of them are cut into blocks between lines`() throws {
        let instruments = try Instruments()
        for index in 0..<7_000 { instruments.counters.with("\(index)", "b").increment() }
        guard let blocks = ExpositionFormat.text.blocks(instruments.families) else {
            Issue.record("over the limit")
            return
        }
        #expect(blocks.count > 2)
        for block in blocks.dropLast() {
            #expect(block.last == UInt8(ascii: "\n"))
            #expect(block.count >= TextBuffer.blockSize && block.count < TextBuffer.blockSize + 200)
        }
    }

    /// Several blocks of a thousand, whole ones of them gone, places used again.
    @Test(arguments: SeededGenerator.seeds(2)) func `they are those of rendering anew in families of many blocks`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let instruments = try Instruments(includesCreated: true)
        func name(_ index: Int) -> String { "series \(index)" }
        for index in 0..<3_500 { instruments.gauges.with(name(index)).set(Double(index) / 8) }
        expectSame(instruments, "seed \(seed), full")
        for index in 0..<1_024 { #expect(instruments.gauges.remove(name(index))) }
        expectSame(instruments, "seed \(seed), without its first block")
        for step in 0..<(Sanitizer.isOn ? 3 : 20) {
            for _ in 0..<100 {
                let index = Int(random.next() % 4_000)
                if random.one(in: 3) { instruments.gauges.remove(name(index)) } else { instruments.gauges.with(name(index)).increment() }
            }
            expectSame(instruments, "seed \(seed), step \(step)")
        }
        instruments.gauges.removeAll()
        expectSame(instruments, "seed \(seed), empty")
    }

    @Test func `only the block of a series that came or went is rendered again`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let gauges = try registry.gauge("g", labels: "a")
        for index in 0..<3_000 { gauges.with("\(index)").set(1) }
        func segments() -> [ObjectIdentifier] {
            registry.contents.instruments.plan(TextEncoder.self).pieces.map {
                if case .lines(let segment) = $0.content { ObjectIdentifier(segment) } else { ObjectIdentifier(registry) }
            }
        }
        let kept = registry.contents.instruments.plan(TextEncoder.self)
        let before = segments()
        #expect(before.count == 3)
        gauges.with("5").increment()
        #expect(segments() == before)
        gauges.remove("2000")
        let after = segments()
        #expect(after[0] == before[0] && after[1] != before[1] && after[2] == before[2])
        withExtendedLifetime(kept) {}
    }

    @Test func `a family with a block that is too long is not kept at all, and others are`() throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        for name in ["a", "z"] { try registry.gauge(name).set(1) }
        for (name, long) in [("first", 0), ("last", 2_500)] {
            let gauges = try registry.gauge(name, labels: "n")
            for index in 0..<3_000 { gauges.with(index == long ? String(repeating: "x", count: 100_000) : "\(index)").set(1) }
        }
        let entries = registry.contents.instruments.entries
        let plan = ExpositionPlan(entries, stamp: 0, after: nil, TextEncoder.self, mostText: 90_000)
        let pieces = plan.pieces.map { piece in
            let names = entries[piece.families].map(\.descriptor.name.text).joined(separator: ",")
            return if case .lines = piece.content { names } else { "not kept: " + names }
        }
        #expect(pieces == ["a", "not kept: first", "not kept: last", "z"])
    }

    /// One after the other by name, whatever stands around them.
    @Test(arguments: SeededGenerator.seeds(4)) func `collectors' families stand among them by name`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let registry = ContextRegistry(options: .init(includesSelfMetrics: random.one(in: 2)))
        var names = (0..<300).map { "family_\($0)" }
        names.shuffle(using: &random)
        for name in names.prefix(200) {
            if random.one(in: 8) { _ = try registry.gauge(name, labels: "a") } else { try registry.gauge(name).set(1) }
        }
        let collected = names.suffix(100).map { GaugeDescriptor($0) }
        try registry.register("collector") { sink in for gauge in collected { sink.sample(gauge, value: 2) } }
        let merged = await registry.gather(within: .seconds(60)).merged()
        for format in ExpositionFormat.allCases {
            #expect(exposition(merged.families, as: format) == exposition(merged.families.sealed, as: format), "seed \(seed)")
        }
        let lines = exposition(merged.families, as: .text).split(separator: "\n").filter { $0.hasPrefix("family_") }
        #expect(lines.map { $0.prefix { $0 != " " } } == lines.map { $0.prefix { $0 != " " } }.sorted(), "seed \(seed)")
        #expect(lines.count > 250)
    }

    @Test func `an instrument that came later than a collector with its name is left out`() async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let descriptor = GaugeDescriptor("b_sum")
        try registry.register("collector") { sink in sink.sample(descriptor, value: 3) }
        for name in ["a", "c"] { try registry.gauge(name).set(1) }
        try registry.histogram("b", buckets: [1]).observe(1)
        let merged = await registry.gather(within: .seconds(60)).merged()
        let lines = exposition(merged.families, as: .text).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["a 1", "b_sum 3", "c 1"])
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

extension ContextRegistry {
    /// Its instruments alone.
    var instruments: ExposedFamilies { ExposedFamilies(instruments: contents.instruments) }
}
