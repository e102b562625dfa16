/// Brings events to the user's closure, in order, off the threads that answer: a slow closure delays no scrape.
final class EventDelivery: Sendable {
    private struct State {
        var queue: [ScrapeEvent] = []
        var dropped = 0
        var isRunning = false
        var bucket = TokenBucket(EventDelivery.limit)
    }

    private static let capacity = 1024
    /// More than anybody reads, and than any log should have to take.
    private static let limit = RateLimit(perSecond: 100, burst: 4 * capacity)

    private let state = Locked(State())
    private let changes = Locked(EventChanges())
    private let engine: GatherEngine
    private let onEvent: @Sendable (ScrapeEvent) -> Void

    init(engine: GatherEngine, onEvent: @escaping @Sendable (ScrapeEvent) -> Void) {
        self.engine = engine
        self.onEvent = onEvent
    }

    /// Sends what of a scrape hasn't been told before.
    func sendChanges(of traceID: TraceID?, _ changes: (inout EventChanges) -> [ScrapeEvent.Kind]) {
        send(self.changes.withLock { changes(&$0) }, of: traceID)
    }

    func send(_ kinds: [ScrapeEvent.Kind], of traceID: TraceID?) {
        if kinds.isEmpty { return }
        let events = kinds.map { ScrapeEvent($0, traceID) }
        let now = engine.timer.now()
        let starts = state.withLock { state in
            for event in events {
                if state.queue.count < EventDelivery.capacity, state.bucket.hasToken(at: now) {
                    state.bucket.take()
                    state.queue.append(event)
                } else {
                    state.dropped += 1
                }
            }
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
