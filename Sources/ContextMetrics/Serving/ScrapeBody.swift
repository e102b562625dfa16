extension ScrapeResponse {
    /// The bytes of a response, in blocks that are written one after the other.
    ///
    /// ```swift
    /// var reader = response.body.makeReader()
    /// while let buffer = reader.withNextBlock({ ByteBuffer($0) }) { try await write(buffer) }
    /// ```
    /// A long exposition, of more than a quarter of a megabyte, is encoded, and compressed where the request asks for it, only while it is read:
    /// then its size isn't known before, and it needs memory for one block, whatever its size. The values of its instruments are those of the
    /// moment when their block is read.
    public struct Body: Sendable {
        private enum Content {
            case blocks([[UInt8]])
            case exposition(ExposedFamilies, ExpositionFormat, level: Int?, BodyMeter?, SpareBlock)
        }

        private let content: Content
        /// The number of bytes, `nil` where it shows only in the end.
        public let count: Int?

        /// A body of blocks, of which those that are empty are left out.
        public init(_ blocks: [[UInt8]] = []) {
            content = .blocks(blocks.filter { !$0.isEmpty })
            count = blocks.reduce(0) { $0 + $1.count }
        }

        /// A body that is encoded while it is read, and compressed with this level, if there is one.
        init(
            _ families: ExposedFamilies, as format: ExpositionFormat, level: Int? = nil, meter: BodyMeter? = nil,
            in spare: SpareBlock = SpareBlock()
        ) {
            content = .exposition(families, format, level: level, meter, spare)
            count = nil
        }

        /// Reads the bytes from the beginning.
        public func makeReader() -> Reader { Reader(self) }

        /// All bytes in one array.
        ///
        /// Linear in their number; where the body is encoded while it is read, each time anew.
        public var bytes: [UInt8] {
            var bytes: [UInt8] = []
            if let count { bytes.reserveCapacity(count) }
            var reader = makeReader()
            while let _ = reader.withNextBlock({ block in block.withUnsafeBufferPointer { bytes += $0 } }) {}
            return bytes
        }

        /// The bytes from the beginning, an array for each block.
        ///
        /// None of them is empty. What ``makeReader()`` lends needn't be copied.
        public var blocks: Blocks { Blocks(body: self) }

        /// The blocks of a body, each of them an array.
        public struct Blocks: Sequence {
            fileprivate let body: Body

            /// Starts from the beginning.
            public func makeIterator() -> AnyIterator<[UInt8]> {
                let position = Position(body)
                return AnyIterator { position.reader.withNextBlock { $0.withUnsafeBufferPointer { Array($0) } } }
            }
        }

        /// A reader behind a reference, as iterators can be copied.
        private final class Position {
            var reader: Reader
            init(_ body: Body) { reader = Reader(body) }
        }

        /// Where somebody who reads a body has come to.
        public struct Reader: ~Copyable {
            private let blocks: [[UInt8]]
            private var next = 0
            private var exposition: CodedReader?
            private var meter: BodyMeter?

            init(_ body: Body) {
                switch body.content {
                case .blocks(let blocks):
                    self.blocks = blocks
                    exposition = nil
                    meter = nil
                case .exposition(let families, let format, let level, let meter, let spare):
                    blocks = []
                    exposition = CodedReader(families, as: format, level: level, in: spare)
                    self.meter = meter
                }
            }

            /// Lends the next block, of about 64 KiB, which is never empty; answers `nil` at the end.
            ///
            /// One of a long compressed body is shorter, as what it was compressed from is some hundreds of KiB: a few milliseconds' work.
            /// What `body` throws goes to the caller; the block counts as read.
            public mutating func withNextBlock<Result, Failure>(
                _ body: (Span<UInt8>) throws(Failure) -> Result
            ) throws(Failure) -> Result? {
                if exposition != nil { return try withNextEncodedBlock(body) }
                guard next < blocks.count else { return nil }
                let block = blocks[next]
                next += 1
                return try body(block.span)
            }

            private mutating func withNextEncodedBlock<Result, Failure>(
                _ body: (Span<UInt8>) throws(Failure) -> Result
            ) throws(Failure) -> Result? {
                let meter = meter
                let start = meter?.now
                var made: (bytes: Int, duration: Duration)?
                defer {
                    if let made { self.meter?.note(bytes: made.bytes, made: made.duration) } else { meter?.noteEnd() }
                }
                return try exposition?.withNextBlock { block throws(Failure) in
                    made = (block.count, start.flatMap { start in meter.map { start.duration(to: $0.now) } } ?? .zero)
                    return try body(block)
                }
            }
        }
    }
}
