/// Messages of type `io.prometheus.client.MetricFamily`, each behind its length.
///
/// Families have the names of text format. Infos and state sets are gauges here, since the schema doesn't know them.
///
/// A number takes eight bytes and the count of a bucket nine, whatever they are: a varint may end in zeros. So the length of a family
/// follows from its labels, which are known before its values are. What stands before a value comes first in its message: the order of
/// fields is free.
///
/// Source: Prometheus, "Exposition formats", "Protobuf format"; Protocol Buffers, "Encoding".
enum ProtobufEncoder: ExpositionEncoder {
    static var format: ExpositionFormat { .protobuf }
    static var hasExemplars: Bool { true }
    static var hasCreated: Bool { true }
    static var isFramed: Bool { true }
    static func sumLines(_ bounds: [Double]) -> SumLines { .always }
    static func appendEnd(to text: inout TextBuffer) {}

    static func appendMetadata(of family: FamilyDescriptor, to text: inout TextBuffer) {
        text.append(field: ProtobufField.Family.name, text: family.type == .info ? family.baseName + "_info" : family.name.text)
        if !family.help.isEmpty { text.append(field: ProtobufField.Family.help, text: family.help) }
        text.append(field: ProtobufField.Family.type, varint: family.type.protobufNumber)
        if let unit = family.unit, !unit.rawValue.isEmpty { text.append(field: ProtobufField.Family.unit, text: unit.rawValue) }
    }

    // MARK: Instruments

    static func append(
        _ series: SeriesRecord, _ parts: [SeriesPart], created: Double?, of family: FamilyDescriptor, to lines: inout PlanSegment.Lines
    ) -> Bool {
        let created = created.flatMap { ProtobufTime($0) }
        let isHistogram = family.type == .histogram
        let value = parts.reduce(created?.fieldBytes ?? 0) { $0 + fieldBytes(of: $1) }
        let field = isHistogram ? ProtobufField.Metric.histogram : family.type.protobufField
        lines.text.append(
            field: ProtobufField.Family.metric, length: labelBytes(of: series, family) + 1 + TextBuffer.varintBytes(value) + value)
        appendLabels(of: series, family, to: &lines.text)
        lines.text.append(field: field, length: value)
        created?.append(field: isHistogram ? ProtobufField.Histogram.created : ProtobufField.Number.created, to: &lines.text)
        for part in parts {
            appendStart(of: part, to: &lines.text)
            guard lines.endLine() else { return false }
        }
        return true
    }

    static func append(
        _ segment: PlanSegment, from position: inout LinePosition, before end: Int, counts: inout [UInt64], to text: inout TextBuffer
    ) {
        text.appendMessages(segment, from: &position, before: end, counts: &counts)
    }

    /// A bucket's bound and count, with what says which they are.
    private static let bucketBytes = 1 + MessageValue.numberBytes + 1 + MessageValue.countBytes

    private static func fieldBytes(of part: SeriesPart) -> Int {
        switch part {
        case .value, .sum: 1 + MessageValue.numberBytes
        case .bucket: 2 + bucketBytes
        case .count: 1 + MessageValue.countBytes
        case .created: 0
        }
    }

    /// What stands before the value of a part.
    private static func appendStart(of part: SeriesPart, to text: inout TextBuffer) {
        switch part {
        case .value: text.append(field: ProtobufField.Number.value, .fixed64)
        case .bucket(let bound):
            text.append(field: ProtobufField.Histogram.bucket, length: bucketBytes)
            text.append(field: ProtobufField.Bucket.bound, double: bound)
            text.append(field: ProtobufField.Bucket.count, .varint)
        case .sum: text.append(field: ProtobufField.Histogram.sum, .fixed64)
        case .count: text.append(field: ProtobufField.Histogram.count, .varint)
        case .created: break
        }
    }

    // MARK: Samples

    static func append(_ sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer) {
        let details = sample.details
        text.appendMessage(field: ProtobufField.Family.metric) { text in
            appendLabels(of: sample, family, to: &text)
            if let milliseconds = details.timestamp.flatMap(SampleDetails.milliseconds) {
                text.append(field: ProtobufField.Metric.milliseconds, varint: UInt64(bitPattern: milliseconds))
            }
            switch sample.kind {
            case .number: append(sample.number, details, of: family.type, to: &text)
            case .decimal: append(sample.decimal.nearest, details, of: family.type, to: &text)
            case .histogram: append(sample.histogram, details, to: &text)
            case .summary: append(sample.summary, details, to: &text)
            case .end, .family: break
            }
        }
    }

    private static func append(_ value: Double, _ details: SampleDetails, of type: MetricType, to text: inout TextBuffer) {
        text.appendMessage(field: type.protobufField) { text in
            if type == .counter {
                details.created.flatMap { ProtobufTime($0) }?.append(field: ProtobufField.Number.created, to: &text)
                if let placed = details.exemplars.first { append(placed.exemplar, field: ProtobufField.Number.exemplar, to: &text) }
            }
            text.append(field: ProtobufField.Number.value, double: value)
        }
    }

    private static func append(_ value: HistogramValue, _ details: SampleDetails, to text: inout TextBuffer) {
        text.appendMessage(field: ProtobufField.Metric.histogram) { text in
            details.created.flatMap { ProtobufTime($0) }?.append(field: ProtobufField.Histogram.created, to: &text)
            if let native = value.native {
                if !value.bounds.isEmpty { appendBuckets(of: value, [], to: &text) }
                append(native, to: &text)
                // Those without a time are of no use to a reader, who may have them already.
                let exemplars = details.exemplars.map(\.exemplar).filter { $0.timestamp != nil }
                for exemplar in exemplars.sorted(by: { ($0.timestamp ?? 0) < ($1.timestamp ?? 0) }) {
                    append(exemplar, field: ProtobufField.Histogram.exemplar, to: &text)
                }
            } else {
                appendBuckets(of: value, details.exemplars, to: &text)
            }
            text.append(field: ProtobufField.Histogram.sum, double: value.sum)
            text.append(field: ProtobufField.Histogram.count, .varint)
            text.append(fixedCount: value.count)
        }
    }

    /// With the one at infinity; `exemplars` stand in the order of their buckets.
    private static func appendBuckets(of value: HistogramValue, _ exemplars: [PlacedExemplar], to text: inout TextBuffer) {
        var exemplars = exemplars[...]
        for (bucket, (bound, count)) in zip(value.bounds + [.infinity], value.cumulativeCounts).enumerated() {
            text.appendMessage(field: ProtobufField.Histogram.bucket) { text in
                text.append(field: ProtobufField.Bucket.bound, double: bound)
                if exemplars.first?.bucket == bucket, let placed = exemplars.popFirst() {
                    append(placed.exemplar, field: ProtobufField.Bucket.exemplar, to: &text)
                }
                text.append(field: ProtobufField.Bucket.count, .varint)
                text.append(fixedCount: count)
            }
        }
    }

    private static func append(_ value: SummaryValue, _ details: SampleDetails, to text: inout TextBuffer) {
        text.appendMessage(field: ProtobufField.Metric.summary) { text in
            details.created.flatMap { ProtobufTime($0) }?.append(field: ProtobufField.Summary.created, to: &text)
            text.append(field: ProtobufField.Summary.count, varint: value.count)
            text.append(field: ProtobufField.Summary.sum, double: value.sum)
            for quantile in value.quantiles {
                text.appendMessage(field: ProtobufField.Summary.quantile) { text in
                    text.append(field: ProtobufField.Quantile.quantile, double: quantile.quantile)
                    text.append(field: ProtobufField.Quantile.value, double: quantile.value)
                }
            }
        }
    }

    private static func append(_ exemplar: Exemplar, field number: UInt64, to text: inout TextBuffer) {
        text.appendMessage(field: number) { text in
            for label in exemplar.labels.all {
                text.append(
                    field: ProtobufField.Exemplar.label, length: pairBytes(label.name.text.utf8.count, label.value.utf8.count))
                text.append(field: ProtobufField.Label.name, text: label.name.text)
                text.append(field: ProtobufField.Label.value, text: label.value)
            }
            text.append(field: ProtobufField.Exemplar.value, double: exemplar.value)
            exemplar.timestamp.flatMap { ProtobufTime($0) }?.append(field: ProtobufField.Exemplar.timestamp, to: &text)
        }
    }

    // MARK: Labels

    /// A name and a value, behind their lengths.
    private static func pairBytes(_ name: Int, _ value: Int) -> Int {
        2 + TextBuffer.varintBytes(name) + name + TextBuffer.varintBytes(value) + value
    }

    private static func labelBytes(_ name: Int, _ value: Int) -> Int {
        let pair = pairBytes(name, value)
        return 1 + TextBuffer.varintBytes(pair) + pair
    }

    /// What `appendLabels` appends.
    private static func labelBytes(of series: some LabelledSeries, _ family: FamilyDescriptor) -> Int {
        var bytes = family.constantLabels.all.reduce(0) { $0 + labelBytes($1.name.text.utf8.count, $1.value.utf8.count) }
        series.forEachLabel { index, value in bytes += labelBytes(family.nameOfLabel(index).utf8.count, value.count) }
        return bytes
    }

    private static func appendLabels(of series: some LabelledSeries, _ family: FamilyDescriptor, to text: inout TextBuffer) {
        for label in family.constantLabels.all {
            text.append(field: ProtobufField.Metric.label, length: pairBytes(label.name.text.utf8.count, label.value.utf8.count))
            text.append(field: ProtobufField.Label.name, text: label.name.text)
            text.append(field: ProtobufField.Label.value, text: label.value)
        }
        series.forEachLabel { index, value in
            let name = family.nameOfLabel(index)
            text.append(field: ProtobufField.Metric.label, length: pairBytes(name.utf8.count, value.count))
            text.append(field: ProtobufField.Label.name, text: name)
            text.append(field: ProtobufField.Label.value, text: value)
        }
    }
}
