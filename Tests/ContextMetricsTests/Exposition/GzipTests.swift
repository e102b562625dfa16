import ContextMetricsTesting
import TestSupport
import Testing

@testable import ContextMetrics

/// What is compressed, read by a program of others.
@Suite(.enabled(if: Judge.gzip.isRequired)) struct GzipTests {
    /// A level that zlib refuses, as it does any where it gets no memory.
    static let noMemory = 42

    private func compressed(_ pieces: [[UInt8]], level: Int) -> [UInt8] {
        var output = TextBuffer(capacity: 0)
        var gzip = GzipWriter(level: level)
        for piece in pieces { gzip.append(piece.span, to: &output) }
        gzip.finish(&output)
        return output.bytes
    }

    private static func bytes(_ count: Int, _ random: inout SeededGenerator, of different: UInt8) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0..<different, using: &random) }
    }

    @Test(arguments: [1, 6, 9, noMemory])
    func `Pieces of any size become one file that gzip reads`(level: Int) throws {
        var random = SeededGenerator(seed: 7)
        for sizes in [[], [0], [1], [0, 1, 0], [65_535], [65_536], [70_000, 3, 90_000]] {
            for different: UInt8 in [1, 20, 255] {
                let pieces = sizes.map { Self.bytes($0, &random, of: different) }
                let bytes = compressed(pieces, level: level)
                #expect(try Judge.decompressed(bytes) == pieces.flatMap(\.self), "\(sizes)")
            }
        }
    }

    @Test func `Higher levels are shorter, and without memory nothing is`() {
        let text = Array(exposition(RandomRegistry(seed: 1).sealed, as: .text).utf8)
        let pieces = (0..<30).map { _ in text }
        let (one, nine) = (compressed(pieces, level: 1).count, compressed(pieces, level: 9).count)
        #expect(nine < one)
        #expect(one < 30 * text.count / 4)
        let (hasMemory, hasNone) = (GzipWriter(level: 1).isCompressing, !GzipWriter(level: Self.noMemory).isCompressing)
        #expect(hasMemory && hasNone)
        #expect(compressed(pieces, level: Self.noMemory).count > 30 * text.count)
    }

    @Test(arguments: [1, noMemory], ExpositionFormat.allCases)
    func `A long exposition is compressed block by block`(level: Int, format: ExpositionFormat) throws {
        let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
        let gauges = try registry.gauge("a_gauge_with_a_name", labels: "number")
        for index in 0..<15_000 { gauges.with("number \(index)").set(Double(index * 7919 % 1_000_003) / 8) }
        let plain = try #require(format.blocks(registry.instruments)).flatMap(\.self)
        var reader = CodedReader(registry.instruments, as: format, level: level)
        var blocks: [[UInt8]] = []
        while let block = reader.withNextBlock({ $0.withUnsafeBufferPointer { Array($0) } }) { blocks.append(block) }
        #expect(blocks.allSatisfy { !$0.isEmpty && $0.count < 200_000 })
        #expect(blocks.count > 1)
        #expect(try Judge.decompressed(blocks.flatMap(\.self)) == plain)
        let more = reader.withNextBlock { $0.count }
        #expect(more == nil)
    }

    @Test(arguments: SeededGenerator.seeds(3))
    func `Blocks of a whole body become one`(seed: UInt64) throws {
        for format in ExpositionFormat.allCases {
            let blocks = try #require(format.blocks(RandomRegistry(seed: seed).sealed))
            let isShort = blocks.joined().count < EncodedExposition.fewestToCompress
            let compressed = EncodedExposition.compressed(blocks, level: 1)
            #expect((compressed == nil) == isShort, "seed \(seed)")
            if let compressed { #expect(try Judge.decompressed(compressed.flatMap(\.self)) == blocks.flatMap(\.self), "seed \(seed)") }
            #expect(EncodedExposition.compressed(blocks, level: Self.noMemory) == nil)
        }
    }

    @Test func `The judge does refuse what is cut off or changed`() throws {
        let whole = compressed([Array("a 1\nb 2\n".utf8)], level: 1)
        #expect(throws: Judge.Missing.self) { try Judge.decompressed(whole.dropLast()) }
        #expect(throws: Judge.Missing.self) { try Judge.decompressed(whole.dropLast(8) + [0, 0, 0, 0] + whole.suffix(4)) }
    }
}
