// Invariants.
// - `stream` is owned by this object. zlib's state points back at it, so it stays where it is from `init` to `deinit`.
// - zlib reads what `next_in` points at, and writes where `next_out` points at, within the call of `inflate` that follows, and no later.
// - One answer holds an inflater, and is read by one thread at a time; it is released before the answer goes to anybody else.

import CZlib

/// Reads gzip's format as it comes, in pieces cut anywhere, in bounded memory.
package final class Inflater: @unchecked Sendable {
    private static let room = 64 << 10

    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: Inflater.room)
    /// Whether the last byte has come.
    package private(set) var hasEnded = false
    /// Whether something came that is no gzip, or after its end.
    package private(set) var isInvalid = false

    /// `nil` where zlib gets no memory.
    package init?() {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15: the largest window; 16 more: gzip's header and trailer, and nothing else.
        if inflateInit2_(stream, 15 + 16, zlibVersion(), CInt(MemoryLayout<z_stream>.size)) != Z_OK {
            stream.deallocate()
            return nil
        }
        self.stream = stream
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Hands on what the bytes mean, in pieces of 64 KiB at most; what `body` throws ends that, and goes to the caller.
    package func read<Failure>(_ bytes: Span<UInt8>, _ body: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
        try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
            guard !isInvalid, let start = bytes.baseAddress else { return }
            if hasEnded || bytes.count > 1 << 30 {
                isInvalid = true
                return
            }
            // zlib doesn't write there.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
            stream.pointee.avail_in = uInt(bytes.count)
            defer {
                stream.pointee.next_in = nil
                stream.pointee.next_out = nil
            }
            var isDone = false
            while !isDone, !isInvalid, !hasEnded {
                let count = output.withUnsafeMutableBufferPointer { room in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = uInt(room.count)
                    switch inflate(stream, Z_NO_FLUSH) {
                    case Z_OK: break
                    case Z_STREAM_END: hasEnded = true
                    // There is nothing more to read.
                    case Z_BUF_ERROR: isDone = true
                    default: isInvalid = true
                    }
                    return room.count - Int(stream.pointee.avail_out)
                }
                if stream.pointee.avail_out > 0 { isDone = true }
                if count > 0 { try body(output.span.extracting(0..<count)) }
            }
            if hasEnded, stream.pointee.avail_in > 0 { isInvalid = true }
        }
    }
}
