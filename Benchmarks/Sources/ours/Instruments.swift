import ContextMetrics
import Measuring

extension Works {
    private static let calls = 2_000_000

    /// Nanoseconds a call; the operation is told how many to do.
    static func oneThread(_ operation: @escaping @Sendable (_ count: Int) -> Void) -> Prepared {
        Prepared {
            let start = Clock.now()
            operation(calls)
            return Double(Clock.now() - start) / Double(calls)
        }
    }

    /// The same with two threads, each of which does all the calls.
    static func twoThreads(_ operation: @escaping @Sendable (_ count: Int) -> Void) -> Prepared { twoThreads([operation, operation]) }

    /// The same with an operation for each thread.
    static func twoThreads(_ operations: [@Sendable (_ count: Int) -> Void]) -> Prepared {
        Prepared {
            // On the cooperative pool: two threads where there are two processors.
            let tasks = operations.map { operation in
                Task.detached {
                    let start = Clock.now()
                    operation(calls)
                    return (start: start, end: Clock.now())
                }
            }
            let (a, b) = (await tasks[0].value, await tasks[1].value)
            return Double(max(a.end, b.end) - min(a.start, b.start)) / Double(calls)
        }
    }

    // The registries live as long as their instruments are used, as an application's would.

    static func increments() throws -> @Sendable (Int) -> Void {
        let registry = ContextRegistry()
        let counter = try registry.counter("bench_total", help: "Requests served.")
        return { count in withExtendedLifetime(registry) { for _ in 0..<count { counter.increment() } } }
    }

    /// Two series that were made one after the other, each for a thread.
    static func neighbours() throws -> [@Sendable (Int) -> Void] {
        let registry = ContextRegistry()
        let counters = try registry.counter("bench_total", help: "Requests served.", labels: "thread")
        return [counters.with("0"), counters.with("1")].map { counter in
            { count in withExtendedLifetime(registry) { for _ in 0..<count { counter.increment() } } }
        }
    }

    static func labelledIncrements() throws -> @Sendable (Int) -> Void {
        let registry = ContextRegistry()
        let counters = try registry.counter("bench_total", help: "Requests served.", labels: "method", "path", "status")
        for index in 0..<Data.familySeries {
            let (method, path, status) = Data.labelValues(index)
            _ = counters.with(method, path, status)
        }
        return { count in
            withExtendedLifetime(registry) {
                for _ in 0..<count { counters.with("GET", "/api/v1/resource/024", "200").increment() }
            }
        }
    }

    static func sets() throws -> @Sendable (Int) -> Void {
        let registry = ContextRegistry()
        let gauge = try registry.gauge("bench", help: "Degrees.")
        return { count in withExtendedLifetime(registry) { for index in 0..<count { gauge.set(Double(index)) } } }
    }

    static func observes() throws -> @Sendable (Int) -> Void {
        let registry = ContextRegistry()
        let histogram = try registry.histogram("bench", help: "Time to answer.", buckets: Data.bounds)
        let values = Data.observations
        return { count in
            withExtendedLifetime(registry) {
                for index in 0..<count { histogram.observe(values[index & 1023]) }
            }
        }
    }

    static func nativeObserves() throws -> @Sendable (Int) -> Void {
        let registry = ContextRegistry()
        let histogram = try registry.nativeHistogram("bench", help: "Time to answer.")
        let values = Data.observations
        return { count in
            withExtendedLifetime(registry) {
                for index in 0..<count { histogram.observe(values[index & 1023]) }
            }
        }
    }

    /// Microseconds a series of a new family.
    static func register(_ series: Int) -> Prepared {
        let values = (0..<series).map { Data.labelValues($0, digits: 7) }
        return Prepared {
            let start = Clock.now()
            let registry = ContextRegistry()
            let counters = try registry.counter(
                "bench_registered_total", help: "Requests served.", labels: "method", "path", "status")
            for (method, path, status) in values { _ = counters.with(method, path, status) }
            return Double(Clock.now() - start) / 1000 / Double(series)
        }
    }
}
