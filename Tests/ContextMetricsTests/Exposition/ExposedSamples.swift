@testable import ContextMetrics

/// One line of an exposition as a reader should see it.
struct ExposedSample: Hashable, CustomStringConvertible {
    let name: String
    /// Different spellings of one character differ.
    private let nameBytes: [UInt8]
    /// Names and values as bytes, so that different spellings of one character differ.
    let labels: [[UInt8]: [UInt8]]
    /// Equal for values that a reader can't tell apart: one NaN, one zero.
    let value: UInt64
    let exemplar: ExposedExemplar?
    /// The time: readers round it differently.
    let milliseconds: Double?

    init(
        _ name: String, _ labels: [String: String], _ value: Double, _ exemplar: ExposedExemplar? = nil, at timestamp: Double? = nil
    ) {
        self.name = name
        nameBytes = Array(name.utf8)
        milliseconds = timestamp.map { ($0 * 1_000).rounded() }
        self.labels = Dictionary(uniqueKeysWithValues: labels.map { (Array($0.utf8), Array($1.utf8)) })
        self.value = (value.isNaN ? Double.nan : value == 0 ? 0 : value).bitPattern
        self.exemplar = exemplar
    }

    init(renaming other: ExposedSample, to name: String) {
        self.name = name
        nameBytes = Array(name.utf8)
        milliseconds = other.milliseconds
        labels = other.labels
        value = other.value
        exemplar = other.exemplar
    }

    var description: String {
        let labels = labels.map { "\(String(decoding: $0, as: UTF8.self))=\(String(decoding: $1, as: UTF8.self).debugDescription)" }
        return
            "\(name){\(labels.sorted().joined(separator: ","))} \(Double(bitPattern: value)) \(milliseconds.map { "@\($0)" } ?? "") \(exemplar.map { "\($0)" } ?? "")"
    }
}

/// What stands behind a value, as a reader should see it.
struct ExposedExemplar: Hashable {
    private let sample: [ExposedSample]
    /// One reader rounds them otherwise than the other.
    private let milliseconds: Double?

    init(_ labels: [String: String], _ value: Double, at timestamp: Double?) {
        sample = [ExposedSample("", labels, value)]
        milliseconds = timestamp.map { ($0 * 1_000).rounded() }
    }

    init(_ exemplar: Exemplar) {
        let labels = exemplar.labels.all.map { ($0.name.text, $0.value) }
        self.init(Dictionary(uniqueKeysWithValues: labels), exemplar.value, at: exemplar.timestamp)
    }
}

extension MetricFamily {
    /// What a reader should find, by the rules of each format and not by the encoders' code.
    func exposed(as format: ExpositionFormat) -> [ExposedSample] {
        let isOpenMetrics = format.isOpenMetrics
        return metrics.flatMap { metric -> [ExposedSample] in
            let labels = Dictionary(uniqueKeysWithValues: metric.labels.all.map { ($0.name.text, $0.value) })
            func sample(
                _ suffix: String, _ value: Double, _ more: [String: String] = [:], _ exemplar: Exemplar? = nil
            ) -> ExposedSample {
                ExposedSample(
                    name.text + suffix, labels.merging(more) { $1 }, value, exemplar.map(ExposedExemplar.init), at: metric.timestamp)
            }
            let exemplars = isOpenMetrics && (type == .histogram || name.text.hasSuffix("_total")) ? metric.exemplars : []
            let base = name.text.hasSuffix("_total") ? String(Substring(name.text.utf8.dropLast("_total".utf8.count))) : name.text
            let created = (isOpenMetrics ? metric.created : nil).map { [ExposedSample(base + "_created", labels, $0)] } ?? []
            switch metric.value {
            case .number(let value):
                return [sample(type == .info && !name.text.hasSuffix("_info") ? "_info" : "", value, [:], exemplars.first)] + created
            case .state(let state, let isOn): return [sample("", isOn ? 1 : 0, [name.text: state])]
            case .histogram(let value):
                let bounds = value.bounds + [.infinity]
                let buckets = zip(bounds, value.cumulativeCounts).map { bound, count in
                    let exemplar = exemplars.first { exemplar in bounds.first { exemplar.value <= $0 } == bound }
                    return sample("_bucket", Double(count), ["le": rendered(bound: bound)], exemplar)
                }
                let isCounted = !isOpenMetrics || (value.sum >= 0 && value.bounds.allSatisfy { $0 >= 0 })
                return buckets + (isCounted ? [sample("_sum", value.sum), sample("_count", Double(value.count))] : []) + created
            case .summary(let value):
                let quantiles = value.quantiles.filter { !isOpenMetrics || !($0.value < 0) }.map {
                    sample("", $0.value, ["quantile": rendered(bound: $0.quantile)])
                }
                let sum = !isOpenMetrics || value.sum >= 0 ? [sample("_sum", value.sum)] : []
                return quantiles + sum + [sample("_count", Double(value.count))] + created
            }
        }
    }

    /// Its form is tested for itself; here it only has to be the one of that bound.
    private func rendered(bound: Double) -> String { ContextMetricsTests.rendered { $0.append(bound: bound) } }
}
