/// Encodes an exposition block by block as somebody takes them, and compresses the blocks where that was asked for.
///
/// In memory there is never more than one block of about 64 KiB, what it is compressed to, and what zlib needs: 0.3 MB together.
struct CodedReader: ~Copyable {
    private var exposition: ExpositionReader
    private var gzip: GzipWriter?
    private var output: TextBuffer
    private var hasEnded = false

    /// - Parameters:
    ///   - families: What to encode.
    ///   - format: As what.
    ///   - level: The level to compress with, `nil` for bytes as they are.
    init(_ families: ExposedFamilies, as format: ExpositionFormat, level: Int?) {
        exposition = ExpositionReader(families, as: format)
        gzip = level.map { GzipWriter(level: $0) }
        output = TextBuffer(capacity: level == nil ? 0 : TextBuffer.blockSize)
    }

    /// Makes the next block and lends it; answers `nil` at the end.
    ///
    /// None is empty. One that is compressed is what became of some hundreds of KiB.
    mutating func withNextBlock<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        if gzip == nil { return try exposition.withNextBlock(body) }
        output.removeAll()
        while output.count == 0, !hasEnded {
            if CodedReader.compressNext(of: &exposition, with: &gzip, to: &output) { continue }
            hasEnded = true
            gzip?.finish(&output)
        }
        if output.count == 0 { return nil }
        return try output.withBytes(body)
    }

    /// False at the end.
    private static func compressNext(
        of exposition: inout ExpositionReader, with gzip: inout GzipWriter?, to output: inout TextBuffer
    ) -> Bool {
        exposition.withNextBlock { block in
            gzip?.append(block, to: &output)
            return true
        } ?? false
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
