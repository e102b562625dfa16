import ContextMetrics

/// Notes what a handler tells, for comparing.
final class EventLog: Sendable {
    private struct State {
        var events: [ScrapeEvent] = []
        var waiters: [(count: Int, continuation: UnsafeContinuation<Void, Never>)] = []
    }

    private let state = Locked(State())

    var events: [ScrapeEvent] { state.withLock { $0.events } }

    /// What a handler's `onEvent` is set to.
    var note: @Sendable (ScrapeEvent) -> Void {
        { event in
            let due = self.state.withLock { state in
                state.events.append(event)
                let count = state.events.count
                defer { state.waiters.removeAll { $0.count <= count } }
                return state.waiters.filter { $0.count <= count }
            }
            for waiter in due { waiter.continuation.resume() }
        }
    }

    /// Waits until so many events have come.
    func waitUntilTold(_ count: Int) async {
        await withUnsafeContinuation { continuation in
            let isThere = state.withLock { state in
                if state.events.count < count { state.waiters.append((count, continuation)) }
                return state.events.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// The events in a form that can be compared.
    var texts: [String] {
        events.map { event in
            switch event.kind {
            case .samplesDropped(let name, let dropped):
                "\(name) dropped \(dropped.total)"
            case .collectorFailed(let name, let outcome, let error):
                "\(name) \(outcome.rawValue)" + (error.map { " \($0)" } ?? "")
            case .collectorRecovered(let name): "\(name) recovered"
            case .conflict(let conflict):
                "conflict \(conflict.collector) \(conflict.family) \(conflict.reason.rawValue) \(conflict.samples)"
            case .nameCollision(let collision): "name \(collision.family) \(collision.escaped) \(collision.shown ?? "-")"
            case .overLimit(let limit): "over limit \(limit)"
            case .invalidTimeoutHeader(let text): "invalid timeout \(text)"
            case .responseTooLarge(let limit): "too large \(limit)"
            case .eventsDropped(let count): "dropped \(count)"
            }
        }
    }
}
