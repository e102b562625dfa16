/// The bytes of an exposition, or why there are none.
enum EncodedExposition: Sendable {
    /// In blocks of about 64 KiB, none of them empty, to be written one after the other.
    case complete([[UInt8]])
    /// There are many: they are encoded as somebody takes them.
    case streamed
    /// More bytes than the response may have. (G16)
    case overLimit

    /// How many bytes are encoded before it is known whether they are all.
    static let eager = 256 << 10

    /// Encodes families.
    ///
    /// It can't fail, except by more bytes than `limit`. Linear in the samples; but where it is plain that there are more than `eager` bytes,
    /// none is written before somebody reads it.
    init(
        _ families: ExposedFamilies, as format: ExpositionFormat, limit: Int, eager: Int = EncodedExposition.eager,
        in spare: SpareBlock = SpareBlock()
    ) {
        let parts = families.parts(as: format)
        let mostBytes = parts.mostBytes(as: format).clampedSum(format == .json ? families.outcomes.mostBytes : 0)
        let isShort = parts.leastBytes(as: format) <= eager
        if !isShort, mostBytes <= limit {
            self = .streamed
            return
        }
        var reader = ExpositionReader(families, parts, as: format, in: spare)
        var blocks: [[UInt8]] = []
        var count = 0
        while isShort, count <= eager {
            guard let block = reader.withNextBlock({ $0.withUnsafeBufferPointer { Array($0) } }) else {
                self = count > limit ? .overLimit : .complete(blocks)
                return
            }
            count += block.count
            if count > limit {
                self = .overLimit
                return
            }
            blocks.append(block)
        }
        if mostBytes <= limit {
            self = .streamed
        } else {
            self = reader.count(upTo: limit - count) == nil ? .overLimit : .streamed
        }
    }
}
