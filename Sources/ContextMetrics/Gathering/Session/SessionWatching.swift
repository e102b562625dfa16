import Synchronization

extension GatherSession {
    /// The watch's look: pullers that are stuck get company.
    ///
    /// False when everything has been taken.
    func look() -> Bool {
        if isSealed { return false }
        var goesOn = watchQuickLanes()
        for lane in lanes {
            let limit = lane.kind.isContext ? engine.options.contextCollectorThreads : threads
            guard let more = lane.look(limit: limit, processors: SystemThread.processors) else { continue }
            goesOn = true
            if more == 0 { continue }
            for _ in 0..<more { startPuller(lane) }
            (lane.kind.isContext ? engine.contextCollectors : engine.collectors).grow()
        }
        return goesOn
    }

    /// A thread that answers has been with one collector since the last look: another has to be there.
    ///
    /// True while it may.
    private func watchQuickLanes() -> Bool {
        if !holdsQuickLanes.load(ordering: .relaxed) { return false }
        let position = lanes.reduce(0) { $0 + ($1.kind.isQuick ? $1.position : 0) }
        if quickPositionSeen.exchange(position, ordering: .relaxed) == position { engine.front.grow(reserve: 1) }
        return true
    }
}
