extension MetricFamily {
    /// Sealed families as values; neighbours of one name become one family.
    ///
    /// A family without samples is there, with no metrics.
    static func families(_ sealed: [SealedFamily]) -> [MetricFamily] {
        var result: [MetricFamily] = []
        var rest = sealed[...]
        while let first = rest.first {
            let family = first.descriptor
            let entries = rest.prefix { $0.descriptor.name == family.name }
            rest = rest.dropFirst(entries.count)
            result.append(
                MetricFamily(
                    name: family.name, type: family.type, help: family.help, unit: family.unit,
                    metrics: entries.flatMap(\.metrics)))
        }
        return result
    }
}

extension SealedFamily {
    /// The samples that are exposed, as values.
    fileprivate var metrics: [MetricFamily.Metric] {
        var metrics: [MetricFamily.Metric] = []
        forEachSample { metrics.append($0.metric(of: descriptor)) }
        return metrics
    }
}

extension SampleRecord {
    fileprivate func metric(of family: FamilyDescriptor) -> MetricFamily.Metric {
        var texts: [String] = []
        forEachLabel { _, utf8 in texts.append(String(decoding: utf8.indices.map { utf8[$0] }, as: UTF8.self)) }
        let constant = family.constantLabels.all.map { (name: $0.name.text, value: $0.value) }
        let labels = Labels(unchecked: constant + zip(family.labelNames, texts).map { (name: $0.text, value: $1) })
        let value: MetricValue =
            switch kind {
            case .histogram: .histogram(histogram)
            case .summary: .summary(summary)
            case .decimal: .number(decimal.nearest)
            case .number, .family, .end: family.type == .stateSet ? .state(texts.last ?? "", number == 1) : .number(number)
            }
        let details = details
        return MetricFamily.Metric(
            labels: labels, value: value, exemplars: details.exemplars.map(\.exemplar), created: details.created,
            timestamp: details.timestamp)
    }
}
