// Invariants.
// - `stream` is owned by this value, which can't be copied. zlib's state points back at it, so it stays where it is from `init` to `deinit`.
// - zlib reads what `next_in` points at, and writes where `next_out` points at, within the call of `deflate` that follows, and no later.
// - zlib allocates in `deflateInit2_` only. What comes after it can't fail: the state is consistent, there is room for output, and nothing
//   is compressed behind the end.

import CZlib

/// zlib's compressor, which writes gzip's format.
struct Deflater: ~Copyable {
    /// Room that it is given at a time.
    private static let room = 16 << 10

    private let stream: UnsafeMutablePointer<z_stream>

    /// `nil` where zlib gets no memory: it takes 192 KiB, or takes the level for none of its own.
    init?(level: Int) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15: the largest window; 16 more: gzip's header and trailer. 7: the compressor hands on what it has twice as often as by default;
        // text like ours gets no longer by that.
        let status = deflateInit2_(
            stream, CInt(clamping: level), Z_DEFLATED, 15 + 16, 7, Z_DEFAULT_STRATEGY, zlibVersion(), CInt(MemoryLayout<z_stream>.size))
        if status != Z_OK {
            stream.deallocate()
            return nil
        }
        self.stream = stream
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Takes all bytes in, and appends what of the output is ready: often nothing.
    mutating func append(_ bytes: Span<UInt8>, to output: inout TextBuffer) {
        bytes.withUnsafeBufferPointer { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = UnsafeBufferPointer(rebasing: rest.prefix(1 << 30))
                rest = rest.dropFirst(piece.count)
                // zlib doesn't write there.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
                stream.pointee.avail_in = uInt(piece.count)
                run(Z_NO_FLUSH, to: &output)
            }
        }
    }

    /// Appends the rest of the output.
    mutating func finish(_ output: inout TextBuffer) { run(Z_FINISH, to: &output) }

    private func run(_ flush: CInt, to output: inout TextBuffer) {
        var isDone = false
        while !isDone {
            output.write(atMost: Deflater.room) { to in
                stream.pointee.next_out = to
                stream.pointee.avail_out = uInt(Deflater.room)
                deflate(stream, flush)
                // Room that is left means that there is nothing more.
                isDone = stream.pointee.avail_out > 0
                return to + (Deflater.room - Int(stream.pointee.avail_out))
            }
        }
        stream.pointee.next_in = nil
        stream.pointee.next_out = nil
    }
}

/// The check sum at the end of gzip's format.
enum GzipChecksum {
    /// The sum of all bytes up to these, from the sum of those before them; 0 before the first.
    static func appending(_ bytes: Span<UInt8>, to sum: UInt32) -> UInt32 {
        bytes.withUnsafeBufferPointer { bytes in
            var sum = uLong(sum)
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = UnsafeBufferPointer(rebasing: rest.prefix(1 << 30))
                rest = rest.dropFirst(piece.count)
                sum = crc32(sum, piece.baseAddress, uInt(piece.count))
            }
            return UInt32(truncatingIfNeeded: sum)
        }
    }
}
