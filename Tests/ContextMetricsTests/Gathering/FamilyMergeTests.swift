import Testing

@testable import ContextMetrics

@Suite struct `Merging what registrations wrote` {
    /// A registration's families, in the order of `order`.
    private func sources(_ order: Int, _ collect: (inout SampleSink) -> Void) -> [FamilyMerge.Source] {
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        collect(&sink)
        let entry = CollectorEntry(
            name: "c\(order)", order: order, collector: ClosureCollector(descriptors: [], body: { _ in }), policy: CollectorPolicy(),
            descriptors: [])
        return buffer.families(upTo: buffer.watermark).map { FamilyMerge.Source(order: order, entry: entry, family: $0) }
    }

    /// One line a sample: name, label values, number.
    private func lines(_ merge: FamilyMerge) -> [String] {
        MetricFamily.families(merge.families).flatMap { family in
            family.metrics.map { "\(family.name)\($0.labels.all.map(\.value)) \($0.value.number ?? .nan)" }
        }
    }

    private func conflicts(_ merge: FamilyMerge) -> [String] {
        merge.conflicts.map { "\($0.conflict.collector) \($0.conflict.family) \($0.conflict.reason.rawValue) \($0.conflict.samples)" }
    }

    private let gauge = GaugeDescriptor("g", labels: "l")

    @Test func `G12: families stand by name, samples by registration and emission, whatever came first`() {
        let first = sources(0) { sink in
            sink.sample(GaugeDescriptor("z"), value: 1)
            sink.family(gauge) {
                $0.sample("b", value: 1)
                $0.sample("a", value: 2)
            }
        }
        let second = sources(1) { sink in
            sink.family(gauge) { $0.sample("0", value: 3) }
            sink.sample(GaugeDescriptor("a"), value: 4)
        }
        let expected = ["a[] 4.0", "g[\"b\"] 1.0", "g[\"a\"] 2.0", "g[\"0\"] 3.0", "z[] 1.0"]
        #expect(lines(FamilyMerge(first + second, reserved: [])) == expected)
        #expect(lines(FamilyMerge(second + first, reserved: [])) == expected)
        #expect(lines(FamilyMerge((second + first).reversed(), reserved: [])).sorted() == expected.sorted())
    }

    /// What is remembered of a merge are places among all sources.
    @Test(arguments: [0, 1]) func `G13: a family refused without samples takes nothing from others in the next gather`(samples: Int) {
        let (temperature, other, last) = (GaugeDescriptor("t", labels: "l"), CounterDescriptor("t", labels: "m"), GaugeDescriptor("z"))
        let memory = MergeMemory()
        func merged(_ samples: Int) -> FamilyMerge {
            let first = sources(0) { sink in sink.family(temperature) { $0.sample("x", value: 1) } }
            let second = sources(1) { sink in
                sink.family(other) { family in for index in 0..<samples { family.sample("\(index)", value: 2) } }
            }
            let third = sources(2) { sink in sink.sample(last, value: 3) }
            return FamilyMerge(first + second + third, reserved: [], memory: memory)
        }
        #expect(lines(merged(0)) == ["t[\"x\"] 1.0", "z[] 3.0"])
        let next = merged(samples)
        #expect(lines(next) == ["t[\"x\"] 1.0", "z[] 3.0"])
        #expect(conflicts(next) == (samples == 0 ? [] : ["c1 t conflict 1"]))
    }

    @Test func `G13: of a series that stands there twice the earlier registration's is kept`() {
        let first = sources(0) { sink in sink.family(gauge) { $0.sample("x", value: 1) } }
        let second = sources(1) { sink in
            sink.family(gauge) {
                $0.sample("x", value: 2)
                $0.sample("y", value: 3)
                $0.sample("y", value: 4)
            }
        }
        for order in [first + second, second + first] {
            let merge = FamilyMerge(order, reserved: [])
            #expect(lines(merge) == ["g[\"x\"] 1.0", "g[\"y\"] 3.0"])
            #expect(conflicts(merge) == ["c1 g duplicate 2"])
        }
    }

    @Test(arguments: SeededGenerator.seeds(20)) func `G13: series that stand there twice are found, in order or not`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<60 {
            var labels = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                (0..<2).map { _ in String(UInt8.random(in: 0...12, using: &random)) }
            }
            // In the order of bytes, by lengths first, or in none.
            if round % 3 == 0 { labels.sort { $0.lexicographicallyPrecedes($1) } }
            if round % 3 == 1 {
                labels.sort { ($0[0].utf8.count, $0[1].utf8.count, $0[0], $0[1]) < ($1[0].utf8.count, $1[1].utf8.count, $1[0], $1[1]) }
            }
            let pair = GaugeDescriptor("g", labels: "a", "b")
            let split = Int.random(in: 0...labels.count, using: &random)
            let parts = [labels[..<split], labels[split...]].enumerated().flatMap { order, part in
                sources(order) { sink in sink.family(pair) { family in for values in part { family.sample(values, value: 1) } } }
            }
            let merge = FamilyMerge(parts, reserved: [])
            #expect(lines(merge).count == Set(labels).count)
            #expect(merge.conflicts.reduce(0) { $0 + $1.conflict.samples } == labels.count - Set(labels).count)
        }
    }

    @Test func `label values that only look alike are different series`() {
        let pair = GaugeDescriptor("p", labels: "a", "b")
        let merge = FamilyMerge(
            sources(0) { sink in
                sink.family(pair) {
                    $0.sample("ab", "c", value: 1)
                    $0.sample("a", "bc", value: 2)
                    $0.sample("", "abc", value: 3)
                    // The same character in two spellings.
                    $0.sample("\u{e9}", "", value: 4)
                    $0.sample("e\u{301}", "", value: 5)
                }
            }, reserved: [])
        #expect(lines(merge).count == 5)
        #expect(merge.conflicts.isEmpty)
    }

    @Test(arguments: [
        GaugeDescriptor("g", labels: "other"), GaugeDescriptor("g"), GaugeDescriptor("g", labels: "l", "m"),
    ])
    func `G13: of families that disagree the earlier registration's is kept`(other: GaugeDescriptor) {
        let first = sources(0) { sink in sink.family(gauge) { $0.sample("x", value: 1) } }
        let second = sources(1) { sink in
            sink.family(other) { $0.sample(other.family.labelNames.map { _ in "x" }, value: 2) }
        }
        for order in [first + second, second + first] {
            let merge = FamilyMerge(order, reserved: [])
            #expect(lines(merge) == ["g[\"x\"] 1.0"])
            #expect(conflicts(merge) == ["c1 g conflict 1"])
        }
    }

    @Test func `a help that differs is no conflict`() {
        let first = sources(0) { sink in sink.sample(GaugeDescriptor("g", help: "One."), value: 1) }
        let second = sources(1) { sink in sink.family(GaugeDescriptor("g", help: "Two.")) { _ in } }
        let merge = FamilyMerge(second + first, reserved: [])
        #expect(merge.conflicts.isEmpty)
        #expect(MetricFamily.families(merge.families).map(\.help) == ["One."])
    }

    @Test func `G13: names of samples that collide count as conflicts, whichever family comes first`() {
        let histogram = HistogramDescriptor("h")
        let sum = GaugeDescriptor("h_sum")
        for isHistogramFirst in [true, false] {
            let one = sources(isHistogramFirst ? 0 : 1) { sink in
                sink.family(histogram) { $0.sample(histogram: HistogramValue(unchecked: [], cumulativeCounts: [1], sum: 1)) }
            }
            let other = sources(isHistogramFirst ? 1 : 0) { sink in sink.sample(sum, value: 2) }
            let merge = FamilyMerge(other + one, reserved: [])
            #expect(merge.families.map(\.descriptor.name.text) == [isHistogramFirst ? "h" : "h_sum"])
            #expect(conflicts(merge) == [isHistogramFirst ? "c1 h_sum conflict 1" : "c1 h conflict 1"])
        }
    }

    @Test func `a family that lost doesn't shut out others`() {
        let first = sources(0) { sink in sink.sample(GaugeDescriptor("h_sum"), value: 1) }
        let lost = sources(1) { sink in
            sink.family(HistogramDescriptor("h")) { $0.sample(histogram: HistogramValue(unchecked: [], cumulativeCounts: [1], sum: 1)) }
        }
        let third = sources(2) { sink in sink.sample(GaugeDescriptor("h_count"), value: 3) }
        #expect(lines(FamilyMerge(first + lost + third, reserved: [])) == ["h_count[] 3.0", "h_sum[] 1.0"])
    }

    @Test func `reserved families are collided with by nobody`() {
        let reserved = GaugeDescriptor("metrics_collector_success", labels: "collector").family
        let merge = FamilyMerge(
            sources(0) { sink in
                sink.sample(GaugeDescriptor("metrics_collector_success"), value: 1)
                sink.sample(GaugeDescriptor("mine"), value: 2)
            }, reserved: [reserved])
        #expect(lines(merge) == ["mine[] 2.0"])
    }

    @Test(arguments: SeededGenerator.seeds(20)) func `G12: any order of arrival gives the same result`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let names = ["a", "b", "c", "c_sum"]
        var all: [FamilyMerge.Source] = []
        for order in 0..<8 {
            let picks = (0..<4).map { _ in (Int(random.next() % 4), Int(random.next() % 3), random.one(in: 4)) }
            all += sources(order) { sink in
                for (name, label, isOther) in picks {
                    sink.family(GaugeDescriptor(names[name], labels: isOther ? "m" : "l")) { $0.sample("\(label)", value: Double(order)) }
                }
            }
        }
        let expected = FamilyMerge(all, reserved: [])
        for _ in 0..<10 {
            // Registrations arrive in any order, the families of one together.
            let groups = Dictionary(grouping: all, by: \.order).values.shuffled(using: &random)
            let merge = FamilyMerge(groups.flatMap(\.self), reserved: [])
            #expect(lines(merge) == lines(expected), "seed \(seed)")
            #expect(conflicts(merge) == conflicts(expected), "seed \(seed)")
        }
    }
}
