extension ContextRegistry {
    /// Asks all collectors and waits until all are done, the deadline has come, or this task is cancelled.
    ///
    /// Collectors that are not done by then go on unattended and are not started again before they have ended. The result
    /// holds every family that was whole. It is there within a fraction of a millisecond of the deadline whatever collectors do;
    /// the caller goes on when its own executor has a thread for it, so a server's task runs on ``GatherEngine/executor``.
    ///
    /// About 0.2 us for each collector that has nothing to wait for.
    public nonisolated(nonsending) func gather(_ context: GatherContext) async -> GatherResult {
        let snapshot = contents.filtered(by: context.filter)
        let outer = CollectionContext.current
        let now = engine.timer.now()
        let deadline = min(context.deadline ?? .distantFuture, outer?.inheritedDeadline ?? .distantFuture)
        if let result = gatherAtOnce(snapshot, outer: outer?.scope, now: now, deadline: deadline) { return result }
        if !engine.start() { return result(.unavailable, snapshot, all: .rejected) }

        let scope = CollectionScope(
            deadline: deadline, timer: engine.timer, sleepTimer: engine.sleepTimer, values: context.values,
            traceID: context.traceID, filter: context.filter, owner: ObjectIdentifier(board), outer: outer)
        let session = GatherSession(snapshot.entries, scope: scope, now: now, engine: engine, board: board)
        if !board.begin(session) { return result(.shutdown, snapshot, all: .skipped) }
        let (ending, results) = await session.run()
        return result(ending, snapshot, results)
    }

    /// The same without waiting; `nil` where there are collectors to be asked.
    func gatherAtOnce(_ context: GatherContext) -> GatherResult? {
        let snapshot = contents.filtered(by: context.filter)
        guard snapshot.entries.isEmpty else { return nil }
        return gatherAtOnce(snapshot, outer: nil, now: engine.timer.now(), deadline: context.deadline ?? .distantFuture)
    }

    /// The result where no collector is to be asked, `nil` where there is one.
    private func gatherAtOnce(
        _ snapshot: Snapshot, outer: CollectionScope?, now: MonotonicInstant, deadline: MonotonicInstant
    ) -> GatherResult? {
        if outer?.isInside(ObjectIdentifier(board)) == true { return result(.nested, snapshot, all: .skipped) }
        if now >= deadline { return result(.noBudget, snapshot, all: .skipped) }
        if Task.isCancelled { return result(.callerCancelled, snapshot, all: .skipped) }
        if board.isShutDown { return result(.shutdown, snapshot, all: .skipped) }
        snapshot.instruments.expire(now: now.nanoseconds)
        return snapshot.entries.isEmpty ? result(.complete, snapshot, []) : nil
    }

    /// The same with a budget from now on.
    public nonisolated(nonsending) func gather(within budget: Duration) async -> GatherResult {
        await gather(GatherContext(deadline: engine.timer.now().advanced(by: budget)))
    }

    private func result(_ ending: GatherResult.Ending, _ snapshot: Snapshot, all outcome: CollectorOutcome) -> GatherResult {
        for entry in snapshot.entries { entry.count(outcome) }
        return result(ending, snapshot, Array(repeating: RunResult(outcome), count: snapshot.entries.count))
    }

    private func result(_ ending: GatherResult.Ending, _ snapshot: Snapshot, _ results: [RunResult]) -> GatherResult {
        GatherResult(ending, .registry(RegistryPart(snapshot, results, includesSelfMetrics: options.includesSelfMetrics)))
    }

    /// The names of the collectors; and of all families, where every collector describes its own.
    public var catalog: GatherCatalog? {
        let contents = contents
        let descriptors = contents.entries.flatMap(\.descriptors) + contents.instruments.entries.map(\.descriptor)
        let own = options.includesSelfMetrics ? SelfMetrics.families : []
        let isDescribed = contents.entries.allSatisfy { !$0.descriptors.isEmpty }
        return GatherCatalog(
            collectors: contents.entries.map(\.name), names: isDescribed ? Set((descriptors + own).flatMap(\.claimedNames)) : nil)
    }

    /// Ends the registry: admits no gather any more, ends those under way with the outcome `cancelled`, cancels their collectors,
    /// and waits for these, at most as long as given.
    ///
    /// What comes later is dropped.
    ///
    /// - Returns: How many runs had not ended by then. They hold their threads until they do.
    @discardableResult
    public nonisolated(nonsending) func shutdown(within limit: Duration) async -> Int {
        for session in board.shutDown() { session.seal(.shutdown) }
        for entry in contents.entries { entry.retire() }
        let drain = Drain(engine: engine)
        engine.timer.set(drain, at: engine.timer.now().advanced(by: limit))
        board.add(drain)
        await drain.wait()
        board.remove(drain)
        engine.timer.set(drain, at: nil)
        return board.orphans
    }

    /// Runs that everybody has left and that have not ended.
    package var orphans: Int { board.orphans }
    /// Gathers whose last run has not ended.
    package var liveSessions: Int { board.liveSessions }
    /// Results that came after everybody had left.
    package var lateResults: Int { board.lateResults }
}
