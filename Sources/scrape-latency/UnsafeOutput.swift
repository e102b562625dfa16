// Invariant: no pointer leaves the call that it was made for.

#if NIO
    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// A file to be written when there is something to write, opened before: one finds out early that it can't be.
    ///
    /// Closed by the end of the program.
    struct OutputFile: Sendable {
        private let descriptor: CInt

        /// Opens a file, and makes it where there is none; what it holds stays until it is written.
        ///
        /// - Throws: What the system says.
        init(_ path: String) throws(LatencyArguments.Invalid) {
            descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
            if descriptor < 0 {
                throw LatencyArguments.Invalid(message: "\(path.debugDescription) can't be written: \(String(cString: strerror(errno)))")
            }
        }

        /// Writes the text in place of what the file holds; false when the system doesn't.
        func write(_ text: String) -> Bool {
            // A device or a pipe has no length.
            _ = ftruncate(descriptor, 0)
            return StandardError.write(text, to: descriptor)
        }
    }

    /// Where nobody buffers.
    enum StandardError {
        static func write(_ text: String) { _ = write(text, to: STDERR_FILENO) }

        fileprivate static func write(_ text: String, to descriptor: CInt) -> Bool {
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                #if canImport(Glibc)
                    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                #elseif canImport(Musl)
                    let count = rest.withUnsafeBytes { Musl.write(descriptor, $0.baseAddress, $0.count) }
                #else
                    let count = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
                #endif
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
#endif
