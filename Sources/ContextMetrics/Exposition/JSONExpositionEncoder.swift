/// JSON, for people and scripts: what was gathered, and how the gather went.
///
/// The shape is described in the documentation's page "JSON". Each sample stands on its own line. Names are as they were
/// given, and what several formats leave out is there: units, exemplars, when series began.
///
/// Source: RFC 8259.
enum JSONExpositionEncoder: UnplannedEncoder {
    /// Of the shape: goes up when a member changes or goes away, not when one comes.
    private static let version: UInt64 = 1

    static var format: ExpositionFormat { .json }
    static var hasExemplars: Bool { true }
    static var hasCreated: Bool { true }

    static func appendStart(_ outcomes: ExposedOutcomes, to text: inout TextBuffer) {
        text.append("{\"version\":")
        text.append(decimal: version)
        text.append(",\"ending\":")
        text.append(json: outcomes.ending)
        text.append(",\n\"collectors\":[")
        for (index, collector) in outcomes.collectors.enumerated() {
            text.append(index == 0 ? "\n{\"name\":" : ",\n{\"name\":")
            text.append(json: collector.name)
            text.append(",\"outcome\":")
            text.append(json: collector.outcome)
            if let duration = collector.duration {
                text.append(",\"durationSeconds\":")
                text.append(json: duration.seconds)
            }
            text.append(UInt8(ascii: "}"))
        }
        text.append("],\n\"conflicts\":[")
        for (index, conflict) in outcomes.conflicts.enumerated() {
            text.append(index == 0 ? "\n{\"collector\":" : ",\n{\"collector\":")
            text.append(json: conflict.collector)
            text.append(",\"family\":")
            text.append(json: conflict.family)
            text.append(",\"reason\":")
            text.append(json: conflict.reason.rawValue)
            text.append(",\"samples\":")
            text.append(decimal: Int64(conflict.samples))
            text.append(UInt8(ascii: "}"))
        }
        text.append("],\n\"families\":[")
    }

    static func appendMetadata(of family: FamilyDescriptor, to text: inout TextBuffer) {
        text.append("\n{\"name\":")
        text.append(json: family.type == .info ? family.baseName + "_info" : family.name.text)
        text.append(",\"type\":")
        text.append(json: family.type.rawValue.lowercased())
        text.append(",\"help\":")
        text.append(json: family.help)
        if let unit = family.unit, !unit.rawValue.isEmpty {
            text.append(",\"unit\":")
            text.append(json: unit.rawValue)
        }
        text.append(",\"metrics\":[\n")
    }

    /// The fewest bytes of a metric, as in `{"labels":{},"value":0}`.
    static let leastBytes = 23

    static func append(_ sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer) {
        appendLabels(of: sample, of: family, to: &text)
        let details = sample.details
        switch sample.kind {
        case .number: append(number: sample.number, details.exemplars, to: &text)
        case .decimal: append(sample.decimal, details.exemplars, to: &text)
        case .histogram: append(sample.histogram, details.exemplars, to: &text)
        case .summary: append(sample.summary, to: &text)
        case .end, .family: break
        }
        appendEnd(details, to: &text)
    }

    static func append(_ element: SeriesCursor.Element, of family: FamilyDescriptor, to text: inout TextBuffer) {
        if case .states(let states) = element.reading {
            for (place, state) in states.states.enumerated() {
                if place > 0 { appendSeparator(to: &text) }
                appendLabels(of: element.series, of: family, state: state.state, to: &text)
                append(number: state.isOn ? 1 : 0, [], to: &text)
                appendEnd(element.details, to: &text)
            }
            return
        }
        var details = element.details
        appendLabels(of: element.series, of: family, to: &text)
        switch element.reading {
        case .number(let value): append(number: value, details.exemplars, to: &text)
        case .decimal(let value): append(value, details.exemplars, to: &text)
        case .histogram(let value): append(value, details.exemplars, to: &text)
        case .native(let reading):
            details = reading.details(details)
            append(reading.value, details.exemplars, to: &text)
        case .summary(let value): append(value, to: &text)
        case .states: break
        }
        appendEnd(details, to: &text)
    }

    static func appendSeparator(to text: inout TextBuffer) { text.append(",\n") }

    static func appendFamilyEnd(isLast: Bool, to text: inout TextBuffer) { text.append(isLast ? "]}" : "]},") }

    static func appendEnd(to text: inout TextBuffer) { text.append("]}\n") }

    // MARK: Parts of a sample

    private static func appendLabels(
        of series: some LabelledSeries, of family: FamilyDescriptor, state: String? = nil, to text: inout TextBuffer
    ) {
        text.append("{\"labels\":")
        var separator = UInt8(ascii: "{")
        func append(_ name: String, _ text: inout TextBuffer) {
            text.append(separator)
            separator = UInt8(ascii: ",")
            text.append(json: name)
            text.append(UInt8(ascii: ":"))
        }
        for label in family.constantLabels.all {
            append(label.name.text, &text)
            text.append(json: label.value)
        }
        series.forEachLabel { index, value in
            append(family.nameOfLabel(index), &text)
            text.append(json: value)
        }
        if let state {
            append(family.name.text, &text)
            text.append(json: state)
        }
        text.append(separator == UInt8(ascii: "{") ? "{}" : "}")
    }

    private static func append(number: Double, _ exemplars: [PlacedExemplar], to text: inout TextBuffer) {
        text.append(",\"value\":")
        text.append(json: number)
        if let exemplar = exemplars.first?.exemplar { append(exemplar, to: &text) }
    }

    private static func append(_ decimal: ExactDecimal, _ exemplars: [PlacedExemplar], to text: inout TextBuffer) {
        text.append(",\"value\":")
        text.append(decimal)
        if let exemplar = exemplars.first?.exemplar { append(exemplar, to: &text) }
    }

    /// What stands behind the value.
    private static func appendEnd(_ details: SampleDetails, to text: inout TextBuffer) {
        if let timestamp = details.timestamp {
            text.append(",\"timestamp\":")
            text.append(json: timestamp)
        }
        if let created = details.created, created.isFinite {
            text.append(",\"created\":")
            text.append(json: created)
        }
        text.append(UInt8(ascii: "}"))
    }

    /// Exemplars stand in the order of their buckets, in each of which the newest is shown.
    private static func append(_ value: HistogramValue, _ exemplars: [PlacedExemplar], to text: inout TextBuffer) {
        text.append(",\"buckets\":[")
        var rest = exemplars[...]
        for (bucket, (bound, count)) in zip(value.bounds + [.infinity], value.cumulativeCounts).enumerated() {
            text.append(bucket == 0 ? "{\"le\":" : ",{\"le\":")
            text.append(json: bound)
            text.append(",\"count\":")
            text.append(decimal: count)
            var newest: Exemplar?
            while rest.first?.bucket == bucket { newest = rest.popFirst()?.exemplar }
            if let newest { append(newest, to: &text) }
            text.append(UInt8(ascii: "}"))
        }
        append(sum: value.sum, count: value.count, to: &text)
        if let native = value.native { append(native, exemplars, to: &text) }
    }

    private static func append(_ native: HistogramValue.Native, _ exemplars: [PlacedExemplar], to text: inout TextBuffer) {
        text.append(",\"native\":{\"schema\":")
        text.append(decimal: Int64(native.schema))
        text.append(",\"zeroThreshold\":")
        text.append(json: native.zeroThreshold)
        text.append(",\"zeroCount\":")
        text.append(decimal: native.zeroCount)
        text.append(",\"positive\":[")
        append(native.positive, to: &text)
        text.append("],\"negative\":[")
        append(native.negative, to: &text)
        text.append("],\"exemplars\":[")
        for (place, placed) in exemplars.enumerated() {
            if place > 0 { text.append(UInt8(ascii: ",")) }
            append(object: placed.exemplar, to: &text)
        }
        text.append("]}")
    }

    private static func append(_ buckets: [HistogramValue.Native.Bucket], to text: inout TextBuffer) {
        for (place, bucket) in buckets.enumerated() {
            text.append(place == 0 ? "{\"index\":" : ",{\"index\":")
            text.append(decimal: Int64(bucket.index))
            text.append(",\"count\":")
            text.append(decimal: bucket.count)
            text.append(UInt8(ascii: "}"))
        }
    }

    private static func append(_ value: SummaryValue, to text: inout TextBuffer) {
        text.append(",\"quantiles\":[")
        for (place, quantile) in value.quantiles.enumerated() {
            text.append(place == 0 ? "{\"quantile\":" : ",{\"quantile\":")
            text.append(json: quantile.quantile)
            text.append(",\"value\":")
            text.append(json: quantile.value)
            text.append(UInt8(ascii: "}"))
        }
        append(sum: value.sum, count: value.count, to: &text)
    }

    private static func append(sum: Double, count: UInt64, to text: inout TextBuffer) {
        text.append("],\"sum\":")
        text.append(json: sum)
        text.append(",\"count\":")
        text.append(decimal: count)
    }

    private static func append(_ exemplar: Exemplar, to text: inout TextBuffer) {
        text.append(",\"exemplar\":")
        append(object: exemplar, to: &text)
    }

    private static func append(object exemplar: Exemplar, to text: inout TextBuffer) {
        text.append("{\"labels\":{")
        for (index, label) in exemplar.labels.all.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(json: label.name.text)
            text.append(UInt8(ascii: ":"))
            text.append(json: label.value)
        }
        text.append("},\"value\":")
        text.append(json: exemplar.value)
        if let timestamp = exemplar.timestamp {
            text.append(",\"timestamp\":")
            text.append(json: timestamp)
        }
        text.append(UInt8(ascii: "}"))
    }
}
