import Synchronization

/// The gathers of one registry that have not ended, and the orphans they have left.
///
/// Outlives the registry while one of them lives.
final class SessionBoard: Sendable {
    private struct State {
        var live: [ObjectIdentifier: GatherSession] = [:]
        var isShutDown = false
        var drains: [Drain] = []
    }

    private let state = Locked(State())
    let variants = ContextVariants()
    private let orphanCount = Atomic<Int>(0)
    private let lateCount = Atomic<Int>(0)

    /// Runs that everybody has left and that have not ended.
    var orphans: Int { orphanCount.load(ordering: .relaxed) }
    /// Results that came after everybody had left.
    var lateResults: Int { lateCount.load(ordering: .relaxed) }
    var liveSessions: Int { state.withLock { $0.live.count } }

    func orphanBegan() { orphanCount.wrappingAdd(1, ordering: .relaxed) }
    func orphanEnded() { orphanCount.wrappingSubtract(1, ordering: .relaxed) }
    func resultCameLate() { lateCount.wrappingAdd(1, ordering: .relaxed) }

    /// False when the registry was shut down: the gather must not begin.
    func begin(_ session: GatherSession) -> Bool {
        state.withLock { state in
            if state.isShutDown { return false }
            state.live[ObjectIdentifier(session)] = session
            return true
        }
    }

    /// All that the session started has ended.
    func end(_ session: GatherSession) {
        let drains = state.withLock { state in
            state.live[ObjectIdentifier(session)] = nil
            return state.live.isEmpty ? state.drains : []
        }
        for drain in drains { drain.end() }
    }

    var isShutDown: Bool { state.withLock { $0.isShutDown } }

    /// Admits nothing any more.
    ///
    /// Returns the gathers under way.
    func shutDown() -> [GatherSession] {
        state.withLock { state in
            state.isShutDown = true
            return Array(state.live.values)
        }
    }

    /// Ends the wait as soon as nothing is under way.
    func add(_ drain: Drain) {
        let isEmpty = state.withLock { state in
            state.drains.append(drain)
            return state.live.isEmpty
        }
        if isEmpty { drain.end() }
    }

    func remove(_ drain: Drain) { state.withLock { state in state.drains.removeAll { $0 === drain } } }
}
