import Synchronization

extension GatherSession {
    /// Asks a collector for a run.
    ///
    /// Nil when there is none to be made here: joined, still running, or sealed meanwhile.
    func ask(_ index: Int, _ entry: CollectorEntry, _ task: RunTask) -> (id: UInt64, buffer: SampleBuffer)? {
        let waiter = Waiter(session: self, slot: index)
        switch entry.ask(waiter, for: key, task: task) {
        case .start(let id, let buffer):
            if slots.start(index) { return (id, buffer) }
            // Sealed in between. Whoever has joined meanwhile gets the run all the same.
            guard let cancellations = entry.endUnstarted(id, waiter: waiter) else { return nil }
            CancellationJob.deliver(cancellations, on: engine)
            return (id, buffer)
        case .joined:
            if !slots.start(index), slots.isSkipped(index) { leave(index) }
            return nil
        case .stillRunning:
            finish(deliver(index, .stillRunning))
            return nil
        }
    }

    /// A run has ended: everybody who waits for it gets the result.
    ///
    /// Returns 1 when this gather did.
    func end(
        _ entry: CollectorEntry, _ id: UInt64, _ slot: Int, _ buffer: SampleBuffer, _ failure: (any Error)?, after nanoseconds: Int64
    ) -> Int {
        // Nearly always a success of a run that nobody has joined: delivered first, it is counted under the lock that ends the run.
        let isSuccess = failure == nil && !buffer.overflowed
        let isDelivered = isSuccess && slots.deliver(slot, RunResult(.success, buffer: buffer, nanoseconds: nanoseconds))
        guard let ended = entry.end(id, after: nanoseconds, failure: failure, buffer: buffer, isDelivered: isDelivered) else {
            return isDelivered ? 1 : 0
        }
        if isDelivered, ended.others.isEmpty { return 1 }
        guard let first = ended.first else {
            board.orphanEnded()
            if !entry.isContext { engine.threadFreed() }
            board.resultCameLate()
            return 0
        }
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

    /// An outcome without a run.
    func deliver(_ index: Int, _ outcome: CollectorOutcome) -> Int {
        if !slots.deliver(index, RunResult(outcome)) { return 0 }
        entries[index].count(outcome)
        return 1
    }

    func finish(_ count: Int) {
        // Release: our slots before the count. Acquire by the last: everybody's slots.
        if count > 0, pending.wrappingSubtract(count, ordering: .acquiringAndReleasing).newValue == 0 { seal(.complete) }
    }

    /// This gather leaves a run without its result.
    ///
    /// The last to leave makes it an orphan.
    @discardableResult func leave(_ index: Int, _ cancellations: inout [Cancellation]) -> CollectorEntry.Leave? {
        let entry = entries[index]
        guard let leave = entry.leave(Waiter(session: self, slot: index)) else { return nil }
        if leave.isOrphan {
            board.orphanBegan()
            if !entry.isContext { engine.threadBlocked() }
        }
        if let cancellation = leave.cancellation { cancellations.append(cancellation) }
        if leave.wasJoined { rootEnded() }
        return leave
    }

    private func leave(_ index: Int) {
        var cancellations: [Cancellation] = []
        leave(index, &cancellations)
        CancellationJob.deliver(cancellations, on: engine)
    }
}
