#if NIO
    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// SIGTERM and SIGINT, waited for on the main thread: an application that occupies all of Swift's threads still ends.
    enum EndingSignals {
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
        static func block() {
            var set = set
            pthread_sigmask(SIG_BLOCK, &set, nil)
        }

        /// Returns when one of them comes.
        static func wait() {
            var set = set
            var signal: Int32 = 0
            sigwait(&set, &signal)
        }
    }
#endif
