/// Encodes an exposition block by block as somebody takes them, and compresses the blocks where that was asked for.
///
/// In memory there is never more than one block of about 64 KiB, what it is compressed to, and what zlib needs: 0.3 MB together.
struct CodedReader: ~Copyable {
    private struct Compression: ~Copyable {
        var gzip: GzipWriter
        var output = TextBuffer(capacity: TextBuffer.blockSize)
        var hasEnded = false

        init(level: Int) { gzip = GzipWriter(level: level) }

        /// Compresses until there is something, or nothing left.
        mutating func fill(from exposition: inout ExpositionReader) {
            output.removeAll()
            while output.count == 0, !hasEnded {
                if append(from: &exposition) { continue }
                hasEnded = true
                gzip.finish(&output)
            }
        }

        /// False at the end.
        private mutating func append(from exposition: inout ExpositionReader) -> Bool {
            exposition.withNextBlock { block in
                gzip.append(block, to: &output)
                return true
            } ?? false
        }

        /// Has `body` look at what there is; `nil` where that is nothing.
        func withBytes<Result, Failure>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result? {
            output.count == 0 ? nil : try output.withBytes(body)
        }
    }

    private var exposition: ExpositionReader
    private var compression: Compression?

    /// - Parameters:
    ///   - families: What to encode.
    ///   - format: As what.
    ///   - level: The level to compress with, `nil` for bytes as they are.
    ///   - spare: Has memory for the blocks.
    init(_ families: ExposedFamilies, as format: ExpositionFormat, level: Int?, in spare: SpareBlock = SpareBlock()) {
        exposition = ExpositionReader(families, as: format, in: spare)
        compression = level.map { Compression(level: $0) }
    }

    /// Makes the next block and lends it; answers `nil` at the end.
    ///
    /// None is empty. One that is compressed is what became of some hundreds of KiB.
    mutating func withNextBlock<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        if compression == nil { return try exposition.withNextBlock(body) }
        compression?.fill(from: &exposition)
        return try compression?.withBytes(body) ?? nil
    }
}

extension EncodedExposition {
    /// Bodies of fewer bytes stay as they are: with its headers such a response is one packet either way.
    static let fewestToCompress = 1 << 10

    /// The blocks of a whole body compressed; `nil` where they are better left as they are: they are few bytes, or there is no memory.
    static func compressed(_ blocks: [[UInt8]], level: Int) -> [[UInt8]]? {
        if blocks.reduce(0, { $0 + $1.count }) < fewestToCompress { return nil }
        var gzip = GzipWriter(level: level)
        if !gzip.isCompressing { return nil }
        var output = TextBuffer()
        for block in blocks { gzip.append(block.span, to: &output) }
        gzip.finish(&output)
        return [output.bytes]
    }
}
