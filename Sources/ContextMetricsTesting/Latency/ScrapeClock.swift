package import ContextMetrics

/// The clock that scrapes are started by and measured on.
package struct ScrapeClock: Sendable {
    package let now: @Sendable () -> MonotonicInstant
    /// Comes back at the instant, or soon when the task is cancelled.
    package let sleep: @Sendable (_ until: MonotonicInstant) async -> Void

    /// The system's monotonic clock.
    package static let system = ScrapeClock {
        .now
    } sleep: { instant in
        try? await Task.sleep(for: MonotonicInstant.now.duration(to: instant), tolerance: .zero, clock: .continuous)
    }

    package init(
        now: @escaping @Sendable () -> MonotonicInstant, sleep: @escaping @Sendable (_ until: MonotonicInstant) async -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The clock of a timer: a manual one as well.
    init(_ timer: any DeadlineTimer) {
        self.init {
            timer.now()
        } sleep: { instant in
            let context = CollectionContext(deadline: .distantFuture, timer: timer)
            try? await context.sleep(for: timer.now().duration(to: instant))
        }
    }
}
