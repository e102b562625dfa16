import ContextMetrics

/// Something that happens once, and that tasks wait for.
final class Signal: Sendable {
    private struct State {
        var wasSent = false
        var waiters: [UnsafeContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    func send() {
        let waiters = state.withLock { state in
            state.wasSent = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func wait() async {
        await withUnsafeContinuation { continuation in
            let wasSent = state.withLock { state in
                if !state.wasSent { state.waiters.append(continuation) }
                return state.wasSent
            }
            if wasSent { continuation.resume() }
        }
    }
}
