#if NIO
    import ContextMetrics

    /// A body cut into pieces of a bounded size, so that a connection holds a copy of one or two pieces and never of the whole.
    struct BodyBlocks {
        private let blocks: [[UInt8]]
        private let size: Int
        private var block = 0
        private var offset = 0

        /// `size` is the most bytes of a piece, at least 1.
        init(_ body: ScrapeResponse.Body, size: Int) {
            blocks = body.blocks
            self.size = max(size, 1)
        }

        /// The next piece, or `nil` after the last.
        ///
        /// Never empty.
        mutating func next() -> ArraySlice<UInt8>? {
            while block < blocks.count {
                let rest = blocks[block].dropFirst(offset)
                if rest.isEmpty {
                    block += 1
                    offset = 0
                } else {
                    let piece = rest.prefix(size)
                    offset += piece.count
                    return piece
                }
            }
            return nil
        }
    }
#endif
