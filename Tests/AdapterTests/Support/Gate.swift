/// Something that a scrape waits for, so that a test can act in the middle of one.
final class Gate: Sendable {
    enum Ending: Sendable {
        case opened
        case cancelled
    }

    private let (opening, opener) = AsyncStream.makeStream(of: Void.self)
    private let (starts, start) = AsyncStream.makeStream(of: Void.self)
    private let (endings, end) = AsyncStream.makeStream(of: Ending.self)

    /// Waits until the gate is open, or the task is cancelled.
    func pass() async {
        start.yield()
        for await _ in opening {}
        end.yield(Task.isCancelled ? .cancelled : .opened)
    }

    /// For good.
    func open() { opener.finish() }

    /// Returns when somebody waits at the gate.
    func someoneWaits() async {
        for await _ in starts { return }
    }

    /// Returns when somebody has passed the gate, or has given up waiting.
    func someoneLeft() async -> Ending? {
        for await ending in endings { return ending }
        return nil
    }
}
