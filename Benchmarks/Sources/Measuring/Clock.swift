#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The clocks that are measured with, in nanoseconds.
package enum Clock {
    /// Time that passes.
    package static func now() -> UInt64 { read(CLOCK_MONOTONIC) }

    /// Time that this process has used, on all its threads.
    package static func processorTime() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Blocks the thread, as a synchronous client library does.
    package static func block(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

    /// Keeps the processor busy.
    package static func spin(milliseconds: Int) {
        let end = now() + UInt64(milliseconds) * 1_000_000
        while now() < end {}
    }
}
