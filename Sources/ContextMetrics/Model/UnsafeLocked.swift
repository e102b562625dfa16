// Invariant: `value` is touched only between lock and unlock of `mutex`. Both live until `deinit`, which runs when nobody
// can call any more. A POSIX mutex and not `Synchronization.Mutex`, whose futex ThreadSanitizer can't see on Linux.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A value behind a lock.
///
/// The lock is for a few instructions: nothing is awaited, formatted, logged or called back under it.
package struct Locked<Value>: ~Copyable, @unchecked Sendable {
    /// In one piece: whoever locks is about to touch the value, and a line of the cache more costs as much as the lock.
    private struct Box {
        var mutex = pthread_mutex_t()
        var value: Value
    }

    private let box: UnsafeMutablePointer<Box>
    private var mutex: UnsafeMutablePointer<pthread_mutex_t> { UnsafeMutableRawPointer(box).assumingMemoryBound(to: pthread_mutex_t.self) }

    package init(_ initial: Value) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: MemoryLayout<Box>.size, alignment: max(64, MemoryLayout<Box>.alignment))
        box = memory.bindMemory(to: Box.self, capacity: 1)
        box.initialize(to: Box(value: initial))
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        box.deinitialize(count: 1)
        box.deallocate()
    }

    /// Runs `body` with the value, alone.
    @inline(__always)
    package borrowing func withLock<Result, Failure>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&box.pointee.value)
    }
}
