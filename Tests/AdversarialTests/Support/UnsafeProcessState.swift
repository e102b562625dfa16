// Invariant: the buffer of `residentBytes` is read only up to what `read` says it has written.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether a sanitizer is linked in: it keeps what is freed for a while, and has memory of its own.
let isSanitized = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

/// The memory that this process occupies now, 0 where the system doesn't say.
func residentBytes() -> Int {
    let file = open("/proc/self/statm", O_RDONLY)
    if file < 0 { return 0 }
    defer { close(file) }
    let text = [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
        count = max(0, read(file, buffer.baseAddress, buffer.count))
    }
    let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
}

/// How many threads and open files this process has now, 0 where the system doesn't say.
func processCounts() -> (threads: Int, files: Int) { (entries(of: "/proc/self/task"), entries(of: "/proc/self/fd")) }

private func entries(of folder: String) -> Int {
    guard let stream = opendir(folder) else { return 0 }
    defer { closedir(stream) }
    var count = 0
    while readdir(stream) != nil { count += 1 }
    return max(0, count - 2)
}
