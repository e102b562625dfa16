@testable import ContextMetrics

/// One line of an exposition as a reader should see it.
struct ExposedSample: Hashable, CustomStringConvertible {
    let name: String
    /// Names and values as bytes, so that different spellings of one character differ.
    let labels: [[UInt8]: [UInt8]]
    /// Equal for values that a reader can't tell apart: one NaN, one zero.
    let value: UInt64

    init(_ name: String, _ labels: [String: String], _ value: Double) {
        self.name = name
        self.labels = Dictionary(uniqueKeysWithValues: labels.map { (Array($0.utf8), Array($1.utf8)) })
        self.value = (value.isNaN ? Double.nan : value == 0 ? 0 : value).bitPattern
    }

    init(renaming other: ExposedSample, to name: String) {
        self.name = name
        labels = other.labels
        value = other.value
    }

    var description: String {
        let labels = labels.map { "\(String(decoding: $0, as: UTF8.self))=\(String(decoding: $1, as: UTF8.self).debugDescription)" }
        return "\(name){\(labels.sorted().joined(separator: ","))} \(Double(bitPattern: value))"
    }
}

extension MetricFamily {
    /// What a reader should find, by the rules of each format and not by the encoders' code.
    func exposed(as format: ExpositionFormat) -> [ExposedSample] {
        let isOpenMetrics = format == .openMetrics
        return metrics.flatMap { metric -> [ExposedSample] in
            let labels = Dictionary(uniqueKeysWithValues: metric.labels.all.map { ($0.name.text, $0.value) })
            func sample(_ suffix: String, _ value: Double, _ more: [String: String] = [:]) -> ExposedSample {
                ExposedSample(name.text + suffix, labels.merging(more) { $1 }, value)
            }
            switch metric.value {
            case .number(let value): return [sample(type == .info && !name.text.hasSuffix("_info") ? "_info" : "", value)]
            case .state(let state, let isOn): return [sample("", isOn ? 1 : 0, [name.text: state])]
            case .histogram(let value):
                let buckets = zip(value.bounds + [.infinity], value.cumulativeCounts).map {
                    sample("_bucket", Double($1), ["le": rendered(bound: $0)])
                }
                let isCounted = !isOpenMetrics || (value.sum >= 0 && value.bounds.allSatisfy { $0 >= 0 })
                return buckets + (isCounted ? [sample("_sum", value.sum), sample("_count", Double(value.count))] : [])
            case .summary(let value):
                let quantiles = value.quantiles.filter { !isOpenMetrics || !($0.value < 0) }.map {
                    sample("", $0.value, ["quantile": rendered(bound: $0.quantile)])
                }
                let sum = !isOpenMetrics || value.sum >= 0 ? [sample("_sum", value.sum)] : []
                return quantiles + sum + [sample("_count", Double(value.count))]
            }
        }
    }

    /// Its form is tested for itself; here it only has to be the one of that bound.
    private func rendered(bound: Double) -> String { ContextMetricsTests.rendered { $0.append(bound: bound) } }
}
