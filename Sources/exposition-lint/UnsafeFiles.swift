// Invariant: no pointer leaves the call that it was made for.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where nobody buffers.
enum StandardError {
    static func print(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        // Whoever doesn't read it has the exit status.
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// A file that is read block by block; closed by the end of the program.
struct InputFile {
    private static let blockSize = 256 << 10

    /// What the system says.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: CInt
    private let name: String
    private var block = [UInt8](repeating: 0, count: InputFile.blockSize)

    /// Standard input, where there is no path.
    init(_ path: String?) throws(Failure) {
        name = path ?? "standard input"
        descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
        if descriptor < 0 { throw failure }
    }

    private var failure: Failure { Failure(description: "\(name.debugDescription) can't be read: \(String(cString: strerror(errno)))") }

    /// Lends the next block; false at the end.
    mutating func withNextBlock(_ body: (Span<UInt8>) -> Void) throws(Failure) -> Bool {
        while true {
            let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw failure }
            body(block.span.extracting(..<count))
            return count > 0
        }
    }
}
