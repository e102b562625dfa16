/// Replaces what collectors have written for scrapes to come a little before it is stale, so that no scrape waits for them.
///
/// ```swift
/// let refreshing = Task { await BackgroundRefresher(registry).run() }
/// ```
/// It looks after the collectors whose ``CollectorCache/refreshesAhead`` is set, those registered later as well, and runs them whether anybody
/// scrapes or not: for collectors that take longer than a scrape may. Typed values that no scrape has brought since the last time are left out.
/// Each collector has its own place within the last fifth of its time, drawn by lot at registration, so that they don't all run at once.
public struct BackgroundRefresher: Sendable {
    /// Whose collectors it looks after.
    public let registry: ContextRegistry
    /// How often it looks for collectors that were registered meanwhile.
    private static let longestSleep = Duration.seconds(1)

    /// Prepares it; ``run()`` begins.
    public init(_ registry: ContextRegistry) { self.registry = registry }

    /// Refreshes until the task is cancelled or the registry shut down.
    ///
    /// Runs that have begun go on, with the limit of their policies or ten seconds.
    public nonisolated(nonsending) func run() async {
        let timer = registry.engine.sleepTimer
        while !Task.isCancelled, let next = registry.refreshAhead() {
            let latest = timer.now().advanced(by: BackgroundRefresher.longestSleep)
            do { try await Sleep.wait(until: min(next, latest), timer: timer) } catch { return }
        }
    }
}

extension ContextRegistry {
    /// Begins the runs that are due.
    ///
    /// Returns when the next will be, `nil` when the registry was shut down.
    func refreshAhead() -> MonotonicInstant? {
        if board.isShutDown || !engine.start() { return board.isShutDown ? nil : engine.timer.now().advanced(by: .seconds(1)) }
        var next = MonotonicInstant.distantFuture
        for entry in contents.entries where entry.policy.cache?.refreshesAhead == true {
            // One after the other of those that are due, each of which is asked for once: of more, the rest has its turn at the next look.
            for _ in 0...CollectorCache.mostVariants {
                let now = engine.timer.now()
                guard let (key, at) = entry.nextRefresh(at: now) else { break }
                if at > now {
                    next = min(next, at)
                    break
                }
                guard entry.askForRefresh(key, at: now) else { break }
                GatherSession.refresh(entry, key, engine: engine, board: board)
            }
        }
        return next
    }
}
