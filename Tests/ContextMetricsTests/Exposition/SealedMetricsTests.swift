import Testing

@testable import ContextMetrics

@Suite struct SealedMetricsTests {
    @Test func `Families are values, neighbours of one name in one family`() throws {
        let families = sealed { sink in
            sink.family(GaugeDescriptor("depth", help: "Depth.", unit: nil, labels: "queue")) { $0.sample("a", value: 1) }
            sink.family(GaugeDescriptor("depth", help: "Other words.", labels: "queue")) { $0.sample("b", value: 2) }
            sink.family(StateSetDescriptor("door", labels: "house")) { $0.sample("1", states: ["open": true, "shut": false]) }
            sink.family(CounterDescriptor("empty_total")) { _ in }
        }
        let result = MetricFamily.families(families)
        #expect(result.map(\.name.text) == ["depth", "door", "empty_total"])
        #expect(result.map(\.help) == ["Depth.", "", ""])
        #expect(result[0][try Labels(["queue": "a"])] == .number(1))
        #expect(result[0][try Labels(["queue": "b"])] == .number(2))
        #expect(result[1].metrics.map(\.value) == [.state("open", true), .state("shut", false)])
        #expect(try result[1].metrics.map(\.labels) == [Labels(["house": "1"]), Labels(["house": "1"])])
        #expect(result[2].metrics.isEmpty)
    }

    @Test func `Hidden samples are no part of the values`() {
        var families = sealed { sink in
            sink.family(GaugeDescriptor("depth", labels: "queue")) {
                $0.sample("a", value: 1)
                $0.sample("b", value: 2)
            }
        }
        families[0].hidden = [0]
        #expect(MetricFamily.families(families).flatMap(\.metrics).map(\.value) == [.number(2)])
    }
}
