/// Collectors that take turns with others.
extension GatherSession {
    /// Asks for the turns of those that can't be served without.
    func askForTurns() {
        for index in turns {
            let entry = entries[index]
            guard let gate = entry.gate, !askWithoutRun(index, entry) else { continue }
            rootBegan()
            switch gate.enter(SerialGate.Turn(session: self, slot: index)) {
            case .begin: beginTurn(index)
            case .wait: break
            case .stuck:
                refuse(entry)
                finish(deliver(index, RunResult(.rejected)))
                rootEnded()
            }
        }
    }

    /// It is a collector's turn, for which this gather has a root.
    func beginTurn(_ index: Int) {
        let entry = entries[index]
        let lane = PullLane(entry.isContext ? .context : .blocking, order: [Int32(truncatingIfNeeded: index)], pullers: 1)
        if entry.isContext {
            Task.detached(executorPreference: engine.contextCollectors) {
                await self.pullContext(lane)
                entry.gate?.leave(entry)
            }
        } else {
            engine.collectors.call {
                self.pullAndEnd(lane)
                entry.gate?.leave(entry)
            }
        }
    }

    /// The gather ends: turns that haven't come are not waited for.
    func withdrawTurns() {
        var seen: Set<ObjectIdentifier> = []
        for index in turns {
            guard let gate = entries[index].gate, seen.insert(ObjectIdentifier(gate)).inserted else { continue }
            for _ in 0..<gate.withdraw(self) { rootEnded() }
        }
    }
}
