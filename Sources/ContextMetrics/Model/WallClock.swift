#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The time of day, injected: what exemplars and new series are stamped with.
///
/// It may be set back and forth at any time, so nothing waits for it: deadlines have a ``DeadlineTimer``.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Double

    /// A clock of the caller's, as for tests.
    ///
    /// The closure answers the seconds since 1970 and is called from any thread.
    public init(_ read: @escaping @Sendable () -> Double) { self.read = read }

    /// The system's, to the millisecond: Prometheus keeps no more.
    public static var system: WallClock {
        WallClock {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return (Double(time.tv_sec) * 1_000 + Double(time.tv_nsec / 1_000_000)) / 1_000
        }
    }

    /// Seconds since 1970.
    var now: Double { read() }
}
