#if NIO
    public import ContextMetrics
    public import NIOCore
    import NIOHTTP1
    import NIOPosix

    /// Asks targets over HTTP/1.1, without TLS.
    ///
    /// Each request has a connection of its own, which is closed after it. What comes is read on one event loop, that nothing but such requests
    /// runs on unless it is given; nothing waits for Swift's cooperative thread pool.
    public struct HTTPRemoteTransport: RemoteTransport {
        /// A request that can't be sent.
        public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
            /// The URL asks for TLS, which there is none here.
            case needsTLS(url: String)
            /// The connection was closed in the middle of the answer, or before it.
            case closed
            /// What came is no HTTP.
            case malformed

            /// What is wrong, and what to do.
            public var description: String {
                switch self {
                case .needsTLS(let url): "The URL \(url.debugDescription) asks for TLS: use http, or a transport of your own."
                case .closed: "It was closed before the answer was complete."
                case .malformed: "What came is no HTTP."
                }
            }
        }

        // Lives as long as the program, as that of the servers does.
        private static let ownGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)

        private let loop: any EventLoop

        /// A transport on one event loop of a group; the default is a thread that nothing but such requests runs on.
        public init(group: (any EventLoopGroup)? = nil) { loop = (group ?? Self.ownGroup).next() }

        /// Asks a target once.
        ///
        /// - Throws: ``Failure``, what `answer` throws, what the system says, or `RemoteFailure.timeout`.
        public nonisolated(nonsending) func get(_ request: RemoteRequest, into answer: RemoteAnswer) async throws {
            let endpoint = request.endpoint
            if endpoint.isSecure { throw Failure.needsTLS(url: request.url) }
            let deadline = NIODeadline.now() + TimeAmount(bounding: request.timeout)
            let head = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: endpoint.path,
                headers: HTTPHeaders([("host", endpoint.authority), ("connection", "close")] + request.headers.map { ($0.name, $0.value) }))
            let channel: any Channel
            do { channel = try await HTTPClientChannel.connected(to: endpoint, until: deadline, on: loop) } catch {
                if case .connectTimeout? = error as? ChannelError { throw RemoteFailure.timeout }
                throw error
            }
            try await withTaskCancellationHandler {
                try await loop.flatSubmit {
                    let exchange = RemoteExchange(head, into: answer, until: deadline, on: loop)
                    do { try channel.pipeline.syncOperations.addHandler(exchange) } catch { exchange.refuse(error) }
                    return exchange.futureResult
                }.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        }
    }
#endif
