import Testing

@testable import ContextMetrics

@Suite struct TextBufferTests {
    @Test func `It holds what was appended, in order, however much that is`() {
        var buffer = TextBuffer(capacity: 1)
        var expected: [UInt8] = []
        for line in 0..<20_000 {
            buffer.append("line \(line)")
            buffer.newline()
            expected += Array("line \(line)\n".utf8)
        }
        let bytes = buffer.bytes
        #expect(bytes == expected)
        let count = buffer.count
        #expect(count == expected.count)
    }

    @Test func `It is full when there is enough for a block, and empty when all was removed`() {
        var buffer = TextBuffer()
        for _ in 0..<TextBuffer.blockSize - 1 { buffer.append(UInt8(ascii: "x")) }
        var isFull = buffer.isFull
        #expect(!isFull)
        buffer.append(UInt8(ascii: "x"))
        isFull = buffer.isFull
        #expect(isFull)
        buffer.removeAll()
        let bytes = buffer.bytes
        #expect(bytes == [])
    }

    @Test func `The memory of a block is that of the one before, unless that is in use, or it had to grow`() {
        let spare = SpareBlock()
        func place(of buffer: borrowing TextBuffer) -> UnsafeRawPointer? {
            buffer.withBytes { $0.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) } }
        }
        let first = place(of: TextBuffer(in: spare))
        do {
            let second = TextBuffer(in: spare)
            let beside = TextBuffer(in: spare)
            let places = [place(of: second), place(of: beside)]
            #expect(places[0] == first)
            #expect(places[1] != first)
        }
        var grown: UnsafeRawPointer?
        do {
            var large = TextBuffer(in: spare)
            for _ in 0..<SpareBlock.capacity + 1 { large.append(UInt8(ascii: "x")) }
            let isWhole = large.bytes.allSatisfy { $0 == UInt8(ascii: "x") } && large.count == SpareBlock.capacity + 1
            #expect(isWhole)
            // What it began in is free at once.
            var next = TextBuffer(in: spare)
            next.append("y")
            let isUnchanged = large.bytes.allSatisfy { $0 == UInt8(ascii: "x") }
            #expect(isUnchanged)
            let isApart = place(of: next) != place(of: large)
            #expect(isApart)
            grown = place(of: large)
        }
        let kept = place(of: TextBuffer(in: spare))
        #expect(kept != grown)
    }
}

@Suite struct IntegerTextTests {
    @Test(arguments: [0, 1, 9, 10, 99, 1 << 53, UInt64(Int64.max), .max])
    func `Unsigned integers are all their digits`(value: UInt64) {
        #expect(rendered { $0.append(decimal: value) } == String(value))
    }

    @Test(arguments: [0, -1, 42, .min, .max])
    func `Signed integers have a minus sign when negative`(value: Int64) {
        #expect(rendered { $0.append(decimal: value) } == String(value))
    }
}

/// What a buffer holds after some appending.
func rendered(_ body: (inout TextBuffer) -> Void) -> String {
    var buffer = TextBuffer()
    body(&buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
}
