#if NIO
    import ContextMetrics
    import ContextMetricsTesting

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// A line on standard error that tells how far the run is: only where that is a terminal, and at most ten times a second.
    final class ProgressLine: Sendable {
        private let plan: ScrapePlan
        private let lastShown = Locked(Duration.zero)

        /// `nil` where nobody would see it.
        init?(_ plan: ScrapePlan) {
            if isatty(STDERR_FILENO) == 0 { return nil }
            self.plan = plan
        }

        func show(_ progress: ScrapeBenchmark.Progress) {
            let isDue = lastShown.withLock { last in
                if progress.elapsed - last < .milliseconds(100) { return false }
                last = progress.elapsed
                return true
            }
            if !isDue { return }
            let whole =
                switch plan.length {
                case .count(let count): "of \(count) scrapes"
                case .duration(let duration): "scrapes, \(progress.elapsed.components.seconds) of \(duration.secondsText) s"
                }
            StandardError.write("\r\(progress.scrapes) \(whole), \(progress.failed) failed\u{1b}[K")
        }

        /// Leaves no trace of it.
        func clear() { StandardError.write("\r\u{1b}[K") }
    }
#endif
