import ContextMetrics
import Measuring

/// A way to gather, called as a server would call it.
struct Contestant: Sendable {
    /// What one gather took, in nanoseconds.
    struct Round: Sendable {
        let wall: Double
        /// Of the processors, on all threads.
        let processor: Double
    }

    private let gather: @Sendable (Duration) async -> Void
    /// Where the caller's task runs; `nil` is Swift's cooperative pool.
    private let executor: (any TaskExecutor)?

    /// A registry whose caller runs where its engine answers.
    static func registry(_ collectors: [any Collector]) -> Contestant {
        let registry = ContextRegistry()
        for (index, collector) in collectors.enumerated() { register(collector, "c\(index)", registry) }
        return .registry(registry)
    }

    static func registry(_ registry: ContextRegistry) -> Contestant {
        Contestant(gather: { budget in _ = await registry.gather(within: budget) }, executor: registry.engine.executor)
    }

    /// A scrape handler; the budget is its own.
    static func handler(_ handler: ScrapeHandler, accept: String) -> Contestant {
        let request = ScrapeRequest { $0 == "accept" ? [accept] : [] }
        return Contestant(gather: { _ in _ = await handler.respond(to: request) }, executor: handler.executor)
    }

    /// A task group, called from where an application would.
    static func taskGroup(_ sources: [any NaiveSource]) -> Contestant {
        let group = NaiveGroup(sources: sources)
        return Contestant(gather: { budget in _ = await group.gather(within: budget) }, executor: nil)
    }

    /// Gathers so many times, after a few that don't count.
    ///
    /// - Parameters:
    ///   - count: How often.
    ///   - warmUp: How often before that.
    ///   - budget: The deadline of each.
    ///   - prepare: What else happens when a gather begins, on the caller's thread.
    /// - Returns: What each took.
    func rounds(
        _ count: Int, warmUp: Int = 0, within budget: Duration, with prepare: @escaping @Sendable () -> Void = {}
    ) async -> [Round] {
        let gather = gather
        return await Task.detached(executorPreference: executor) {
            for _ in 0..<warmUp { await gather(budget) }
            var rounds: [Round] = []
            rounds.reserveCapacity(count)
            for _ in 0..<count {
                let (start, used) = (Clock.now(), Clock.processorTime())
                prepare()
                await gather(budget)
                let end = Clock.now()
                rounds.append(Round(wall: Double(end - start), processor: Double(Clock.processorTime() - used)))
            }
            return rounds
        }.value
    }
}

/// Registers what can't fail to be registered; says so if it does.
func register(_ collector: any Collector, _ name: String, _ registry: ContextRegistry) {
    do { try registry.register(collector, named: name) } catch { Output.print("\(name): \(error)\n", to: Output.error) }
}

extension Array {
    /// So many of them, each with a label of its own.
    init(_ count: Int, _ make: (String) -> Element) { self = (0..<count).map { make("l\($0)") } }
}
