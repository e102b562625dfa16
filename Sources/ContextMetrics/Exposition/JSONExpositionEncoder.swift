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

    static func append(_ sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer) {
        appendLabels(of: sample, of: family, to: &text)
        let details = sample.details
        switch sample.kind {
        case .number:
            text.append(",\"value\":")
            text.append(json: sample.number)
            if let exemplar = details.exemplars.first?.exemplar { append(exemplar, to: &text) }
        case .decimal:
            text.append(",\"value\":")
            text.append(sample.decimal)
            if let exemplar = details.exemplars.first?.exemplar { append(exemplar, to: &text) }
        case .histogram: append(sample.histogram, details.exemplars, to: &text)
        case .summary: append(sample.summary, to: &text)
        case .end, .family: break
        }
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

    static func appendSeparator(to text: inout TextBuffer) { text.append(",\n") }

    static func appendFamilyEnd(isLast: Bool, to text: inout TextBuffer) { text.append(isLast ? "]}" : "]},") }

    static func appendEnd(to text: inout TextBuffer) { text.append("]}\n") }

    // MARK: Parts of a sample

    private static func appendLabels(of sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer) {
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
        sample.forEachLabel { index, value in
            // One value more than there are names is the state of a state set, whose label is named after the family.
            append(index < family.labelNames.count ? family.labelNames[index].text : family.name.text, &text)
            text.append(json: value)
        }
        text.append(separator == UInt8(ascii: "{") ? "{}" : "}")
    }

    private static func append(_ value: HistogramValue, _ exemplars: [PlacedExemplar], to text: inout TextBuffer) {
        text.append(",\"buckets\":[")
        var exemplars = exemplars[...]
        for (bucket, (bound, count)) in zip(value.bounds + [.infinity], value.cumulativeCounts).enumerated() {
            text.append(bucket == 0 ? "{\"le\":" : ",{\"le\":")
            text.append(json: bound)
            text.append(",\"count\":")
            text.append(decimal: count)
            if exemplars.first?.bucket == bucket, let placed = exemplars.popFirst() { append(placed.exemplar, to: &text) }
            text.append(UInt8(ascii: "}"))
        }
        append(sum: value.sum, count: value.count, to: &text)
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
        text.append(",\"exemplar\":{\"labels\":{")
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
