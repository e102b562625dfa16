import Testing

@testable import ContextMetrics

@Suite struct TextBufferTests {
    @Test func `Nothing appended gives no blocks`() {
        let blocks = TextBuffer().finish()
        #expect(blocks == [])
    }

    @Test func `Blocks are cut between lines, are about 64 KiB and hold everything in order`() {
        var buffer = TextBuffer()
        var expected: [UInt8] = []
        for line in 0..<20_000 {
            buffer.append("line \(line)")
            buffer.newline()
            expected += Array("line \(line)\n".utf8)
        }
        let blocks = buffer.finish() ?? []
        #expect(Array(blocks.joined()) == expected)
        #expect(blocks.count == (expected.count + TextBuffer.blockSize - 1) / TextBuffer.blockSize)
        for block in blocks {
            #expect(block.last == UInt8(ascii: "\n"))
            #expect(block.count < TextBuffer.blockSize + 20)
        }
    }

    @Test func `A last line without an end is kept`() {
        var buffer = TextBuffer()
        buffer.append("a")
        let blocks = buffer.finish()
        #expect(blocks == [[UInt8(ascii: "a")]])
    }

    @Test(arguments: [(limit: 10, fits: true), (limit: 9, fits: false), (limit: 0, fits: false)])
    func `The limit counts all bytes`(limit: Int, fits: Bool) {
        var buffer = TextBuffer(limit: limit)
        buffer.append("1234")
        buffer.newline()
        buffer.append("6789")
        buffer.newline()
        let isOverLimit = buffer.isOverLimit
        #expect(isOverLimit == !fits)
        let blocks = buffer.finish()
        #expect((blocks != nil) == fits)
    }

    @Test func `The limit holds across blocks, and nothing is kept once it is passed`() {
        let line = String(repeating: "x", count: 1023)
        var buffer = TextBuffer(limit: 200 << 10)
        for _ in 0..<200 {
            buffer.append(line)
            buffer.newline()
        }
        let isOverLimit = buffer.isOverLimit
        #expect(!isOverLimit)
        buffer.append("y")
        let blocks = buffer.finish()
        #expect(blocks == nil)
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
    return String(decoding: (buffer.finish() ?? []).joined(), as: UTF8.self)
}
