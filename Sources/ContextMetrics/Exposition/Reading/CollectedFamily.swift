/// The lines of a family, before they are one.
struct CollectedFamily {
    struct Sample {
        let role: SampleRole
        let name: String
        let labels: Labels
        let value: Double
        let text: String
        let exemplar: Exemplar?
        let timestamp: Double?
    }

    let name: String
    var type = ReadFamilyType.unknown
    var help = ""
    var unit: String?
    var samples: [Sample] = []

    init(name: String) { self.name = name }

    /// One family, or one for each name of a sample where they don't make one; none where there are no samples.
    var families: [MetricFamily] {
        if samples.isEmpty { return [] }
        switch type {
        case .counter: return [family(samples[0].role == .bare ? name : name + "_total", .counter, numbers(.total, .bare))]
        case .gauge: return [family(name, .gauge, numbers(.bare))]
        case .unknown: return [family(name, .untyped, numbers(.bare))]
        case .info: return [family(name + "_info", .info, numbers(.info))]
        case .stateSet: return [family(name, .stateSet, states)]
        case .histogram: return histograms.map { [family(name, .histogram, $0)] } ?? untyped
        case .summary: return summaries.map { [family(name, .summary, $0)] } ?? untyped
        case .gaugeHistogram: return untyped
        }
    }

    private func family(_ name: String, _ type: MetricType, _ metrics: [MetricFamily.Metric]) -> MetricFamily {
        MetricFamily(
            name: MetricName(unchecked: name), type: type, help: help,
            unit: unit.flatMap { $0.isEmpty ? nil : MetricUnit(rawValue: $0) }, metrics: metrics)
    }

    private func numbers(_ roles: SampleRole...) -> [MetricFamily.Metric] {
        let created = created
        return samples.filter { roles.contains($0.role) }.map { sample in
            MetricFamily.Metric(
                labels: sample.labels, value: .number(sample.value), exemplars: sample.exemplar.map { [$0] } ?? [],
                created: created[sample.labels], timestamp: sample.timestamp)
        }
    }

    /// When the metrics began, as far as that is told.
    private var created: [Labels: Double] {
        Dictionary(samples.filter { $0.role == .created }.map { ($0.labels, $0.value) }) { first, _ in first }
    }

    private var untyped: [MetricFamily] {
        var names: [String] = []
        for sample in samples where !names.contains(where: { $0.hasBytes(of: sample.name) }) { names.append(sample.name) }
        return names.map { name in
            family(
                name, .untyped,
                samples.filter { $0.name.hasBytes(of: name) }.map {
                    MetricFamily.Metric(labels: $0.labels, value: .number($0.value), timestamp: $0.timestamp)
                })
        }
    }

    private var states: [MetricFamily.Metric] {
        samples.map {
            MetricFamily.Metric(
                labels: $0.labels.without(name), value: .state($0.labels[name] ?? "", $0.value == 1), timestamp: $0.timestamp)
        }
    }

    // MARK: Metrics of several lines

    /// The samples of each metric, without the label that tells them apart, in the order of the first ones.
    private func metrics(apart label: String, in role: SampleRole) -> [(labels: Labels, samples: [Sample])] {
        var metrics: [(labels: Labels, samples: [Sample])] = []
        var places: [Labels: Int] = [:]
        for sample in samples where sample.role != .created {
            let labels = sample.role == role ? sample.labels.without(label) : sample.labels
            if let place = places[labels] {
                metrics[place].samples.append(sample)
            } else {
                places[labels] = metrics.count
                metrics.append((labels, [sample]))
            }
        }
        return metrics
    }

    private var histograms: [MetricFamily.Metric]? {
        var result: [MetricFamily.Metric] = []
        let created = created
        for (labels, samples) in metrics(apart: "le", in: .bucket) {
            guard let value = CollectedFamily.histogram(samples) else { return nil }
            result.append(
                MetricFamily.Metric(
                    labels: labels, value: .histogram(value), exemplars: samples.compactMap(\.exemplar), created: created[labels],
                    timestamp: samples.first?.timestamp))
        }
        return result
    }

    private static func histogram(_ samples: [Sample]) -> HistogramValue? {
        var bounds: [Double] = []
        var counts: [UInt64] = []
        var sum = 0.0
        var count: UInt64?
        for sample in samples {
            switch sample.role {
            case .bucket:
                guard let text = sample.labels["le"], let number = sample.count, number >= counts.last ?? 0,
                    let bound = Double(decimal: text.utf8Span.span, from: 0, to: text.utf8.count), bound > bounds.last ?? -.infinity
                else { return nil }
                bounds.append(bound)
                counts.append(number)
            case .sum: sum = sample.value
            case .count:
                count = sample.count
                if count == nil { return nil }
            default: return nil
            }
        }
        guard bounds.popLast() == .infinity, count ?? counts.last == counts.last, !sum.isNaN else { return nil }
        return HistogramValue(unchecked: bounds, cumulativeCounts: counts, sum: sum)
    }

    private var summaries: [MetricFamily.Metric]? {
        var result: [MetricFamily.Metric] = []
        let created = created
        for (labels, samples) in metrics(apart: "quantile", in: .bare) {
            guard let value = CollectedFamily.summary(samples) else { return nil }
            result.append(
                MetricFamily.Metric(
                    labels: labels, value: .summary(value), created: created[labels], timestamp: samples.first?.timestamp))
        }
        return result
    }

    private static func summary(_ samples: [Sample]) -> SummaryValue? {
        var quantiles: [SummaryValue.Quantile] = []
        var sum = 0.0
        var count: UInt64?
        for sample in samples {
            switch sample.role {
            case .bare:
                guard let text = sample.labels["quantile"],
                    let quantile = Double(decimal: text.utf8Span.span, from: 0, to: text.utf8.count), quantile >= 0, quantile <= 1,
                    quantile > quantiles.last?.quantile ?? -1
                else { return nil }
                quantiles.append(SummaryValue.Quantile(quantile, sample.value))
            case .sum: sum = sample.value
            case .count: count = sample.count
            default: return nil
            }
        }
        guard let count, !sum.isNaN else { return nil }
        return SummaryValue(unchecked: quantiles, count: count, sum: sum)
    }
}

extension CollectedFamily.Sample {
    /// The value as a count, with all its digits; `nil` where it is none.
    fileprivate var count: UInt64? { UInt64(text) ?? UInt64(exactly: value) }
}

extension Labels {
    fileprivate func without(_ name: String) -> Labels {
        Labels(unchecked: all.filter { !$0.name.text.hasBytes(of: name) }.map { (name: $0.name.text, value: $0.value) })
    }
}
