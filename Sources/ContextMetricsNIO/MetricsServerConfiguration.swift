#if NIO
    import ContextMetrics
    import NIOCore

    extension MetricsServer {
        /// The limits that keep hostile and broken clients from holding the server.
        ///
        /// The defaults fit Prometheus.
        ///
        /// Times are bounded to between a millisecond and a day, counts from below by 1; what lies outside counts as the bound.
        public struct Configuration: Sendable {
            /// Connections at once.
            ///
            /// Beyond them the connection that has been idle longest is closed in favour of a new one, if it has been idle for a
            /// second; otherwise the new one is closed.
            public var maximumConnections = 128
            /// The bytes of a request's line and headers.
            ///
            /// Beyond them the answer is 431, and the connection ends.
            public var maximumHeadBytes = 32_768
            /// The bytes of a request's body, which is read and ignored.
            ///
            /// Beyond them the answer is 413, and the connection ends.
            public var maximumBodyBytes = 65_536
            /// Requests that wait on one connection while an earlier one is answered.
            ///
            /// What comes beyond them isn't answered, and the connection ends after those before.
            public var maximumPipelinedRequests = 16
            /// From a request's first byte to its last; for the first request from the opening of the connection.
            ///
            /// Beyond it the answer is 408, and the connection ends.
            public var requestTimeout = Duration.seconds(10)
            /// From a response to the first byte of the next request.
            ///
            /// Prometheus scrapes every 15 to 60 seconds.
            public var idleTimeout = Duration.seconds(120)
            /// From a response's first byte to its last.
            ///
            /// A client that reads slower than this loses the connection.
            public var writeTimeout = Duration.seconds(30)
            /// From the cancellation of `run` until the connections that are still in use are closed.
            public var drainTimeout = Duration.seconds(5)

            /// The defaults.
            public init() {}

            var limits: ConnectionLimits {
                ConnectionLimits(
                    requestTimeout: TimeAmount(bounding: requestTimeout),
                    idleTimeout: TimeAmount(bounding: idleTimeout),
                    writeTimeout: TimeAmount(bounding: writeTimeout),
                    maximumBodyBytes: max(maximumBodyBytes, 1),
                    maximumPipelinedRequests: max(maximumPipelinedRequests, 1)
                )
            }
        }
    }

    extension TimeAmount {
        /// At least a millisecond and at most a day: arithmetic on what is longer would trap.
        init(bounding duration: Duration) {
            self = .nanoseconds(min(max(duration.clampedNanoseconds, 1_000_000), 86_400_000_000_000))
        }
    }
#endif
