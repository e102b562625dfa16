import ContextMetricsTesting
import Testing

@testable import ContextMetrics

/// How each kind of data looks in protobuf, where other formats have them differently.
@Suite struct `What protobuf makes of` {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let write: @Sendable (ContextRegistry) throws -> Void
        /// Name, number of the type, unit, and the field of each metric's value.
        let expected: (name: String, type: Int, unit: String, fields: [Int])
        /// What else there is to be seen of the first metric.
        var check: @Sendable (DecodedMetric) throws -> Bool = { _ in true }
    }

    private static func histogram(_ metric: DecodedMetric) -> DecodedMetric.Histogram? {
        if case .histogram(let histogram) = metric.value { histogram } else { nil }
    }

    static let rows: [Row] = [
        Row(
            testDescription: "a counter: its name with _total, when it began, its exemplar",
            write: { try $0.counter("x_total").increment(by: 2, exemplar: ["a": "b"], at: 5) }, expected: ("x_total", 0, "", [3]),
            check: { metric in
                metric.created == 17_500 && metric.value == .number(3, 2.0.bitPattern)
                    && metric.exemplars == [0: ExposedExemplar(["a": "b"], 2, at: 5)]
            }),
        Row(
            testDescription: "a counter without _total: a counter of that name", write: { try $0.counter("x").increment() },
            expected: ("x", 0, "", [3]), check: { $0.created == nil }),
        Row(
            testDescription: "a gauge: a double, its unit", write: { try $0.gauge("x_seconds", unit: .seconds).set(0.1) },
            expected: ("x_seconds", 1, "seconds", [2]), check: { $0.value == .number(2, 0.1.bitPattern) }),
        Row(
            testDescription: "what is untyped: untyped",
            write: { registry in
                let descriptor = UntypedDescriptor("x")
                try registry.register("c") { $0.sample(descriptor, value: -0.0) }
            }, expected: ("x", 3, "", [5]), check: { $0.value == .number(5, (-0.0).bitPattern) }),
        Row(
            testDescription: "an info: a gauge with _info", write: { try $0.info("x_info", labels: ["v": "1"]) },
            expected: ("x_info", 1, "", [2]), check: { $0.labels == [Array("v".utf8): Array("1".utf8)] }),
        Row(
            testDescription: "a state set: a gauge for each state",
            write: { try $0.stateSet("x", states: ["a", "b"]).set(only: "b") }, expected: ("x", 1, "", [2, 2]),
            check: { $0.labels == [Array("x".utf8): Array("a".utf8)] && $0.value == .number(2, 0.0.bitPattern) }),
        Row(
            testDescription: "a histogram: bounds as doubles, counts as integers",
            write: { try $0.histogram("x", buckets: [1, 1.5e18]).observe(1, exemplar: ["a": "b"]) }, expected: ("x", 4, "", [7]),
            check: { metric in
                histogram(metric)?.buckets == [1, 1.5e18, .infinity].map { [DecodedMetric.bits($0), 1] }
                    && metric.exemplars.keys.sorted() == [0] && metric.created == 17_500 && histogram(metric)?.native == nil
            }),
        Row(
            testDescription: "a histogram with a negative bound and sum: both of them",
            write: { try $0.histogram("x", buckets: [-1]).observe(-2) }, expected: ("x", 4, "", [7]),
            check: { histogram($0)?.sum == (-2.0).bitPattern && histogram($0)?.count == 1 }),
        Row(
            testDescription: "a native histogram: spans and deltas, and no buckets but those that were asked for",
            write: { try $0.nativeHistogram("x", buckets: .init(schema: 0)).observe(3, exemplar: ["a": "b"]) },
            expected: ("x", 4, "", [7]),
            check: { metric in
                histogram(metric)?.native?.positive == [2: 1] && histogram(metric)?.buckets == []
                    && histogram(metric)?.nativeExemplars == [ExposedExemplar(["a": "b"], 3, at: 17.5)]
            }),
        Row(
            testDescription: "a summary: quantiles as doubles, the sum whatever its sign",
            write: { try $0.summary("x", quantiles: [0.5]).observe(-1) }, expected: ("x", 2, "", [4]),
            check: { metric in
                guard case .summary(let count, let sum, let quantiles) = metric.value else { return false }
                return count == 1 && sum == (-1.0).bitPattern && quantiles.map(\.first) == [DecodedMetric.bits(0.5)]
                    && metric.created == 17_500
            }),
    ]

    @Test(arguments: rows) func `each kind of data is`(row: Row) async throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false, includesCreated: true), clock: WallClock { 17.5 })
        try row.write(registry)
        let bytes = protobuf(await registry.gather(within: .seconds(60)).merged().families)
        let messages = try WireMessage.delimited(bytes).map { try WireMessage($0) }
        let families = try messages.map { try DecodedFamily($0) }
        let family = try #require(families.first)
        #expect(families.count == 1 && family.help == [])
        #expect(String(decoding: family.name, as: UTF8.self) == row.expected.name)
        #expect(family.type == row.expected.type)
        #expect(String(decoding: family.unit, as: UTF8.self) == row.expected.unit)
        #expect(try messages[0].messages(4).flatMap { $0.fields.map(\.number).filter { $0 > 1 } } == row.expected.fields)
        #expect(try row.check(try #require(family.metrics.first)))
    }
}
