// Invariants.
// - `memory` is owned by this value, which can't be copied, and is freed or given back with it. `spare` is where it came from.
// - `memory <= next <= end`, and what lies before `next` is written. Whoever writes has made room before.

/// Bytes in the making.
struct TextBuffer: ~Copyable {
    /// How much is encoded before it is handed on.
    static let blockSize = 64 << 10
    private var memory: UnsafeMutablePointer<UInt8>
    private var next: UnsafeMutablePointer<UInt8>
    private var end: UnsafeMutablePointer<UInt8>
    private var spare: SpareBlock?

    init(capacity: Int = SpareBlock.capacity) {
        memory = .allocate(capacity: capacity)
        next = memory
        end = memory + capacity
    }

    /// Room for one block, in memory that is used again.
    init(in spare: SpareBlock) {
        memory = spare.take()
        next = memory
        end = memory + SpareBlock.capacity
        self.spare = spare
    }

    deinit { TextBuffer.letGo(memory, spare) }

    private static func letGo(_ memory: UnsafeMutablePointer<UInt8>, _ spare: SpareBlock?) {
        if let spare { spare.keep(memory) } else { memory.deallocate() }
    }

    /// The bytes appended so far.
    var count: Int { next - memory }

    /// There is as much as is to be handed on at once.
    var isFull: Bool { count >= TextBuffer.blockSize }

    /// A copy of everything appended.
    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: memory, count: count)) }

    /// Has `body` look at everything appended.
    borrowing func withBytes<Result, Failure>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(Span(_unsafeElements: UnsafeBufferPointer(start: memory, count: count)))
    }

    /// Forgets what was appended, not the room for it.
    mutating func removeAll() { next = memory }

    // MARK: Appending

    /// Has `body` write at most `count` bytes where the next are to be; it returns where it has stopped.
    @inline(__always)
    mutating func write(atMost count: Int, _ body: (UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>) {
        reserve(count)
        next = body(next)
    }

    /// Has `body` write lines until it has written as much as makes a block; each of them has at most `longest` bytes.
    @inline(__always)
    mutating func writeLines(
        longest: Int, _ body: (_ next: UnsafeMutablePointer<UInt8>, _ full: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    ) {
        if isFull { return }
        reserve(TextBuffer.blockSize - count + longest)
        next = body(next, memory + TextBuffer.blockSize)
    }

    @inline(__always)
    mutating func reserve(_ count: Int) { if end - next < count { grow(by: count) } }

    private mutating func grow(by count: Int) {
        let used = next - memory
        let capacity = max(2 * (end - memory), used + count)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.initialize(from: memory, count: used)
        TextBuffer.letGo(memory, spare)
        spare = nil
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

    /// Ends a line.
    mutating func newline() { append(UInt8(ascii: "\n")) }
}
