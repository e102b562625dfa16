#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGTERM and SIGINT, waited for on the main thread: a program of which all of Swift's threads are occupied still ends, and can tell
/// what it has seen.
package enum EndingSignals {
    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }

    /// Keeps them for ``wait()``.
    ///
    /// Before any other thread is started: threads inherit it.
    package static func block() {
        var set = set
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Returns when one of them comes.
    package static func wait() {
        var set = set
        var signal: Int32 = 0
        sigwait(&set, &signal)
    }
}
