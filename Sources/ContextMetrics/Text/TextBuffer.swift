/// Bytes in the making, in blocks of about 64 KiB that a server can write one after the other.
///
/// Blocks are cut between lines only, so a line longer than a block makes a longer block. Once the limit is passed everything
/// is thrown away, and what is still appended is dropped at the end of each line: memory stays within the limit and one line.
struct TextBuffer {
    static let blockSize = 64 << 10
    /// Room for the line that fills a block, so that it rarely has to be moved.
    private static let slack = 1 << 10

    /// More than the limit was appended; there is no text.
    private(set) var isOverLimit = false
    private var full: [[UInt8]] = []
    private var fullBytes = 0
    private var block: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: The number of bytes that may be appended.
    init(limit: Int = .max) { self.limit = limit }

    /// Everything appended, in order, no block of it empty; `nil` when the limit was passed.
    consuming func finish() -> [[UInt8]]? {
        endLine(cut: false)
        if isOverLimit { return nil }
        if !block.isEmpty { full.append(block) }
        return full
    }

    mutating func append(_ byte: UInt8) { block.append(byte) }
    mutating func append(_ text: StaticString) { text.withUTF8Buffer { block.append(contentsOf: $0) } }
    mutating func append(_ text: String) { block.append(contentsOf: text.utf8) }
    mutating func append(_ bytes: Span<UInt8>) { block.append(copying: bytes) }

    /// Ends a line.
    mutating func newline() {
        block.append(UInt8(ascii: "\n"))
        endLine(cut: true)
    }

    private mutating func endLine(cut: Bool) {
        // The differences can't overflow: bytes in memory are fewer than Int.max.
        if isOverLimit || block.count > limit - fullBytes {
            isOverLimit = true
            full = []
            fullBytes = 0
            block.removeAll(keepingCapacity: block.capacity <= 2 * TextBuffer.blockSize)
        } else if cut, block.count >= TextBuffer.blockSize {
            fullBytes += block.count
            full.append(block)
            // Reserved only now: most texts fit into one block, which had better be no larger than they are.
            block = []
            block.reserveCapacity(TextBuffer.blockSize + TextBuffer.slack)
        }
    }
}
