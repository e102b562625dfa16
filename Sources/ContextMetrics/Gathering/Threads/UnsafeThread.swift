// Invariant: the box is retained once for the new thread, which releases it; when no thread was made it is released here.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Starts threads; replaced in tests by one that refuses.
package typealias ThreadStarter = @Sendable (_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool

/// Threads of the operating system.
enum SystemThread {
    private final class Box: Sendable {
        let name: String
        let body: @Sendable () -> Void
        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a detached thread.
    ///
    /// False when the system refuses one; nobody traps on that.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let raw = Unmanaged.passRetained(Box(name, body)).toOpaque()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 1 << 20)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let failure = pthread_create(&thread, &attributes, runThread, raw)
        if failure != 0 { Unmanaged<Box>.fromOpaque(raw).release() }
        return failure == 0
    }

    /// Gives the processor away if anybody else wants it.
    static func letOthersRun() { sched_yield() }

    /// The body of every thread.
    fileprivate static func run(_ raw: UnsafeMutableRawPointer) {
        let box = Unmanaged<Box>.fromOpaque(raw).takeRetainedValue()
        setName(box.name)
        box.body()
    }

    #if canImport(Darwin)
        private static func setName(_ name: String) { pthread_setname_np(name) }
        static var current: Int32 { 0 }
        static func yieldToOthers(_ thread: Int32) {}
    #else
        // Glibc's module map hides both behind _GNU_SOURCE.
        @_silgen_name("pthread_setname_np") private static func setThreadName(_: pthread_t, _: UnsafePointer<CChar>) -> Int32
        @_silgen_name("gettid") private static func threadID() -> pid_t

        private static func setName(_ name: String) { _ = setThreadName(pthread_self(), name) }

        /// The system's number of this thread.
        static var current: Int32 { threadID() }

        /// Makes a thread nicer, for which no privilege is needed.
        ///
        /// It can't be made less nice again.
        static func yieldToOthers(_ thread: Int32) {
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(bitPattern: thread), 10)
        }
    #endif

    /// Processors that are online, at least 1.
    static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

#if canImport(Darwin)
    private func runThread(_ raw: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        SystemThread.run(raw)
        return nil
    }
#else
    private func runThread(_ raw: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let raw { SystemThread.run(raw) }
        return nil
    }
#endif
