extension SampleSink {
    /// Writes a family that is there as a value, with labels that are added to those of its samples.
    ///
    /// Samples may have different labels: those with the same names stand together, in the order of the first ones. What doesn't fit the
    /// type is dropped and counted.
    mutating func write(_ family: MetricFamily, adding labels: Labels = .none) {
        var groups: [(names: [LabelName], metrics: [MetricFamily.Metric])] = []
        var places: [[LabelName]: Int] = [:]
        for metric in family.metrics {
            let names = metric.labels.all.map(\.name)
            if let place = places[names] {
                groups[place].metrics.append(metric)
            } else {
                places[names] = groups.count
                groups.append((names, [metric]))
            }
        }
        for (names, metrics) in groups {
            let descriptor = FamilyDescriptor(
                name: family.name.text, type: family.type, help: family.help, unit: family.unit, labels: names.map(\.text))
            let shown = labels.isEmpty ? descriptor : FamilyDescriptor(descriptor, prefix: "", adding: labels)
            let writing = begin(shown)
            // Nothing else may hold it.
            withExtendedLifetime(shown) {
                for metric in metrics { writing.write(metric) }
                commit(writing)
            }
        }
    }
}

extension FamilyWriting {
    fileprivate func write(_ metric: MetricFamily.Metric) {
        let number: Double? = if case .number(let number) = metric.value { number } else { nil }
        guard let (labels, rewritten) = rewritten(metric.labels.all.map(\.value), number) else { return }
        guard accepts(labels: labels.count), accepts(metric.timestamp) else { return }
        let bytes = LabelBytes(labels)
        switch (metric.value, family.type) {
        case (.number(let given), .counter), (.number(let given), .gauge), (.number(let given), .info), (.number(let given), .untyped):
            let value = rewritten ?? given
            if family.type == .counter, !(value >= 0) { return buffer.drop(.invalidValue) }
            buffer.append(value, bytes, metric.details(metric.exemplars.prefix(1).map { PlacedExemplar(bucket: 0, exemplar: $0) }))
        case (.histogram(let value), .histogram):
            let exemplars = value.native == nil ? value.placed(metric.exemplars) : value.allPlaced(metric.exemplars)
            buffer.append(value, bytes, metric.details(exemplars))
        case (.summary(let value), .summary): buffer.append(value, bytes, metric.details([]))
        case (.state(let state, let isOn), .stateSet): buffer.append(isOn ? 1 : 0, LabelBytes(labels, state), metric.details([]))
        default: buffer.drop(.invalidValue)
        }
    }
}

extension MetricFamily.Metric {
    fileprivate func details(_ exemplars: [PlacedExemplar]) -> SampleDetails {
        SampleDetails(exemplars: exemplars, created: created, timestamp: timestamp)
    }
}
