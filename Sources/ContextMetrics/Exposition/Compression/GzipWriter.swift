/// Writes gzip's format, a piece at a time.
///
/// It can't fail. Where zlib gets no memory the bytes are in it as they are, in blocks that are "stored", which takes no memory: the
/// response has said by then that it is gzip, and is to be whole.
///
/// Sources: RFC 1952, section 2; RFC 1951, section 3.2.4.
struct GzipWriter: ~Copyable {
    private var deflater: Deflater?
    private var checksum: UInt32 = 0
    private var count: UInt32 = 0
    private var hasBegun = false

    /// - Parameter level: From 1, the fastest, to 9, the shortest.
    init(level: Int) { deflater = Deflater(level: level) }

    /// Whether there was memory to compress with.
    var isCompressing: Bool { deflater != nil }

    /// Takes all bytes in, and appends what of the output is ready.
    mutating func append(_ bytes: Span<UInt8>, to output: inout TextBuffer) {
        if deflater != nil {
            deflater?.append(bytes, to: &output)
        } else {
            store(bytes, to: &output)
        }
    }

    /// Appends the rest of the output; nothing comes after it.
    mutating func finish(_ output: inout TextBuffer) {
        if deflater != nil {
            deflater?.finish(&output)
        } else {
            begin(&output)
            // An empty block, the last one.
            output.append(1)
            output.append(littleEndian: UInt16(0))
            output.append(littleEndian: ~UInt16(0))
            output.append(littleEndian: checksum)
            output.append(littleEndian: count)
        }
    }

    private mutating func store(_ bytes: Span<UInt8>, to output: inout TextBuffer) {
        begin(&output)
        checksum = GzipChecksum.appending(bytes, to: checksum)
        count &+= UInt32(truncatingIfNeeded: bytes.count)
        var start = 0
        while start < bytes.count {
            let length = UInt16(clamping: bytes.count - start)
            output.append(0)
            output.append(littleEndian: length)
            output.append(littleEndian: ~length)
            output.append(bytes.extracting(start..<start + Int(length)))
            start += Int(length)
        }
    }

    /// The header: deflate, no flags, no time, an unknown system.
    private mutating func begin(_ output: inout TextBuffer) {
        if hasBegun { return }
        hasBegun = true
        for byte: UInt8 in [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff] { output.append(byte) }
    }
}

extension TextBuffer {
    fileprivate mutating func append<Word: FixedWidthInteger & UnsignedInteger>(littleEndian word: Word) {
        for place in 0..<Word.bitWidth / 8 { append(UInt8(truncatingIfNeeded: word >> Word(8 * place))) }
    }
}
