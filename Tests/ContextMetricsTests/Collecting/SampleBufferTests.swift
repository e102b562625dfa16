import Testing

@testable import ContextMetrics

@Suite struct `What a run writes` {
    private let gauge = GaugeDescriptor("g", labels: "l")

    /// What readers see of a buffer.
    private func families(_ buffer: SampleBuffer) -> [MetricFamily] { MetricFamily.families(buffer.families(upTo: buffer.watermark)) }

    private func texts(_ buffer: SampleBuffer) -> [String] {
        families(buffer).flatMap { family in
            family.metrics.map { "\(family.name)\($0.labels.all.map(\.value)) \($0.value.number ?? .nan)" }
        }
    }

    @Test func `a family is seen when it is whole, and not before`() {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        sink.family(gauge) {
            $0.sample("a", value: 1)
            #expect(texts(buffer).isEmpty)
        }
        #expect(texts(buffer) == ["g[\"a\"] 1.0"])
    }

    @Test func `a watermark keeps showing what it showed`() {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        sink.sample(GaugeDescriptor("a"), value: 1)
        let early = buffer.watermark
        for i in 0..<1000 { sink.sample(GaugeDescriptor("b"), value: Double(i)) }
        #expect(buffer.families(upTo: early).map(\.descriptor.name.text) == ["a"])
        #expect(buffer.families(upTo: buffer.watermark).count == 1001)
        #expect(buffer.families(upTo: 0).isEmpty)
    }

    @Test(arguments: [0, 1, 10, 5000]) func `a family that throws leaves nothing, and the next one is whole`(samples: Int) {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        sink.sample(GaugeDescriptor("before"), value: 1)
        #expect(throws: CancellationError.self) {
            try sink.family(gauge) { family in
                for i in 0..<samples { family.sample("\(i)", value: 1) }
                throw CancellationError()
            }
        }
        #expect(texts(buffer) == ["before[] 1.0"])
        sink.family(gauge) { family in for i in 0..<samples { family.sample("\(i)", value: 2) } }
        #expect(texts(buffer) == ["before[] 1.0"] + (0..<samples).map { "g[\"\($0)\"] 2.0" })
    }

    @Test func `labels of any size come back as they were`() {
        let labels = ["", "x", "\u{0}\n\"\\", "🙂", String(repeating: "ab", count: 2_000), String(repeating: "ü", count: 50_000)]
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        for _ in 0..<3 { sink.family(gauge) { for label in labels { $0.sample(label, value: 1) } } }
        let seen = families(buffer).flatMap(\.metrics).compactMap { $0.labels["l"] }
        #expect(seen == labels + labels + labels)
    }

    @Test(arguments: 0...6) func `samples have as many labels as their family`(count: Int) {
        let descriptor = GaugeDescriptor("g", labels: ["a", "b", "c", "d", "e", "f"].prefix(count).map { $0 })
        let values = (0..<count).map { "v\($0)" }
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        sink.family(descriptor) { family in
            family.sample(values, value: 1)
            family.sample(values + ["more"], value: 2)
            if count > 0 { family.sample(values.dropLast(), value: 3) }
        }
        #expect(families(buffer).first?.metrics.map { $0.labels.all.map(\.value) } == [values])
        #expect(buffer.dropped[.labelCount] == (count > 0 ? 2 : 1))
        #expect(buffer.dropped.total == buffer.dropped[.labelCount])
    }

    @Test(arguments: [-1, -0.5, -.infinity, .nan, -.nan] as [Double])
    func `a counter's value that can't be is dropped, and spoils no other`(value: Double) {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        sink.family(CounterDescriptor("c_total", labels: "l")) { family in
            family.sample("bad", value: value)
            family.sample("good", value: 1)
        }
        sink.sample(GaugeDescriptor("g"), value: value)
        #expect(families(buffer).map(\.metrics.count) == [1, 1])
        #expect(buffer.dropped[.invalidValue] == 1)
    }

    @Test func `samples of an invalid family are dropped`() {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        sink.sample(GaugeDescriptor(""), value: 1)
        sink.family(GaugeDescriptor("g", labels: "l", "l")) { $0.sample("a", "b", value: 1) }
        sink.sample(GaugeDescriptor("good"), value: 1)
        #expect(texts(buffer) == ["good[] 1.0"])
        #expect(buffer.dropped[.invalidDescriptor] == 2)
    }

    @Test func `in a pedantic registry samples of families that were not described are dropped`() {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer, rules: SinkRules(CollectorPolicy(), for: [gauge.family], isPedantic: true))
        sink.family(gauge) { $0.sample("a", value: 1) }
        sink.sample(GaugeDescriptor("other"), value: 1)
        #expect(texts(buffer) == ["g[\"a\"] 1.0"])
        #expect(buffer.dropped[.undescribed] == 1)
    }

    @Test(arguments: [0, 1, 5, 9]) func `G6, G16: a cap on samples keeps the families that are whole within it`(cap: Int) {
        let buffer = SampleBuffer(caps: SampleCaps(samples: cap))
        var sink = SampleSink(buffer: buffer)
        for _ in 0..<2 { sink.family(gauge) { for i in 0..<5 { $0.sample("\(i)", value: 1) } } }
        let whole = cap / 5 * 5
        #expect(texts(buffer).count == whole)
        #expect(buffer.dropped[.overflow] == 10 - whole)
        #expect(buffer.overflowed)
    }

    @Test func `G16: what a family that was given up had written takes nothing from the next`() {
        let buffer = SampleBuffer(caps: SampleCaps(samples: 5))
        var sink = SampleSink(buffer: buffer)
        try? sink.family(gauge) { family in
            for i in 0..<5 { family.sample("\(i)", value: 1) }
            throw CancellationError()
        }
        sink.family(gauge) { for i in 0..<5 { $0.sample("\(i)", value: 2) } }
        #expect(texts(buffer).count == 5)
        #expect(!buffer.overflowed)
    }

    @Test func `G16: what is within the caps is no overflow`() {
        let buffer = SampleBuffer(caps: SampleCaps(samples: 5))
        var sink = SampleSink(buffer: buffer)
        sink.family(gauge) { for i in 0..<5 { $0.sample("\(i)", value: 1) } }
        #expect(!buffer.overflowed)
        #expect(buffer.dropped.isEmpty)
    }

    @Test func `G16: a cap on bytes bounds what one label can take`() {
        let buffer = SampleBuffer(caps: SampleCaps(bytes: 10_000))
        var sink = SampleSink(buffer: buffer)
        sink.family(gauge) { family in
            family.sample(String(repeating: "x", count: 100_000), value: 1)
            family.sample("small", value: 2)
        }
        sink.family(gauge) { $0.sample("whole", value: 3) }
        #expect(texts(buffer) == ["g[\"whole\"] 3.0"])
        #expect(buffer.overflowed)
    }

    @Test func `G16: a histogram counts as the lines that it makes`() throws {
        let histogram = try HistogramValue(bounds: [1, 2, 3], counts: [1, 1, 1, 1], sum: 6)
        func overflows(_ cap: Int) -> Bool {
            let buffer = SampleBuffer(caps: SampleCaps(samples: cap))
            var sink = SampleSink(buffer: buffer)
            sink.family(HistogramDescriptor("h", labels: "l")) { for i in 0..<3 { $0.sample("\(i)", histogram: histogram) } }
            return buffer.overflowed
        }
        // Four buckets, a sum and a count each.
        #expect(!overflows(18))
        #expect(overflows(12))
    }

    @Test func `a buffer that is used again shows nothing of the run before, even before it is reset`() {
        var spare: SampleBuffer? = SampleBuffer()
        func write() {
            guard let buffer = spare else { return }
            var sink = SampleSink(buffer: buffer)
            for _ in 0..<100 { sink.family(gauge) { for i in 0..<10 { $0.sample("\(i)", value: 1) } } }
        }
        write()
        let first = spare.map(ObjectIdentifier.init)
        let buffer = SampleBuffer.renew(&spare).takeUnretainedValue()
        #expect(ObjectIdentifier(buffer) == first)
        #expect(buffer.watermark == 0)
        #expect(buffer.families(upTo: buffer.watermark).isEmpty)
    }

    @Test func `G16: families without samples count against the cap on bytes too`() {
        let buffer = SampleBuffer(caps: SampleCaps(bytes: 1_000))
        var sink = SampleSink(buffer: buffer)
        for _ in 0..<1_000 { sink.family(gauge) { _ in } }
        #expect(buffer.families(upTo: buffer.watermark).count < 100)
        #expect(buffer.overflowed)
    }

    @Test func `a buffer that is used again remembers nothing`() {
        let buffer = SampleBuffer(caps: SampleCaps(samples: 10))
        var sink = SampleSink(buffer: buffer)
        sink.family(gauge) { for i in 0..<100 { $0.sample(String(repeating: "x", count: i * 10), value: 1) } }
        sink.sample(GaugeDescriptor(""), value: 1)
        buffer.reset(caps: SampleCaps())
        #expect(texts(buffer).isEmpty)
        #expect(buffer.dropped.isEmpty)
        #expect(!buffer.overflowed)
        sink.family(gauge) { for i in 0..<100 { $0.sample("\(i)", value: 2) } }
        #expect(texts(buffer) == (0..<100).map { "g[\"\($0)\"] 2.0" })
    }

    @Test func `histograms, summaries, infos and state sets come back as they were`() throws {
        let histogram = try HistogramValue(bounds: [0.1, 1, 10], counts: [1, 2, 0, 4], sum: 12.5)
        let summary = try SummaryValue(quantiles: [.init(0.5, 1), .init(0.99, 7)], count: 9, sum: 30)
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        sink.family(HistogramDescriptor("h", labels: "l")) { $0.sample("x", histogram: histogram) }
        sink.family(SummaryDescriptor("s", labels: "l")) { $0.sample("x", summary: summary) }
        sink.family(InfoDescriptor("i_info", labels: "version")) { $0.sample("1.0") }
        sink.family(StateSetDescriptor("state", labels: "l")) { $0.sample("x", states: ["on": true, "off": false]) }
        let values = families(buffer).map { $0.metrics.map(\.value) }
        #expect(values == [[.histogram(histogram)], [.summary(summary)], [.number(1)], [.state("on", true), .state("off", false)]])
    }

    @Test(arguments: SeededGenerator.seeds(20)) func `whatever is committed is read, in order, whatever is aborted is not`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let buffer = SampleBuffer(firstChunk: 64)
        var sink = SampleSink(buffer: buffer)
        var expected: [String] = []
        for index in 0..<200 {
            let lengths = (0..<(random.next() % 6)).map { _ in Int(random.next() % (random.one(in: 20) ? 100_000 : 40)) }
            let isAborted = random.one(in: 3)
            try? sink.family(gauge) { family in
                for length in lengths { family.sample(String(repeating: "x", count: length), value: Double(index)) }
                if isAborted { throw CancellationError() }
            }
            if !isAborted { expected += lengths.map { "\($0) \(index)" } }
            if random.one(in: 40) {
                buffer.reset(caps: SampleCaps())
                expected = []
            }
        }
        var seen: [String] = []
        for family in buffer.families(upTo: buffer.watermark) {
            family.forEachSample { sample in
                sample.forEachLabel { _, text in seen.append("\(text.count) \(Int(sample.number))") }
            }
        }
        #expect(seen == expected, "seed \(seed)")
    }
}
