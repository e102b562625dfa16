import Synchronization

extension GatherSession {
    /// Asks a collector for a run.
    ///
    /// Nil when there is none to be made here: joined, served, refused, still running, or sealed meanwhile.
    func ask(_ index: Int, _ entry: CollectorEntry, _ task: RunTask) -> (id: UInt64, buffer: SampleBuffer)? {
        let waiter = Waiter(session: self, slot: index)
        switch entry.ask(waiter, for: key(for: entry), task: task) {
        case .start(let id, let buffer):
            if slots.start(index) { return (id, buffer) }
            // Sealed in between. Whoever has joined meanwhile gets the run all the same.
            guard let cancellations = entry.endUnstarted(id, waiter: waiter) else { return nil }
            CancellationJob.deliver(cancellations, on: engine)
            return (id, buffer)
        case let other:
            settle(index, entry, other)
            return nil
        }
    }

    /// Asks a collector for whatever needs no new run; true when that settles it.
    func askWithoutRun(_ index: Int, _ entry: CollectorEntry) -> Bool {
        let ask = entry.ask(Waiter(session: self, slot: index), for: key(for: entry), task: nil)
        if case .missing = ask { return false }
        settle(index, entry, ask)
        return true
    }

    private func settle(_ index: Int, _ entry: CollectorEntry, _ ask: CollectorEntry.Ask) {
        switch ask {
        case .start, .missing: break
        case .joined: if !slots.start(index), slots.isSkipped(index) { leave(index) }
        case .stillRunning: finish(deliver(index, RunResult(.stillRunning)))
        case .refused(let outcome): finish(deliver(index, RunResult(outcome)))
        case .served(let served):
            // Before it is delivered: with the last of all collectors this gather may end.
            if served.refreshes { GatherSession.refresh(entry, key(for: entry), engine: engine, board: board) }
            finish(deliver(index, RunResult(served)))
        }
    }

    /// A run has ended: everybody who waits for it gets the result.
    ///
    /// Returns 1 when this gather did.
    func end(
        _ entry: CollectorEntry, _ id: UInt64, _ slot: Int, _ buffer: SampleBuffer, _ failure: (any Error)?, after nanoseconds: Int64
    ) -> Int {
        // Nearly always a success of a run that nobody has joined: delivered first, it is counted under the lock that ends the run. Not where
        // the run has a limit of its own: who reaches that may deliver at the same time, and only under the lock it is decided who does.
        let isSuccess = failure == nil && !buffer.overflowed && !entry.hasLimit
        let isDelivered = isSuccess && slots.deliver(slot, RunResult(.success, buffer: buffer, nanoseconds: nanoseconds))
        guard let ended = entry.end(id, after: nanoseconds, failure: failure, buffer: buffer, isDelivered: isDelivered, engine) else {
            return isDelivered ? 1 : 0
        }
        guard let first = ended.first else {
            board.orphanEnded()
            if !entry.isContext { engine.threadFreed() }
            board.resultCameLate()
            return isDelivered ? 1 : 0
        }
        if isDelivered, ended.others.isEmpty { return 1 }
        let isExposed = ended.outcome == .success || entry.policy.partial == .completedFamilies
        let result = RunResult(ended.outcome, buffer: isExposed ? buffer : nil, nanoseconds: nanoseconds, error: failure)
        // Who started the run is the first that waits for it, as long as he waits.
        var own = isDelivered ? 1 : deliver(result, of: entry, to: first)
        for other in ended.others { own += deliver(result, of: entry, to: other) }
        return own
    }

    private func deliver(_ result: RunResult, of entry: CollectorEntry, to waiter: Waiter) -> Int {
        let session = waiter.session
        let count = session.slots.deliver(waiter.slot, result) ? 1 : 0
        if count > 0 { entry.count(result.outcome) }
        if session === self { return count }
        session.finish(count)
        session.rootEnded()
        return 0
    }

    /// There is no run of a collector, for want of time or of threads.
    func refuse(_ entry: CollectorEntry) {
        if isRefresh { entry.refreshWasRefused(key(for: entry)) }
        entry.wasMissed()
    }

    /// An outcome without a run.
    func deliver(_ index: Int, _ result: RunResult) -> Int {
        if !slots.deliver(index, result) { return 0 }
        entries[index].count(result.outcome)
        return 1
    }

    func finish(_ count: Int) {
        // Release: our slots before the count. Acquire by the last: everybody's slots.
        if count > 0, pending.wrappingSubtract(count, ordering: .acquiringAndReleasing).newValue == 0 { seal(.complete) }
    }

    /// This gather leaves a run without its result.
    ///
    /// The last to leave makes it an orphan.
    @discardableResult func leave(_ index: Int, missed: Bool, _ cancellations: inout [Cancellation]) -> CollectorEntry.Leave? {
        let entry = entries[index]
        guard let leave = entry.leave(Waiter(session: self, slot: index), missed: missed) else { return nil }
        if leave.isOrphan { runOrphaned(entry) }
        if let cancellation = leave.cancellation { cancellations.append(cancellation) }
        if leave.wasJoined { rootEnded() }
        return leave
    }

    private func leave(_ index: Int) {
        var cancellations: [Cancellation] = []
        leave(index, missed: false, &cancellations)
        CancellationJob.deliver(cancellations, on: engine)
    }

    private func runOrphaned(_ entry: CollectorEntry) {
        board.orphanBegan()
        if entry.isCritical { entry.endShare(engine.collectors) }
        if !entry.isContext { engine.threadBlocked() }
    }

    // MARK: Limits of one run

    /// A run is about to reach its own limit: it is told to stop.
    func cancel(_ entry: CollectorEntry, _ id: UInt64) {
        if let cancellation = entry.cancel(id) { CancellationJob.deliver([cancellation], on: engine) }
    }

    /// A run has reached its own limit: those who wait for it go on without.
    func expire(_ entry: CollectorEntry, _ id: UInt64) {
        guard let (buffer, waiters) = entry.expire(id, engine) else { return }
        runOrphaned(entry)
        let result = RunResult(.timeout, buffer: entry.policy.partial == .completedFamilies ? buffer : nil)
        var own = 0
        for waiter in waiters { own += deliver(result, of: entry, to: waiter) }
        finish(own)
    }
}
