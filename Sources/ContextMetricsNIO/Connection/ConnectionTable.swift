#if NIO
    import NIOCore

    /// The open connections of one server, at most so many.
    ///
    /// Lives on the server's event loop.
    final class ConnectionTable {
        /// So long a connection is left to send something before it makes room for another.
        private static let graceOfIdle = TimeAmount.seconds(1)

        private let maximum: Int
        private var connections: [ObjectIdentifier: ConnectionHandler] = [:]
        private var onEmpty: EventLoopPromise<Void>?

        init(maximum: Int) { self.maximum = max(maximum, 1) }

        /// Takes a connection in, at the cost of an idle one where there is no room.
        func admit(_ connection: ConnectionHandler, now: NIODeadline) -> Bool {
            if onEmpty != nil { return false }
            if connections.count >= maximum {
                guard let idle = longestIdle(before: now - Self.graceOfIdle) else { return false }
                idle.close()
                if connections.count >= maximum { return false }
            }
            connections[ObjectIdentifier(connection)] = connection
            return true
        }

        func remove(_ connection: ConnectionHandler) {
            connections[ObjectIdentifier(connection)] = nil
            signalWhenEmpty()
        }

        /// Lets connections end what they have begun, and takes no more.
        ///
        /// `promise` succeeds when none is left.
        func drain(_ promise: EventLoopPromise<Void>) {
            onEmpty = promise
            for connection in Array(connections.values) { connection.drain() }
            signalWhenEmpty()
        }

        /// Ends every connection at once.
        func closeAll() {
            for connection in Array(connections.values) { connection.close() }
        }

        private func signalWhenEmpty() {
            if connections.isEmpty { onEmpty?.succeed() }
        }

        private func longestIdle(before instant: NIODeadline) -> ConnectionHandler? {
            var longest: (connection: ConnectionHandler, since: NIODeadline)?
            for connection in connections.values {
                guard let since = connection.idleSince, since <= instant, since < longest?.since ?? .distantFuture else { continue }
                longest = (connection, since)
            }
            return longest?.connection
        }
    }
#endif
