// Invariant: the symbols that are looked up are functions of these types, of libraries that nobody unloads: the one in
// Peers/allocations/count.c, and glibc's `malloc_trim`, which no module of Swift's shows.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How many allocations this process has made, where something counts them.
struct AllocationCount: Sendable {
    private let read: @convention(c) () -> UInt64

    /// Fails where the process was started without the counter.
    init?() {
        guard let symbol = symbol("benchmark_allocations") else { return nil }
        read = unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
    }

    var now: UInt64 { read() }
}

enum AllocatedMemory {
    /// Gives pages that nobody uses back to the system, where the allocator can be told to.
    static func giveBack() {
        guard let symbol = symbol("malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> CInt).self)(0)
    }
}

/// What the program or one of its libraries has under a name.
private func symbol(_ name: String) -> UnsafeMutableRawPointer? { dlsym(dlopen(nil, RTLD_NOW), name) }
