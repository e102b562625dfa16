#if NIO
    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// SIGINT and SIGTERM, waited for on the main thread: a run that is ended early still tells what it has seen.
    enum EndingSignals {
        private static var set: sigset_t {
            var set = sigset_t()
            sigemptyset(&set)
            sigaddset(&set, SIGINT)
            sigaddset(&set, SIGTERM)
            return set
        }

        /// Keeps them for ``wait()``; before any other thread is started, which inherits it.
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
