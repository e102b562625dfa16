extension GatherSession {
    /// Fixes the response, once; whoever is first.
    func seal(_ ending: GatherResult.Ending) {
        if move({ $0.sealing() }) == nil { return }
        let isFull = ending != .complete && isOutOfThreads
        var cancellations: [Cancellation] = []
        var results: [RunResult] = []
        results.reserveCapacity(slots.count)
        for index in 0..<slots.count {
            switch slots.seal(index) {
            case .done(let result): results.append(result)
            case .skipped:
                let outcome = miss(entries[index], isFull: isFull)
                entries[index].count(outcome)
                results.append(RunResult(outcome))
            case .abandoned: results.append(abandon(index, ending, &cancellations))
            }
        }
        if ending != .complete { CancellationJob.deliver(cancellations, on: engine) }
        engine.timer.set(self, at: nil)
        withdrawTurns()
        // Moved: were it still held here when the caller goes on, no buffer of this gather could be used again in the next.
        let waiting = handover.withLock { handover in
            defer { results = [] }
            return handover.put((ending, results))
        }
        guard let waiting else { return }
        // The timer's thread must not run another executor's `enqueue`; a collector's may.
        if ending == .complete { waiting.resume() } else { engine.front.call { waiting.resume() } }
    }

    private func abandon(
        _ index: Int, _ ending: GatherResult.Ending, _ cancellations: inout [Cancellation]
    ) -> RunResult {
        let left = leave(index, missed: ending == .deadline, &cancellations)
        let isPartial = entries[index].policy.partial == .completedFamilies
        let outcome: CollectorOutcome = ending == .deadline ? .timeout : .cancelled
        entries[index].count(outcome)
        return RunResult(outcome, buffer: isPartial ? left?.buffer : nil)
    }

    /// A collector was not started.
    private func miss(_ entry: CollectorEntry, isFull: Bool) -> CollectorOutcome {
        refuse(entry)
        // One that takes turns may have waited for a run of its own.
        if entry.placement == .turns, entry.hasOrphan { return .stillRunning }
        return isFull ? .rejected : .skipped
    }

    /// What was not started couldn't be: every thread that it might have had is occupied.
    private var isOutOfThreads: Bool {
        lanes.contains { lane in
            if lane.isExhausted { return false }
            if lane.kind.isContext { return engine.contextCollectors.isSaturated }
            return lane.pullerCount >= threads || engine.collectors.isSaturated
        }
    }

    /// Tells runs that nobody else waits for to stop, a little before the deadline, so that they can. (G5)
    func beginLeaving() {
        var cancellations: [Cancellation] = []
        for index in 0..<slots.count where slots.isWaiting(index) {
            if let cancellation = entries[index].beginLeaving(Waiter(session: self, slot: index)) {
                cancellations.append(cancellation)
            }
        }
        CancellationJob.deliver(cancellations, on: engine)
    }
}
