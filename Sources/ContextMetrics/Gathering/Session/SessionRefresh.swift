/// Gathers that nobody waits for, whose results are kept for scrapes to come.
extension GatherSession {
    /// How long a run in the background may take where the policy doesn't say: what Prometheus gives by default.
    private static let refreshLimit = Duration.seconds(10)

    /// Has a collector's samples replaced.
    ///
    /// The asker has found that they are to be, and that nobody else is at it.
    static func refresh(_ entry: CollectorEntry, _ key: RunKey, engine: GatherEngine, board: SessionBoard) {
        let (now, values) = (engine.timer.now(), key.values)
        let scope = CollectionScope(
            deadline: now.advanced(by: entry.policy.timeout ?? refreshLimit), timer: engine.timer, sleepTimer: engine.sleepTimer,
            values: values, filter: values[FilterKey.self], owner: ObjectIdentifier(board))
        let session = GatherSession([entry], scope: scope, now: now, engine: engine, board: board, refreshing: key)
        if board.begin(session) { session.start() } else { entry.refreshWasRefused(key) }
    }
}
