/// Text format 0.0.4, which everything that scrapes understands, and 1.0.0, which differs in the names that it may be given: those that are not
/// of the legacy grammar stand in quotation marks.
///
/// Infos and state sets are gauges here, since the format doesn't know them; units are left out.
///
/// Source: Prometheus, "Exposition formats", "Text-based format".
enum TextEncoder: LineEncoder {
    static var format: ExpositionFormat { .text }
    static var hasExemplars: Bool { false }
    static var hasCreated: Bool { false }

    static func appendMetadata(of family: FamilyDescriptor, to text: inout TextBuffer) {
        let (name, suffix) = exposedName(of: family)
        text.appendHelp(name, suffix: suffix, of: family, escaping: .textHelp)
        text.appendMetadata("TYPE", name, suffix: suffix, of: family, typeName(family.type))
    }

    static func appendSeries(_ series: SeriesRecord, _ part: SeriesPart, of family: FamilyDescriptor, to text: inout TextBuffer) {
        let (name, suffix) = exposedName(of: family)
        text.appendSeries(name, suffix: suffix, series, part, of: family)
    }

    static func sumLines(_ bounds: [Double]) -> SumLines { .always }

    /// Not what was measured before 1970: Prometheus refuses a scrape with a negative timestamp as a whole.
    static func shows(_ sample: SampleRecord) -> Bool {
        guard sample.hasDetails, let timestamp = sample.timestamp else { return true }
        return SampleDetails.milliseconds(timestamp).map { $0 >= 0 } ?? true
    }

    static func append(_ sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer) {
        // Nearly all samples: names are references, to be counted.
        if sample.kind == .number, family.type != .info, !sample.hasDetails { return text.appendNumber(sample, of: family) }
        let (name, suffix) = exposedName(of: family)
        let time = sample.timestamp.flatMap(SampleDetails.milliseconds).map(SampleTime.milliseconds) ?? .none
        switch sample.kind {
        case .number: text.appendSample(name, suffix: suffix, sample, of: family, value: sample.number, at: time)
        case .decimal: text.appendSample(name, suffix: suffix, sample, of: family, decimal: sample.decimal, at: time)
        case .histogram:
            let value = sample.histogram
            text.appendBuckets(name, sample, of: family, value, at: time)
            text.appendSample(name, suffix: "_sum", sample, of: family, value: value.sum, at: time)
            text.appendSample(name, suffix: "_count", sample, of: family, count: value.count, at: time)
        case .summary:
            let value = sample.summary
            for quantile in value.quantiles {
                text.appendSample(name, sample, of: family, with: .quantile(quantile.quantile), value: quantile.value, at: time)
            }
            text.appendSample(name, suffix: "_sum", sample, of: family, value: value.sum, at: time)
            text.appendSample(name, suffix: "_count", sample, of: family, count: value.count, at: time)
        case .end, .family: break
        }
    }

    static func appendEnd(to text: inout TextBuffer) {}

    /// Metadata and samples have the same name here, suffix and all.
    private static func exposedName(of family: FamilyDescriptor) -> (String, StaticString) {
        family.type == .info ? (family.baseName, "_info") : (family.name.text, "")
    }

    private static func typeName(_ type: MetricType) -> StaticString {
        switch type {
        case .counter: "counter"
        case .gauge, .info, .stateSet: "gauge"
        case .histogram: "histogram"
        case .summary: "summary"
        case .untyped: "untyped"
        }
    }
}
