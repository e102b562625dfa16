/// A representation of metric families.
///
/// The walk over the data is shared: an encoder only says what each part looks like.
///
/// ## Implementation guidance
/// - Calls come in this order: `appendStart`; for each family that has samples its metadata, then its samples, with `appendSeparator`
///   between them, then `appendFamilyEnd`; in the end `appendEnd`. What is fixed of instruments' series is asked for apart from that, and
///   kept.
/// - Where a family is framed, samples are encoded twice: once to be measured.
/// - Encoding can't fail. Data are sealed and valid, label values and help are any text: whatever they hold, write valid output.
/// - Samples of one family may come with several descriptors, which agree in name, type, unit, label names and constant
///   labels.
protocol ExpositionEncoder {
    static var format: ExpositionFormat { get }
    /// Whether the format has a place for exemplars.
    static var hasExemplars: Bool { get }
    /// Whether the format tells when series began.
    static var hasCreated: Bool { get }
    /// Whether what is fixed of instruments is rendered once and kept, for values to be put in: then no call stands between them.
    static var hasPlan: Bool { get }
    /// Whether a family is one message, with its length before it.
    static var isFramed: Bool { get }
    /// What precedes all families.
    static func appendStart(_ outcomes: ExposedOutcomes, to text: inout TextBuffer)
    /// The metadata of a family: whole lines, or the first fields of its message.
    static func appendMetadata(of family: FamilyDescriptor, to text: inout TextBuffer)
    /// What is fixed of a series of an instrument: what stands before the value of each part, as a line each.
    ///
    /// False when there is more text than there may be.
    static func append(
        _ series: SeriesRecord, _ parts: [SeriesPart], created: Double?, of family: FamilyDescriptor, to lines: inout PlanSegment.Lines
    ) -> Bool
    /// What is fixed of some series, with the values of now in between; see ``TextBuffer/append(_:from:before:counts:)``.
    static func append(
        _ segment: PlanSegment, from position: inout LinePosition, before end: Int, counts: inout [UInt64], to text: inout TextBuffer)
    /// A series of an instrument as it is now, where nothing is kept: one metric, or several with separators between them.
    static func append(_ element: SeriesCursor.Element, of family: FamilyDescriptor, to text: inout TextBuffer)
    /// Whether the sum and the count of a histogram with these bounds are exposed.
    static func sumLines(_ bounds: [Double]) -> SumLines
    /// Whether the format has a place for a sample.
    static func shows(_ sample: SampleRecord) -> Bool
    /// The lines of a sample, or its message.
    static func append(_ sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer)
    /// What stands between two samples of a family.
    static func appendSeparator(to text: inout TextBuffer)
    /// What follows the samples of a family.
    static func appendFamilyEnd(isLast: Bool, to text: inout TextBuffer)
    /// What follows all families.
    static func appendEnd(to text: inout TextBuffer)
}

/// Most formats are one piece after the other, and have a place for every sample.
extension ExpositionEncoder {
    static var hasPlan: Bool { true }
    static var isFramed: Bool { false }
    static func append(_ element: SeriesCursor.Element, of family: FamilyDescriptor, to text: inout TextBuffer) {}
    static func shows(_ sample: SampleRecord) -> Bool { true }
    static func appendStart(_ outcomes: ExposedOutcomes, to text: inout TextBuffer) {}
    static func appendSeparator(to text: inout TextBuffer) {}
    static func appendFamilyEnd(isLast: Bool, to text: inout TextBuffer) {}
}

/// A representation of metric families in lines of text, each with a value at its end.
protocol LineEncoder: ExpositionEncoder {
    /// What stands before a value of an instrument: a name, labels, and a blank.
    static func appendSeries(_ series: SeriesRecord, _ part: SeriesPart, of family: FamilyDescriptor, to text: inout TextBuffer)
}

extension LineEncoder {
    static func append(
        _ series: SeriesRecord, _ parts: [SeriesPart], created: Double?, of family: FamilyDescriptor, to lines: inout PlanSegment.Lines
    ) -> Bool {
        for part in parts {
            appendSeries(series, part, of: family, to: &lines.text)
            guard lines.endLine() else { return false }
        }
        guard let created else { return true }
        // Whatever the clock said: there is a line for each.
        if created.isFinite {
            appendSeries(series, .created, of: family, to: &lines.text)
            lines.text.append(value: created)
            lines.text.newline()
        }
        return lines.endLine()
    }

    static func append(
        _ segment: PlanSegment, from position: inout LinePosition, before end: Int, counts: inout [UInt64], to text: inout TextBuffer
    ) {
        text.append(segment, from: &position, before: end, counts: &counts)
    }
}

/// A representation of which nothing can be kept: what stands around a value depends on it.
protocol UnplannedEncoder: ExpositionEncoder {}

extension UnplannedEncoder {
    static var hasPlan: Bool { false }
    static func sumLines(_ bounds: [Double]) -> SumLines { .always }

    static func append(
        _ series: SeriesRecord, _ parts: [SeriesPart], created: Double?, of family: FamilyDescriptor, to lines: inout PlanSegment.Lines
    ) -> Bool { false }

    static func append(
        _ segment: PlanSegment, from position: inout LinePosition, before end: Int, counts: inout [UInt64], to text: inout TextBuffer
    ) { position = LinePosition(run: end, of: segment) }
}

/// The lines of one series of an instrument.
enum SeriesPart {
    case value
    /// Up to this bound.
    case bucket(Double)
    case sum, count
    /// When it began.
    case created
}

/// Whether a histogram has lines for its sum and its count.
enum SumLines {
    case always, unlessNegative, never
}
