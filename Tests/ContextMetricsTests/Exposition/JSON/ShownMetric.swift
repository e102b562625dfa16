@testable import ContextMetrics

/// A metric as a reader should see it, by the bits of its numbers.
struct ShownMetric: Hashable {
    private var labels: [[UInt8]: [UInt8]]
    private var numbers: [String: UInt64] = [:]
    private var exemplars: [String: ExposedExemplar] = [:]

    /// Equal for values that a reader can't tell apart: one NaN, one zero.
    private mutating func add(_ name: String, _ value: Double?) {
        guard let value else { return }
        numbers[name] = (value.isNaN ? Double.nan : value == 0 ? 0 : value).bitPattern
    }

    private static func bytes(_ labels: [String: String]) -> [[UInt8]: [UInt8]] {
        Dictionary(uniqueKeysWithValues: labels.map { (Array($0.utf8), Array($1.utf8)) })
    }

    init(_ read: ReadJSON.Metric) {
        func shown(_ exemplar: ReadJSON.Exemplar) -> ExposedExemplar {
            ExposedExemplar(exemplar.labels, exemplar.value.value, at: exemplar.timestamp?.value)
        }
        labels = Self.bytes(read.labels)
        add("value", read.value?.value)
        add("sum", read.sum?.value)
        add("count", read.count?.value)
        add("created", read.created?.value)
        if let exemplar = read.exemplar { exemplars[""] = shown(exemplar) }
        for bucket in read.buckets ?? [] {
            add("le \(bucket.le.value == 0 ? 0 : bucket.le.value)", bucket.count.value)
            if let exemplar = bucket.exemplar { exemplars["le \(bucket.le.value == 0 ? 0 : bucket.le.value)"] = shown(exemplar) }
        }
        if let native = read.native {
            add("schema", native.schema.value)
            add("zero threshold", native.zeroThreshold.value)
            add("zero count", native.zeroCount.value)
            for bucket in native.positive { add("+ \(Int(bucket.index.value))", bucket.count.value) }
            for bucket in native.negative { add("- \(Int(bucket.index.value))", bucket.count.value) }
            for (place, exemplar) in native.exemplars.enumerated() { exemplars["native \(place)"] = shown(exemplar) }
        }
        for quantile in read.quantiles ?? [] { add("quantile \(quantile.quantile.value)", quantile.value.value) }
    }

    init(_ metric: MetricFamily.Metric, of family: MetricFamily) {
        labels = Self.bytes(Dictionary(uniqueKeysWithValues: metric.labels.all.map { ($0.name.text, $0.value) }))
        add("created", metric.created)
        switch metric.value {
        case .number(let value):
            add("value", value)
            exemplars[""] = metric.exemplars.first.map(ExposedExemplar.init)
        case .state(let state, let isOn):
            labels[Array(family.name.text.utf8)] = Array(state.utf8)
            add("value", isOn ? 1 : 0)
        case .histogram(let value):
            let bounds = value.bounds + [.infinity]
            for (bound, count) in zip(bounds, value.cumulativeCounts) { add("le \(bound == 0 ? 0 : bound)", Double(count)) }
            for exemplar in metric.exemplars {
                guard let bound = bounds.first(where: { exemplar.value <= $0 }) else { continue }
                exemplars["le \(bound == 0 ? 0 : bound)"] = ExposedExemplar(exemplar)
            }
            add("sum", value.sum)
            add("count", Double(value.count))
            guard let native = value.native else { break }
            add("schema", Double(native.schema))
            add("zero threshold", native.zeroThreshold)
            add("zero count", Double(native.zeroCount))
            for bucket in native.positive { add("+ \(bucket.index)", Double(bucket.count)) }
            for bucket in native.negative { add("- \(bucket.index)", Double(bucket.count)) }
            for (place, exemplar) in metric.exemplars.enumerated() { exemplars["native \(place)"] = ExposedExemplar(exemplar) }
        case .summary(let value):
            for quantile in value.quantiles { add("quantile \(quantile.quantile)", quantile.value) }
            add("sum", value.sum)
            add("count", Double(value.count))
        }
    }
}
