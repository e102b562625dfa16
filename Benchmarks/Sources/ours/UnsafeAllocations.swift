// Invariant: the symbol that is looked up is the function in Peers/allocations/count.c, which nobody unloads.

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
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "benchmark_allocations") else { return nil }
        read = unsafeBitCast(symbol, to: (@convention(c) () -> UInt64).self)
    }

    var now: UInt64 { read() }
}

enum AllocatedMemory {
    /// Gives pages that nobody uses back to the system, where the allocator can be told to.
    static func giveBack() {
        #if canImport(Glibc)
            malloc_trim(0)
        #endif
    }
}
