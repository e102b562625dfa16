import ContextMetrics
import ContextMetricsTesting
import Synchronization

/// What bad collectors hang at until the test opens it.
///
/// It opens by itself after ``limit``: an engine that waits for a bad collector then fails the test instead of hanging it.
final class Gate: Sendable {
    static let limit = Duration.seconds(15)

    private let isForced = Atomic<Bool>(false)
    private let arrivals = Atomic<Int>(0)
    private let end = MonotonicInstant.now.advanced(by: limit)

    /// How many have come to the gate so far.
    var arrived: Int { arrivals.load(ordering: .acquiring) }
    var isOpen: Bool { isForced.load(ordering: .acquiring) || MonotonicInstant.now >= end }

    func open() { isForced.store(true, ordering: .releasing) }

    /// Blocks the thread.
    func block() {
        arrivals.wrappingAdd(1, ordering: .releasing)
        while !isOpen { blockThread(for: .milliseconds(1)) }
    }

    /// Computes without a pause.
    func spin() {
        arrivals.wrappingAdd(1, ordering: .releasing)
        while !isOpen {}
    }

    /// Suspends the task, deaf to cancellation.
    func suspend() async {
        arrivals.wrappingAdd(1, ordering: .releasing)
        await Task.detached { while !self.isOpen { try? await Task.sleep(for: .milliseconds(1)) } }.value
    }

    /// Suspends the task again and again, and ignores that it is cancelled.
    func loop() async {
        arrivals.wrappingAdd(1, ordering: .releasing)
        while !isOpen {
            try? await Task.sleep(for: .milliseconds(1))
            // A cancelled sleep returns at once.
            if Task.isCancelled { blockThread(for: .milliseconds(1)) }
        }
    }
}

/// A counter for what happens inside collectors.
final class Tally: Sendable {
    private let value = Atomic<Int>(0)
    var count: Int { value.load(ordering: .acquiring) }
    func add() { value.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
