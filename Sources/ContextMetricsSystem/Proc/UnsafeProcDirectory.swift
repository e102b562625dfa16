// Invariants: `read` gets the address and the length of an array that is alive and not otherwise used during the call. A
// directory stream is used only between opendir and closedir, by one thread, and an entry not beyond the next readdir.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that the kernel shows of one process, or a directory that looks the same.
struct ProcDirectory: Sendable {
    /// Where /proc is mounted.
    var root = "/proc"
    /// The directory of the process in it: its number, or `self` for the one that asks.
    var process = "self"

    /// A file of the process, `nil` where it can't be read.
    func text(_ file: String) -> ProcText? { read("\(root)/\(process)/\(file)") }
    /// A file of the whole system, `nil` where it can't be read.
    func systemText(_ file: String) -> ProcText? { read("\(root)/\(file)") }

    /// A bound on what is read of one file.
    ///
    /// The largest, the system's `stat`, grows with the number of interrupt sources.
    private static let longest = 4 << 20

    private func read(_ path: String) -> ProcText? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8_192)
        while bytes.count < ProcDirectory.longest {
            let count = chunk.withUnsafeMutableBytes { readBytes(file, $0) }
            if count < 0 { return nil }
            if count == 0 { break }
            bytes.append(contentsOf: chunk.prefix(count))
        }
        return ProcText(bytes: bytes)
    }

    private func readBytes(_ file: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = unistdRead(file, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// The number of descriptors that the process has open, `nil` where it may not be known.
    ///
    /// Linear in it.
    var openDescriptors: Int? {
        guard let stream = opendir("\(root)/\(process)/fd") else { return nil }
        defer { closedir(stream) }
        var count = 0
        errno = 0
        while let entry = readdir(stream) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        if errno != 0 { return nil }
        // Asking about oneself opens a descriptor for the time of the listing.
        return process == "self" ? count - 1 : count
    }
}

/// `read` of unistd.h, which the method above hides.
private func unistdRead(_ file: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(file, buffer, count) }
