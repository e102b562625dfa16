#if HTTP
    /// A server on a port of its own choice.
    struct RunningServer: Sendable {
        let port: Int
        private let task: Task<Void, any Error>

        /// Returns when the server listens.
        ///
        /// - Parameter run: Serves until it is cancelled, and tells its port.
        /// - Throws: What `run` throws before.
        init(_ run: @escaping @Sendable (_ onListening: @escaping @Sendable (Int) -> Void) async throws -> Void) async throws {
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            task = Task.detached {
                defer { port.finish() }
                try await run { port.yield($0) }
            }
            for await first in ports {
                self.port = first
                return
            }
            try await task.value
            throw CancellationError()
        }

        func stop() { task.cancel() }
    }
#endif
