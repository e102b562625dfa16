/// A server of this process on a port of its own choice, until it is cancelled.
package struct RunningServer: Sendable {
    package let port: Int
    private let run: Task<Void, any Error>

    /// Returns when the server listens.
    ///
    /// - Parameter serve: Serves until it is cancelled, and tells its port.
    /// - Throws: What `serve` throws before.
    package init(
        _ serve: @escaping @Sendable (_ onListening: @escaping @Sendable (_ port: Int) -> Void) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        run = Task {
            defer { listening.finish() }
            try await serve { listening.yield($0) }
        }
        for await first in ports {
            port = first
            return
        }
        try await run.value
        throw CancellationError()
    }

    package func cancel() { run.cancel() }

    /// Returns when `serve` has.
    package func ended() async throws { try await run.value }
}
