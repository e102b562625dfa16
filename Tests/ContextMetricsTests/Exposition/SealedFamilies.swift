import Testing

@testable import ContextMetrics

/// What one collector writes, sealed and sorted as a gather does it.
func sealed(_ collect: (inout SampleSink) throws -> Void) rethrows -> [SealedFamily] {
    let buffer = SampleBuffer()
    var sink = SampleSink(buffer: buffer)
    try collect(&sink)
    return sorted(buffer.families(upTo: buffer.watermark))
}

/// By name, neighbours of one name in the order in which they were written.
func sorted(_ families: [SealedFamily]) -> [SealedFamily] {
    families.enumerated().sorted {
        ($0.element.descriptor.name, $0.offset) < ($1.element.descriptor.name, $1.offset)
    }.map(\.element)
}

/// The whole exposition as text; empty, with an issue, when it is over the limit.
func exposition(_ families: [SealedFamily], as format: ExpositionFormat) -> String {
    exposition(ExposedFamilies(samples: families), as: format)
}

func exposition(_ families: ExposedFamilies, as format: ExpositionFormat) -> String {
    guard let blocks = format.blocks(families) else {
        Issue.record("over the limit")
        return ""
    }
    return String(decoding: blocks.joined(), as: UTF8.self)
}

extension ExpositionFormat {
    /// Those that are lines of text.
    static let ofLines = allCases.filter { $0 != .protobuf }

    /// All blocks, whatever their number; `nil` when they are over the limit.
    func blocks(_ families: ExposedFamilies, limit: Int = .max) -> [[UInt8]]? {
        if case .complete(let blocks) = EncodedExposition(families, as: self, limit: limit, eager: .max) { blocks } else { nil }
    }

    /// The same for what collectors wrote.
    func blocks(_ families: [SealedFamily], limit: Int = .max) -> [[UInt8]]? { blocks(ExposedFamilies(samples: families), limit: limit) }
}
