/// OpenMetrics 1.0.0, and 0.0.1, which looks the same.
///
/// Names that are not of the legacy grammar stand in quotation marks, as Prometheus 3 reads them.
///
/// Metadata carry the family's base name, without `_total` and `_info`. A counter whose name doesn't end in `_total` can't be
/// a counter here, and isn't renamed: it is of type unknown.
///
/// The format forbids what some data are. The smallest part that makes a family invalid is left out, since one invalid line
/// makes a scraper refuse all: `_sum` and `_count` of a histogram with a negative bound or sum, a negative `_sum` of a
/// summary, its negative quantiles. Text 0.0.4 has them.
///
/// Source: OpenMetrics 1.0, "Text format" and "Metric types".
enum OpenMetricsEncoder: LineEncoder {
    static var format: ExpositionFormat { .openMetrics }
    static var hasExemplars: Bool { true }
    static var hasCreated: Bool { true }

    static func appendMetadata(of family: FamilyDescriptor, to text: inout TextBuffer) {
        let name = family.baseName
        text.appendMetadata("TYPE", name, of: family, typeName(of: family))
        if let unit = family.unit, !unit.rawValue.isEmpty { text.appendMetadata("UNIT", name, of: family, text: unit.rawValue) }
        text.appendHelp(name, of: family, escaping: .quoted)
    }

    static func appendSeries(_ series: SeriesRecord, _ part: SeriesPart, of family: FamilyDescriptor, to text: inout TextBuffer) {
        let isInfo = family.type == .info
        let isBase = if case .created = part { true } else { isInfo }
        text.appendSeries(isBase ? family.baseName : family.name.text, suffix: isInfo ? "_info" : "", series, part, of: family)
    }

    /// Both or neither.
    ///
    /// The sum of what may be negative isn't a counter.
    static func sumLines(_ bounds: [Double]) -> SumLines { (bounds.first ?? 0) >= 0 ? .unlessNegative : .never }

    static func append(_ sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer) {
        appendValue(of: sample, of: family, to: &text)
        if sample.hasDetails, let created = sample.details.created, created.isFinite {
            text.appendSample(family.baseName, suffix: "_created", sample, of: family, value: created, at: time(of: sample))
        }
    }

    private static func appendValue(of sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer) {
        if sample.kind == .number, family.type != .info, !sample.hasDetails { return text.appendNumber(sample, of: family) }
        let name = family.baseName
        let time = time(of: sample)
        switch sample.kind {
        case .number where family.type == .info:
            text.appendSample(name, suffix: "_info", sample, of: family, value: sample.number, at: time)
        case .number:
            text.appendSample(
                family.name.text, sample, of: family, value: sample.number, at: time, exemplar: exemplar(of: sample, of: family))
        case .decimal:
            text.appendSample(
                family.name.text, sample, of: family, decimal: sample.decimal, at: time, exemplar: exemplar(of: sample, of: family))
        case .histogram:
            let value = sample.histogram
            text.appendBuckets(name, sample, of: family, value, at: time, sample.details.exemplars)
            if sumLines(value.bounds) == .never || !(value.sum >= 0) { return }
            text.appendSample(name, suffix: "_sum", sample, of: family, value: value.sum, at: time)
            text.appendSample(name, suffix: "_count", sample, of: family, count: value.count, at: time)
        case .summary:
            let value = sample.summary
            for quantile in value.quantiles where !(quantile.value < 0) {
                text.appendSample(name, sample, of: family, with: .quantile(quantile.quantile), value: quantile.value, at: time)
            }
            if value.sum >= 0 { text.appendSample(name, suffix: "_sum", sample, of: family, value: value.sum, at: time) }
            text.appendSample(name, suffix: "_count", sample, of: family, count: value.count, at: time)
        case .end, .family: break
        }
    }

    private static func time(of sample: SampleRecord) -> SampleTime { sample.timestamp.map(SampleTime.seconds) ?? .none }

    /// Only what is a counter here may have one: a scrape with an exemplar elsewhere is refused as a whole, by Prometheus 2.42 for one.
    private static func exemplar(of sample: SampleRecord, of family: FamilyDescriptor) -> Exemplar? {
        isCounter(family) ? sample.details.exemplars.first?.exemplar : nil
    }

    /// Whether a family is a counter in this format.
    private static func isCounter(_ family: FamilyDescriptor) -> Bool { family.type == .counter && family.baseName != family.name.text }

    static func appendEnd(to text: inout TextBuffer) {
        text.append("# EOF")
        text.newline()
    }

    private static func typeName(of family: FamilyDescriptor) -> StaticString {
        switch family.type {
        case .counter: isCounter(family) ? "counter" : "unknown"
        case .gauge: "gauge"
        case .histogram: "histogram"
        case .summary: "summary"
        case .info: "info"
        case .stateSet: "stateset"
        case .untyped: "unknown"
        }
    }
}
