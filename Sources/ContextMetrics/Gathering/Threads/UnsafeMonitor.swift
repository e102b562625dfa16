// Invariant: as of `Locked`; in addition `condition` is waited on only with `mutex` held, by `wait`.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A value behind a lock, for which threads can wait to become what they need.
struct Monitor<Value>: ~Copyable, @unchecked Sendable {
    /// What a waiting thread found.
    enum Step<Result> {
        case done(Result)
        case wait
        case waitUntil(MonotonicInstant)
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let value: UnsafeMutablePointer<Value>

    init(_ initial: Value) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        condition = .allocate(capacity: 1)
        condition.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        #if !canImport(Darwin)
            // The clock that deadlines are kept on: a jump of the wall clock must not move them.
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        #endif
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        value = .allocate(capacity: 1)
        value.initialize(to: initial)
    }

    deinit {
        value.deinitialize(count: 1)
        value.deallocate()
        pthread_cond_destroy(condition)
        condition.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with the value, alone.
    borrowing func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value.pointee)
    }

    /// Runs `body` until it is done, and sleeps in between until somebody signals or the instant has come.
    borrowing func wait<Result>(_ body: (inout Value) -> Step<Result>) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            switch body(&value.pointee) {
            case .done(let result): return result
            case .wait: pthread_cond_wait(condition, mutex)
            case .waitUntil(let instant): wait(until: instant)
            }
        }
    }

    /// Wakes one waiting thread.
    borrowing func signal() { pthread_cond_signal(condition) }

    /// Wakes all waiting threads.
    borrowing func broadcast() { pthread_cond_broadcast(condition) }

    private borrowing func wait(until instant: MonotonicInstant) {
        #if canImport(Darwin)
            let now = MonotonicInstant.now.nanoseconds
            let left = instant.nanoseconds > now ? instant.nanoseconds - now : 0
            var time = timespec(tv_sec: Int(clamping: left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
            pthread_cond_timedwait_relative_np(condition, mutex, &time)
        #else
            let (seconds, nanoseconds) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            var time = timespec(tv_sec: Int(clamping: seconds), tv_nsec: Int(nanoseconds))
            pthread_cond_timedwait(condition, mutex, &time)
        #endif
    }
}
