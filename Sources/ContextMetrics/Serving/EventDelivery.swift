/// Brings events to the user's closure, in order, off the threads that answer: a slow closure delays no scrape.
final class EventDelivery: Sendable {
    private struct State {
        var queue: [ScrapeEvent] = []
        var dropped = 0
        var isRunning = false
    }

    private static let capacity = 1024

    private let state = Locked(State())
    private let engine: GatherEngine
    private let onEvent: @Sendable (ScrapeEvent) -> Void

    init(engine: GatherEngine, onEvent: @escaping @Sendable (ScrapeEvent) -> Void) {
        self.engine = engine
        self.onEvent = onEvent
    }

    func send(_ kinds: [ScrapeEvent.Kind], of traceID: TraceID?) {
        if kinds.isEmpty { return }
        let events = kinds.map { ScrapeEvent($0, traceID) }
        let starts = state.withLock { state in
            let room = max(0, EventDelivery.capacity - state.queue.count)
            state.queue.append(contentsOf: events.prefix(room))
            state.dropped += max(0, events.count - room)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { engine.collectors.call { self.run() } }
    }

    private func run() {
        while let events = next() {
            for event in events { onEvent(event) }
        }
    }

    private func next() -> [ScrapeEvent]? {
        state.withLock { state in
            if state.queue.isEmpty, state.dropped == 0 {
                state.isRunning = false
                return nil
            }
            defer { (state.queue, state.dropped) = ([], 0) }
            return state.dropped > 0 ? state.queue + [ScrapeEvent(.eventsDropped(state.dropped))] : state.queue
        }
    }
}
