import Synchronization

/// Cancellations that are due, delivered by several threads: a handler of a user's that blocks holds up its own thread only.
final class CancellationJob: Sendable {
    private let cancellations: [Cancellation]
    private let cursor = Atomic<Int>(0)

    private init(_ cancellations: [Cancellation]) { self.cancellations = cancellations }

    /// Hands the cancellations to the engine's threads for that.
    static func deliver(_ cancellations: [Cancellation], on engine: GatherEngine) {
        if cancellations.isEmpty { return }
        let job = CancellationJob(cancellations)
        for _ in 0..<min(cancellations.count, GatherEngine.controlThreads) { engine.control.call { job.run() } }
    }

    private func run() {
        while true {
            let next = cursor.wrappingAdd(1, ordering: .relaxed).oldValue
            if next >= cancellations.count { return }
            cancellations[next].deliver()
        }
    }
}
