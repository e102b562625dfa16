/// A label that the format adds to those of the sample.
enum AddedLabel {
    case none
    /// The upper bound of a bucket.
    case le(Double)
    case quantile(Double)
}

/// The line of a sample, which is the same in text format and in OpenMetrics but for the time.
extension TextBuffer {
    mutating func appendSample(
        _ name: String, suffix: StaticString = "", _ sample: SampleRecord, of family: FamilyDescriptor,
        with added: AddedLabel = .none, value: Double, at time: SampleTime = .none, exemplar: Exemplar? = nil
    ) {
        appendSeries(name, suffix: suffix, sample, of: family, added)
        append(value: value)
        append(time)
        if let exemplar { append(exemplar) }
        newline()
    }

    mutating func appendSample(
        _ name: String, suffix: StaticString = "", _ sample: SampleRecord, of family: FamilyDescriptor,
        with added: AddedLabel = .none, count: UInt64, at time: SampleTime = .none, exemplar: Exemplar? = nil
    ) {
        appendSeries(name, suffix: suffix, sample, of: family, added)
        append(decimal: count)
        append(time)
        if let exemplar { append(exemplar) }
        newline()
    }

    mutating func appendSample(
        _ name: String, suffix: StaticString = "", _ sample: SampleRecord, of family: FamilyDescriptor, decimal: ExactDecimal,
        at time: SampleTime = .none, exemplar: Exemplar? = nil
    ) {
        appendSeries(name, suffix: suffix, sample, of: family, .none)
        append(decimal)
        append(time)
        if let exemplar { append(exemplar) }
        newline()
    }

    /// The buckets of a histogram, with the one at infinity; `exemplars` stand in the order of their buckets.
    mutating func appendBuckets(
        _ name: String, _ sample: SampleRecord, of family: FamilyDescriptor, _ value: HistogramValue,
        at time: SampleTime = .none, _ exemplars: [PlacedExemplar] = []
    ) {
        var exemplars = exemplars[...]
        for (bucket, (bound, count)) in zip(value.bounds + [.infinity], value.cumulativeCounts).enumerated() {
            var exemplar: Exemplar?
            while exemplars.first?.bucket == bucket { exemplar = exemplars.popFirst()?.exemplar }
            appendSample(name, suffix: "_bucket", sample, of: family, with: .le(bound), count: count, at: time, exemplar: exemplar)
        }
    }

    /// What stands before the value.
    private mutating func appendSeries(
        _ name: String, suffix: StaticString, _ sample: SampleRecord, of family: FamilyDescriptor, _ added: AddedLabel
    ) {
        appendBeginning(of: family)
        append(name: name, of: family)
        append(suffix)
        var separator = appendNameEnd(of: family)
        appendConstantLabels(of: family, after: &separator)
        sample.forEachLabel { index, value in appendLabel(index, value, of: family, after: &separator) }
        endSeries(added, after: &separator)
    }

    /// What stands before a value of an instrument.
    mutating func appendSeries(
        _ name: String, suffix: StaticString, _ series: SeriesRecord, _ part: SeriesPart, of family: FamilyDescriptor
    ) {
        appendBeginning(of: family)
        append(name: name, of: family)
        switch part {
        case .value: append(suffix)
        case .bucket: append("_bucket")
        case .sum: append("_sum")
        case .count: append("_count")
        case .created: append("_created")
        }
        var separator = appendNameEnd(of: family)
        appendConstantLabels(of: family, after: &separator)
        series.forEachLabel { index, value in appendLabel(index, value, of: family, after: &separator) }
        if case .bucket(let bound) = part { endSeries(.le(bound), after: &separator) } else { endSeries(.none, after: &separator) }
    }

    /// What stands before the name: where it needs quotation marks, it is the first thing within the braces.
    private mutating func appendBeginning(of family: FamilyDescriptor) {
        if !family.hasLegacyName { append("{\"") }
    }

    private mutating func append(name: String, of family: FamilyDescriptor) {
        if family.hasLegacyName { append(name) } else { append(name, escaping: .quoted) }
    }

    /// Returns what stands before the first label.
    private mutating func appendNameEnd(of family: FamilyDescriptor) -> UInt8 {
        if family.hasLegacyName { return UInt8(ascii: "{") }
        append(UInt8(ascii: "\""))
        return UInt8(ascii: ",")
    }

    private mutating func appendConstantLabels(of family: FamilyDescriptor, after separator: inout UInt8) {
        for (index, label) in family.constantLabels.all.enumerated() {
            append(separator)
            separator = UInt8(ascii: ",")
            append(family.shownConstantNames[index])
            append("=\"")
            append(label.value, escaping: .quoted)
            append(UInt8(ascii: "\""))
        }
    }

    private mutating func appendLabel(
        _ index: Int, _ value: Span<UInt8>, of family: FamilyDescriptor, after separator: inout UInt8
    ) {
        append(separator)
        separator = UInt8(ascii: ",")
        // One value more than there are names is the state of a state set, whose label is named after the family.
        if index < family.shownLabelNames.count {
            append(family.shownLabelNames[index])
        } else {
            append(family.hasLegacyName ? family.name.text : NameGrammar.quoted(family.name.text))
        }
        append("=\"")
        append(value, escaping: .quoted)
        append(UInt8(ascii: "\""))
    }

    private mutating func endSeries(_ added: AddedLabel, after separator: inout UInt8) {
        switch added {
        case .le(let bound): appendLabel("le", bound, after: &separator)
        case .quantile(let quantile): appendLabel("quantile", quantile, after: &separator)
        case .none: break
        }
        if separator == UInt8(ascii: ",") { append(UInt8(ascii: "}")) }
        append(UInt8(ascii: " "))
    }

    private mutating func appendLabel(_ name: StaticString, _ bound: Double, after separator: inout UInt8) {
        append(separator)
        separator = UInt8(ascii: ",")
        append(name)
        append("=\"")
        append(bound: bound)
        append(UInt8(ascii: "\""))
    }

    /// A line of metadata, as in `# TYPE up gauge`.
    mutating func appendMetadata(
        _ keyword: StaticString, _ name: String, suffix: StaticString = "", of family: FamilyDescriptor, _ value: StaticString
    ) {
        appendMetadata(keyword, name, suffix: suffix, of: family)
        append(value)
        newline()
    }

    /// The same for a text of the family.
    mutating func appendMetadata(
        _ keyword: StaticString, _ name: String, suffix: StaticString = "", of family: FamilyDescriptor, text value: String
    ) {
        appendMetadata(keyword, name, suffix: suffix, of: family)
        append(value)
        newline()
    }

    /// The help of a family, nothing where it has none.
    mutating func appendHelp(_ name: String, suffix: StaticString = "", of family: FamilyDescriptor, escaping: Escaping) {
        if family.help.isEmpty { return }
        appendMetadata("HELP", name, suffix: suffix, of: family)
        append(family.help, escaping: escaping)
        newline()
    }

    private mutating func appendMetadata(_ keyword: StaticString, _ name: String, suffix: StaticString, of family: FamilyDescriptor) {
        append("# ")
        append(keyword)
        append(UInt8(ascii: " "))
        if family.hasLegacyMetricName {
            append(name)
            append(suffix)
        } else {
            append(UInt8(ascii: "\""))
            append(name, escaping: .quoted)
            append(suffix)
            append(UInt8(ascii: "\""))
        }
        append(UInt8(ascii: " "))
    }
}
