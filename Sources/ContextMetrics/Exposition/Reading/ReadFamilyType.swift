/// The type of a family as an exposition tells it.
public enum ReadFamilyType: String, Hashable, Sendable, CaseIterable {
    case counter, gauge, histogram, summary
    /// Text format calls it untyped.
    case unknown
    /// Only in OpenMetrics.
    case gaugeHistogram = "gaugehistogram"
    /// Only in OpenMetrics.
    case info
    /// Only in OpenMetrics.
    case stateSet = "stateset"

    init?(_ word: Span<UInt8>, _ grammar: ExpositionParser.Grammar) {
        let types: [ReadFamilyType] =
            grammar == .text ? [.counter, .gauge, .histogram, .summary] : ReadFamilyType.allCases
        if grammar == .text, word.spells("untyped") {
            self = .unknown
        } else if let type = types.first(where: { word.hasBytes(of: $0.rawValue.utf8Span.span) }) {
            self = type
        } else {
            return nil
        }
    }
}

/// What a sample is within its family, by the end of its name.
enum SampleRole: UInt8, Sendable, CaseIterable {
    /// The name is the family's.
    case bare
    case total, created, bucket, count, sum, gaugeCount, gaugeSum, info

    var suffix: StaticString {
        switch self {
        case .bare: ""
        case .total: "_total"
        case .created: "_created"
        case .bucket: "_bucket"
        case .count: "_count"
        case .sum: "_sum"
        case .gaugeCount: "_gcount"
        case .gaugeSum: "_gsum"
        case .info: "_info"
        }
    }

    /// The role that a suffix stands for.
    @inline(__always)
    init?(_ suffix: Span<UInt8>) {
        switch suffix.count {
        case 0: self = .bare
        case 4 where suffix.spells("_sum"): self = .sum
        case 5 where suffix.spells("_info"): self = .info
        case 5 where suffix.spells("_gsum"): self = .gaugeSum
        case 6 where suffix.spells("_total"): self = .total
        case 6 where suffix.spells("_count"): self = .count
        case 7 where suffix.spells("_bucket"): self = .bucket
        case 7 where suffix.spells("_gcount"): self = .gaugeCount
        case 8 where suffix.spells("_created"): self = .created
        default: return nil
        }
    }
}

extension ReadFamilyType? {
    /// The endings of samples' names.
    ///
    /// Source: OpenMetrics 1.0, "Suffixes"; text format has them for histograms and summaries.
    func roles(_ grammar: ExpositionParser.Grammar) -> [SampleRole] {
        switch (self, grammar) {
        case (.histogram, .text): [.bare, .bucket, .count, .sum]
        case (.summary, .text): [.bare, .count, .sum]
        case (.counter, .openMetrics): [.total, .created]
        case (.histogram, .openMetrics): [.bucket, .count, .sum, .created]
        case (.gaugeHistogram, .openMetrics): [.bucket, .gaugeCount, .gaugeSum]
        case (.summary, .openMetrics): [.bare, .count, .sum, .created]
        case (.info, .openMetrics): [.info]
        default: [.bare]
        }
    }
}

/// Which roles there are, in a form that is asked for each sample.
struct SampleRoles: Sendable {
    private var bits: UInt16 = 0

    init(_ roles: [SampleRole]) { for role in roles { bits |= 1 << UInt16(role.rawValue) } }

    @inline(__always)
    func contains(_ role: SampleRole) -> Bool { bits &>> UInt16(role.rawValue) & 1 == 1 }
}
