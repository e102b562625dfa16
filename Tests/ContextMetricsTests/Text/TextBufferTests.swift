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
