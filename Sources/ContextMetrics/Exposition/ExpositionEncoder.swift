/// A representation of metric families as text.
///
/// The walk over the data is shared: an encoder only says what each part looks like.
///
/// ## Implementation guidance
/// - Calls come in this order: `appendStart`; for each family that has samples its metadata, then its samples, with `appendSeparator`
///   between them, then `appendFamilyEnd`; in the end `appendEnd`.
/// - Encoding can't fail. Data are sealed and valid, label values and help are any text: whatever they hold, write valid output.
/// - Samples of one family may come with several descriptors, which agree in name, type, unit, label names and constant
///   labels.
protocol ExpositionEncoder {
    static var format: ExpositionFormat { get }
    /// Whether the format has a place for exemplars.
    static var hasExemplars: Bool { get }
    /// Whether the format tells when series began.
    static var hasCreated: Bool { get }
    /// Whether lines of instruments are rendered once and kept, for values to be put in: then no call stands between them.
    static var hasPlan: Bool { get }
    /// What precedes all families.
    static func appendStart(_ outcomes: ExposedOutcomes, to text: inout TextBuffer)
    /// The metadata of a family, in whole lines.
    static func appendMetadata(of family: FamilyDescriptor, to text: inout TextBuffer)
    /// What stands before a value of an instrument: a name, labels, and a blank.
    static func appendSeries(_ series: SeriesRecord, _ part: SeriesPart, of family: FamilyDescriptor, to text: inout TextBuffer)
    /// Whether the sum and the count of a histogram with these bounds are exposed.
    static func sumLines(_ bounds: [Double]) -> SumLines
    /// Whether the format has a place for a sample.
    static func shows(_ sample: SampleRecord) -> Bool
    /// The lines of a sample.
    static func append(_ sample: SampleRecord, of family: FamilyDescriptor, to text: inout TextBuffer)
    /// What stands between two samples of a family.
    static func appendSeparator(to text: inout TextBuffer)
    /// What follows the samples of a family.
    static func appendFamilyEnd(isLast: Bool, to text: inout TextBuffer)
    /// What follows all families.
    static func appendEnd(to text: inout TextBuffer)
}

/// Most formats are lines, one after the other, and have a place for every sample.
extension ExpositionEncoder {
    static var hasPlan: Bool { true }
    static func shows(_ sample: SampleRecord) -> Bool { true }
    static func appendStart(_ outcomes: ExposedOutcomes, to text: inout TextBuffer) {}
    static func appendSeparator(to text: inout TextBuffer) {}
    static func appendFamilyEnd(isLast: Bool, to text: inout TextBuffer) {}
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
