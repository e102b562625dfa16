import Testing

@testable import ContextMetrics

@Suite struct `Descriptions of families` {
    @Test(
        arguments: [
            (GaugeDescriptor("temperature_celsius", unit: .celsius).family, nil),
            (CounterDescriptor("sent_bytes_total", unit: .bytes).family, nil),
            (CounterDescriptor("sent_total", unit: .bytes).family, .unitNotInName(name: "sent_total", unit: "bytes")),
            (GaugeDescriptor("bytes", unit: .bytes).family, .unitNotInName(name: "bytes", unit: "bytes")),
            (InfoDescriptor("build_bytes_info", unit: .bytes).family, .unitNotAllowed(name: "build_bytes_info", .info)),
            (HistogramDescriptor("h", labels: "le").family, .reservedLabel("le", .histogram)),
            (GaugeDescriptor("h", labels: "le").family, nil),
            (SummaryDescriptor("s", labels: "quantile").family, .reservedLabel("quantile", .summary)),
            (StateSetDescriptor("state", labels: "state").family, .reservedLabel("state", .stateSet)),
            (GaugeDescriptor("g", labels: "a", "b", "a").family, .duplicateLabel("a")),
            (GaugeDescriptor("g", labels: "__a").family, .name(InvalidName(role: .label, text: "__a", reason: .reserved))),
            (GaugeDescriptor("größe.b", labels: "a.b", "a b", "a:b").family, nil),
            (GaugeDescriptor("g", labels: "é", "e\u{301}").family, nil),
            (GaugeDescriptor("g", labels: "é", "é").family, .duplicateLabel("é")),
            (StateSetDescriptor("state of", labels: "state").family, nil),
            (StateSetDescriptor("a:b").family, nil),
            (StateSetDescriptor("state of", labels: "state of").family, .reservedLabel("state of", .stateSet)),
            (StateSetDescriptor("__é").family, .name(InvalidName(role: .label, text: "__é", reason: .reserved))),
            (GaugeDescriptor("a_m\u{fc}", unit: "m\u{fc}").family, .invalidUnit("m\u{fc}")),
            (GaugeDescriptor("a_\n", unit: "\n").family, .invalidUnit("\n")),
            (GaugeDescriptor("größe.b_seconds", unit: .seconds).family, nil),
            (GaugeDescriptor("").family, .name(InvalidName(role: .metric, text: "", reason: .empty))),
        ] as [(FamilyDescriptor, InvalidDescriptor?)])
    func `what is wrong with a description is found when it is made, and thrown later`(
        family: FamilyDescriptor, problem: InvalidDescriptor?
    ) {
        #expect(family.problem == problem)
    }

    @Test(
        arguments: [
            (CounterDescriptor("a_total").family, ["a", "a_total", "a_created"]), (CounterDescriptor("a").family, ["a"]),
            (CounterDescriptor("\u{600}_total").family, ["\u{600}", "\u{600}_total", "\u{600}_created"]),
            (CounterDescriptor("_total").family, ["_total"]), (GaugeDescriptor("a").family, ["a"]),
            (HistogramDescriptor("a").family, ["a", "a_bucket", "a_sum", "a_count", "a_created"]),
            (SummaryDescriptor("a").family, ["a", "a_sum", "a_count", "a_created"]), (InfoDescriptor("a_info").family, ["a", "a_info"]),
        ] as [(FamilyDescriptor, [String])])
    func `G13: a family uses its own name and those of its samples`(family: FamilyDescriptor, names: [String]) {
        #expect(Set(family.claimedNames) == Set(names.map(MetricName.init(unchecked:))))
    }

    @Test(
        arguments: [
            (GaugeDescriptor("a:b", constantLabels: ["c": "é"], labels: "d").family, true), (GaugeDescriptor("a.b").family, false),
            (GaugeDescriptor("a", labels: "b", "c.d").family, false), (GaugeDescriptor("a", constantLabels: ["b:c": ""]).family, false),
            // Their name is a label's as well.
            (StateSetDescriptor("a:b").family, false), (StateSetDescriptor("a_b").family, true),
        ])
    func `a family knows whether all of its names are of the legacy grammar`(family: FamilyDescriptor, isLegacy: Bool) {
        #expect(family.isLegacy == isLegacy)
    }

    @Test func `families agree by name, type, unit and labels`() {
        let family = GaugeDescriptor("wait_seconds", help: "One.", unit: .seconds, labels: "a").family
        #expect(family.agrees(with: GaugeDescriptor("wait_seconds", help: "Two.", unit: .seconds, labels: "a").family))
        #expect(!family.agrees(with: UntypedDescriptor("wait_seconds", unit: .seconds, labels: "a").family))
        #expect(!family.agrees(with: GaugeDescriptor("wait_seconds", labels: "a").family))
        #expect(!family.agrees(with: GaugeDescriptor("wait_seconds", unit: .seconds, labels: "b").family))
        #expect(!family.agrees(with: GaugeDescriptor("other_seconds", unit: .seconds, labels: "a").family))
        #expect(!family.agrees(with: GaugeDescriptor("wait_seconds", unit: .seconds, constantLabels: ["b": ""], labels: "a").family))
    }
}

@Suite struct `Values of histograms and summaries` {
    @Test func `counts of buckets are added up`() throws {
        let value = try HistogramValue(bounds: [1, 2], counts: [3, 0, 4], sum: 11)
        #expect(value.cumulativeCounts == [3, 3, 7])
        #expect(value.count == 7)
    }

    @Test(
        arguments: [
            ([1, 1], [0, 0, 0], 0, .bounds([1, 1])), ([2, 1], [0, 0, 0], 0, .bounds([2, 1])),
            ([.infinity], [0, 0], 0, .bounds([.infinity])),
            ([1], [0], 0, .countOfCounts(expected: 2, given: 1)), ([1], [0, -1], 0, .negativeCount(-1)), ([1], [.max, 1], 0, .tooMany),
            ([], [], 0, .countOfCounts(expected: 1, given: 0)),
        ] as [([Double], [Int], Double, HistogramValue.Invalid)])
    func `numbers that make no histogram are refused`(bounds: [Double], counts: [Int], sum: Double, error: HistogramValue.Invalid) {
        #expect(throws: error) { try HistogramValue(bounds: bounds, counts: counts, sum: sum) }
    }

    @Test func `what is not a number is no bound and no sum`() {
        #expect(throws: HistogramValue.Invalid.self) { try HistogramValue(bounds: [.nan], counts: [0, 0], sum: 0) }
        #expect(throws: HistogramValue.Invalid.self) { try HistogramValue(bounds: [1], counts: [0, 0], sum: .nan) }
        #expect(throws: SummaryValue.Invalid.self) { try SummaryValue(quantiles: [.init(.nan, 1)], count: 0, sum: 0) }
        #expect(throws: SummaryValue.Invalid.self) { try SummaryValue(count: 0, sum: .nan) }
    }

    @Test(arguments: [[-0.1], [1.1], [0.5, 0.5], [0.9, 0.5]]) func `quantiles are shares, in ascending order`(quantiles: [Double]) {
        #expect(throws: SummaryValue.Invalid.quantiles(quantiles)) {
            try SummaryValue(quantiles: quantiles.map { .init($0, 1) }, count: 1, sum: 1)
        }
        #expect(throws: SummaryValue.Invalid.negativeCount(-1)) { try SummaryValue(count: -1, sum: 0) }
    }
}
