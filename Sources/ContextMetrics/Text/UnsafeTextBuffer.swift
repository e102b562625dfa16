// Invariants.
// - `memory` has `capacity` bytes, is owned by this value, which can't be copied, and is freed with it.
// - `memory <= next <= end`, and what lies before `next` is written. Whoever writes has made room before.

/// Bytes in the making, in blocks of about 64 KiB that a server can write one after the other.
///
/// Blocks are cut between lines only, so a line longer than a block makes a longer block. Once the limit is passed everything
/// is thrown away, and what is still appended is dropped at the end of each line: memory stays within the limit and one line.
struct TextBuffer: ~Copyable {
    static let blockSize = 64 << 10
    /// Room for the line that fills a block, so that it rarely has to be moved.
    private static let slack = 4 << 10

    /// More than the limit was appended; there is no text.
    private(set) var isOverLimit = false
    private var full: [[UInt8]] = []
    private var fullBytes = 0
    private let limit: Int
    /// One block at a time is written here, and copied when it is full: so the memory that is written to stays the same.
    private var memory: UnsafeMutablePointer<UInt8>
    private var next: UnsafeMutablePointer<UInt8>
    private var end: UnsafeMutablePointer<UInt8>

    /// - Parameter limit: The number of bytes that may be appended.
    init(limit: Int = .max) {
        self.limit = limit
        let capacity = TextBuffer.blockSize + TextBuffer.slack
        memory = .allocate(capacity: capacity)
        next = memory
        end = memory + capacity
    }

    deinit { memory.deallocate() }

    /// Everything appended, in order, no block of it empty; `nil` when the limit was passed.
    consuming func finish() -> [[UInt8]]? {
        endLine(cut: false)
        if isOverLimit { return nil }
        if next > memory { full.append(block) }
        return full
    }

    private var block: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: next - memory)) }

    /// The bytes appended so far.
    var count: Int { fullBytes + (next - memory) }

    /// Everything appended, in one piece.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for block in full { bytes += block }
        bytes += UnsafeBufferPointer(start: memory, count: next - memory)
        return bytes
    }

    // MARK: Appending

    /// Has `body` write at most `count` bytes where the next are to be; it returns where it has stopped.
    @inline(__always)
    mutating func write(atMost count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) {
        if end - next < count { grow(by: count) }
        next = body(next)
    }

    /// Nothing to be seen is appended; only room is made.
    private mutating func grow(by count: Int) {
        let used = next - memory
        let capacity = max(2 * (end - memory), used + count)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.initialize(from: memory, count: used)
        memory.deallocate()
        memory = larger
        next = larger + used
        end = larger + capacity
    }

    mutating func append(_ byte: UInt8) {
        write(atMost: 1) { to in
            to.initialize(to: byte)
            return to + 1
        }
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        write(atMost: bytes.count) { to in
            to.initialize(from: start, count: bytes.count)
            return to + bytes.count
        }
    }

    mutating func append(_ text: StaticString) {
        if text.hasPointerRepresentation { append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }
    }

    mutating func append(_ text: String) {
        let span = text.utf8.span
        span.withUnsafeBufferPointer { append($0) }
    }

    mutating func append(_ bytes: Span<UInt8>) { bytes.withUnsafeBufferPointer { append($0) } }

    // MARK: Lines

    /// Ends a line.
    mutating func newline() {
        append(UInt8(ascii: "\n"))
        lineEnded()
    }

    /// A line feed was written.
    @inline(__always)
    mutating func lineEnded() {
        if next - memory >= TextBuffer.blockSize || isOverLimit || next - memory > limit - fullBytes { endLine(cut: true) }
    }

    private mutating func endLine(cut: Bool) {
        // The differences can't overflow: bytes in memory are fewer than Int.max.
        if isOverLimit || next - memory > limit - fullBytes {
            isOverLimit = true
            full = []
            fullBytes = 0
            next = memory
        } else if cut, next - memory >= TextBuffer.blockSize {
            fullBytes += next - memory
            full.append(block)
            next = memory
        }
    }
}
