@testable import ContextMetrics

/// A message of type `MetricFamily`, as a reader sees it.
struct DecodedFamily: Hashable {
    var name: [UInt8]
    var help: [UInt8]
    var unit: [UInt8]
    var type: Int
    var metrics: [DecodedMetric]

    /// The families of an exposition.
    static func all(_ bytes: [UInt8]) throws(InvalidWire) -> [DecodedFamily] {
        var families: [DecodedFamily] = []
        for message in try WireMessage.delimited(bytes) { families.append(try DecodedFamily(try WireMessage(message))) }
        return families
    }

    init(_ message: WireMessage) throws(InvalidWire) {
        name = message.text(1)
        help = message.text(2)
        unit = message.text(5)
        type = message.varints(3).first.map { Int($0) } ?? -1
        metrics = []
        for metric in try message.messages(4) { metrics.append(try DecodedMetric(metric)) }
    }

    /// What a reader should find, by the rules of the schema and not by the encoder's code.
    init(_ family: MetricFamily) {
        let name = family.name.text
        self.name = Array((family.type == .info && !name.hasSuffix("_info") ? name + "_info" : name).utf8)
        help = Array(family.help.utf8)
        unit = Array((family.unit?.rawValue ?? "").utf8)
        type = [MetricType.counter: 0, .summary: 2, .untyped: 3, .histogram: 4][family.type] ?? 1
        metrics = family.metrics.map { DecodedMetric($0, of: family) }
    }
}

struct DecodedMetric: Hashable {
    enum Value: Hashable {
        /// The field that it stands in, and its bits.
        case number(Int, UInt64)
        case histogram(Histogram)
        /// Bits of quantiles and their values.
        case summary(count: UInt64, sum: UInt64, [[UInt64]])
        case nothing
    }

    struct Histogram: Hashable {
        var count: UInt64
        var sum: UInt64
        /// Bits of bounds, and the counts up to them.
        var buckets: [[UInt64]]
        var native: Native?
        var nativeExemplars: [ExposedExemplar] = []
    }

    struct Native: Hashable {
        var schema: Int
        var zeroThreshold: UInt64
        var zeroCount: UInt64
        /// Counts by index.
        var positive: [Int: Int64]
        var negative: [Int: Int64]
    }

    var labels: [[UInt8]: [UInt8]]
    var value: Value
    /// By their bucket, 0 for a counter.
    var exemplars: [Int: ExposedExemplar] = [:]
    /// In milliseconds.
    var created: Double?
    var timestamp: Int64?

    /// One NaN: what its bits are, nobody promises.
    static func bits(_ value: Double) -> UInt64 { (value.isNaN ? Double.nan : value).bitPattern }

    init(_ message: WireMessage) throws(InvalidWire) {
        labels = [:]
        for label in try message.messages(1) {
            if labels.updateValue(label.text(2), forKey: label.text(1)) != nil { throw InvalidWire(description: "a label twice") }
        }
        value = .nothing
        timestamp = message.varints(6).first.map { Int64(bitPattern: $0) }
        for (number, field) in message.fields where number > 1 && number != 6 {
            guard case .bytes(let bytes) = field, value == .nothing else { throw InvalidWire(description: "field \(number) of a metric") }
            let inner = try WireMessage(bytes)
            switch number {
            case 2, 3, 5:
                value = .number(number, Self.bits(inner.doubles(1).first ?? 0))
                if let exemplar = try inner.messages(2).first { exemplars[0] = try ExposedExemplar(exemplar) }
                created = try inner.messages(3).first.map(Self.milliseconds)
            case 4:
                value = .summary(
                    count: inner.varints(1).first ?? 0, sum: Self.bits(inner.doubles(2).first ?? 0),
                    try inner.messages(3).map { [Self.bits($0.doubles(1).first ?? 0), Self.bits($0.doubles(2).first ?? 0)] })
                created = try inner.messages(4).first.map(Self.milliseconds)
            case 7:
                let buckets = try inner.messages(3)
                for (place, bucket) in buckets.enumerated() {
                    if let exemplar = try bucket.messages(3).first { exemplars[place] = try ExposedExemplar(exemplar) }
                }
                value = .histogram(
                    Histogram(
                        count: inner.varints(1).first ?? 0, sum: Self.bits(inner.doubles(2).first ?? 0),
                        buckets: buckets.map { [Self.bits($0.doubles(2).first ?? 0), $0.varints(1).first ?? 0] },
                        native: try Native(inner), nativeExemplars: try Self.exemplars(try inner.messages(16))))
                created = try inner.messages(15).first.map(Self.milliseconds)
            default: throw InvalidWire(description: "field \(number) of a metric")
            }
        }
    }

    private static func exemplars(_ messages: [WireMessage]) throws(InvalidWire) -> [ExposedExemplar] {
        var exemplars: [ExposedExemplar] = []
        for message in messages { exemplars.append(try ExposedExemplar(message)) }
        return exemplars
    }

    static func milliseconds(_ timestamp: WireMessage) -> Double {
        Double(Int64(bitPattern: timestamp.varints(1).first ?? 0)) * 1e3 + Double(timestamp.varints(2).first ?? 0) / 1e6
    }

    init(_ metric: MetricFamily.Metric, of family: MetricFamily) {
        labels = Dictionary(uniqueKeysWithValues: metric.labels.all.map { (Array($0.name.text.utf8), Array($0.value.utf8)) })
        created = metric.created.map { ($0 * 1e3).rounded() }
        timestamp = metric.timestamp.map { Int64(($0 * 1e3).rounded()) }
        let exemplars = metric.exemplars.map { ($0, ExposedExemplar($0)) }
        switch metric.value {
        case .number(let number):
            value = .number([MetricType.counter: 3, .untyped: 5][family.type] ?? 2, Self.bits(number))
            self.exemplars = exemplars.first.map { [0: $0.1] } ?? [:]
        case .state(let state, let isOn):
            labels[Array(family.name.text.utf8)] = Array(state.utf8)
            value = .number(2, Self.bits(isOn ? 1 : 0))
        case .summary(let summary):
            value = .summary(
                count: summary.count, sum: Self.bits(summary.sum),
                summary.quantiles.map { [Self.bits($0.quantile), Self.bits($0.value)] })
        case .histogram(let histogram):
            let bounds = histogram.bounds + [.infinity]
            var decoded = Histogram(
                count: histogram.count, sum: Self.bits(histogram.sum),
                buckets: zip(bounds, histogram.cumulativeCounts).map { [Self.bits($0), $1] })
            if let native = histogram.native {
                if histogram.bounds.isEmpty { decoded.buckets = [] }
                decoded.native = Native(native)
                let timed = metric.exemplars.filter { $0.timestamp != nil }
                decoded.nativeExemplars = timed.sorted { ($0.timestamp ?? 0) < ($1.timestamp ?? 0) }.map(ExposedExemplar.init)
            } else {
                for (exemplar, exposed) in exemplars { self.exemplars[bounds.firstIndex { exemplar.value <= $0 } ?? 0] = exposed }
            }
            value = .histogram(decoded)
        }
    }
}

extension DecodedMetric.Native {
    init(_ native: HistogramValue.Native) {
        func counts(_ buckets: [HistogramValue.Native.Bucket]) -> [Int: Int64] {
            Dictionary(uniqueKeysWithValues: buckets.map { ($0.index, Int64(clamping: $0.count)) }).filter { $0.value > 0 }
        }
        schema = native.schema
        zeroThreshold = DecodedMetric.bits(native.zeroThreshold)
        zeroCount = native.zeroCount
        positive = counts(native.positive)
        negative = counts(native.negative)
    }

    /// `nil` for what Prometheus 2.42 takes for a classic histogram.
    init?(_ histogram: WireMessage) throws(InvalidWire) {
        guard let schema = histogram.signed(5).first else { return nil }
        self.schema = Int(schema)
        zeroThreshold = DecodedMetric.bits(histogram.doubles(6).first ?? 0)
        zeroCount = histogram.varints(7).first ?? 0
        positive = try Self.counts(try histogram.messages(12), histogram.signed(13))
        negative = try Self.counts(try histogram.messages(9), histogram.signed(10))
        if zeroThreshold == 0, histogram.bytes(9).isEmpty, histogram.bytes(12).isEmpty { return nil }
    }

    private static func counts(_ spans: [WireMessage], _ deltas: [Int64]) throws(InvalidWire) -> [Int: Int64] {
        var counts: [Int: Int64] = [:]
        var deltas = deltas[...]
        var (index, count) = (0, Int64(0))
        for span in spans {
            index += Int(span.signed(1).first ?? 0)
            for _ in 0..<(span.varints(2).first ?? 0) {
                guard let delta = deltas.popFirst() else { throw InvalidWire(description: "fewer deltas than buckets") }
                count += delta
                if count < 0 { throw InvalidWire(description: "a count of \(count)") }
                if count > 0 { counts[index] = count }
                index += 1
            }
        }
        if !deltas.isEmpty { throw InvalidWire(description: "more deltas than buckets") }
        return counts
    }
}

extension ExposedExemplar {
    init(_ message: WireMessage) throws(InvalidWire) {
        var labels: [String: String] = [:]
        for label in try message.messages(1) {
            labels[String(decoding: label.text(1), as: UTF8.self)] = String(decoding: label.text(2), as: UTF8.self)
        }
        self.init(
            labels, message.doubles(2).first ?? 0, at: try message.messages(3).first.map { DecodedMetric.milliseconds($0) / 1e3 })
    }
}
