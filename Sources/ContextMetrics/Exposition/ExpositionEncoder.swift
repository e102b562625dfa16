/// A representation of metric families as bytes.
///
/// The walk over the data is shared: an encoder only says what each part looks like.
///
/// ## Implementation guidance
/// - Calls come in this order: for each family that has samples, `begin` once and then `append` for each sample; in the end `finish`.
/// - Encoding can't fail. Data are sealed and valid, label values and help are any text: whatever they hold, write valid output.
/// - Samples of one family may come with several descriptors, which agree in name, type, unit and label names.
protocol ExpositionEncoder: ~Copyable {
    static var format: ExpositionFormat { get }
    init(limit: Int)
    /// The limit was passed: what is still appended is not kept.
    var isOverLimit: Bool { get }
    /// The metadata of a family, in whole lines.
    static func appendMetadata(of family: FamilyDescriptor, to text: inout TextBuffer)
    /// What stands before the value of an instrument's number: its name and labels, and a blank.
    static func appendSeries(_ labels: [String], of family: FamilyDescriptor, to text: inout TextBuffer)
    /// Whether the sum and the count of a histogram are exposed.
    static func exposesSum(_ value: HistogramValue) -> Bool
    /// A family begins.
    mutating func begin(_ family: FamilyDescriptor)
    /// A sample of the family that was begun last.
    mutating func append(_ sample: SampleRecord, of family: FamilyDescriptor)
    /// A family whose fixed text is rendered already, metadata and all.
    mutating func append(_ plan: SeriesPlan)
    /// All families are written.
    consuming func finish() -> EncodedExposition
}

/// The bytes of an exposition, or why there are none.
enum EncodedExposition: Hashable, Sendable {
    /// In blocks of about 64 KiB, none of them empty, to be written one after the other.
    case complete([[UInt8]])
    /// More bytes than the response may have. (G16)
    case overLimit
}

extension TextBuffer {
    /// What was appended, as the result of encoding.
    consuming func encoded() -> EncodedExposition {
        guard let blocks = finish() else { return .overLimit }
        return .complete(blocks)
    }
}

extension ExpositionEncoder where Self: ~Copyable {
    /// Encodes families that are sorted by name, in time linear in the samples.
    ///
    /// Neighbours of one name are exposed as one family. Encoding stops when there are more bytes than `limit`.
    ///
    /// A family without samples is left out, metadata and all: OpenMetrics' parsers take it for one that has lost its samples,
    /// and metadata alone tell a reader nothing that was measured.
    static func encode(_ families: [ExposedFamily], limit: Int) -> EncodedExposition {
        var encoder = Self(limit: limit)
        var leader: FamilyDescriptor?
        var hasBegun = false
        for (index, family) in families.enumerated() {
            if leader?.name != family.descriptor.name {
                // The earliest registration speaks for the family: its help is shown. (G13)
                leader = family.descriptor
                hasBegun = false
            }
            if case .instrument(let instrument) = family, !hasBegun, families.nextName(after: index) != family.descriptor.name,
                let plan = instrument.plan(Self.self)
            {
                encoder.append(plan)
            } else {
                family.sealed?.forEachSample { sample in
                    if encoder.isOverLimit { return }
                    if !hasBegun, let leader {
                        encoder.begin(leader)
                        hasBegun = true
                    }
                    encoder.append(sample, of: family.descriptor)
                }
            }
            if encoder.isOverLimit { return .overLimit }
        }
        return encoder.finish()
    }
}

extension [ExposedFamily] {
    fileprivate func nextName(after index: Int) -> MetricName? { index + 1 < count ? self[index + 1].descriptor.name : nil }
}
