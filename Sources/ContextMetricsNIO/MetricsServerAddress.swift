#if NIO
    extension MetricsServer {
        /// Where a server listens.
        ///
        /// Prints as the address of its metrics, as in `http://127.0.0.1:9464/metrics`.
        public struct Address: Hashable, Sendable, CustomStringConvertible {
            /// The numeric address of the interface.
            public let host: String
            /// The port, the one that the system chose where 0 was asked for.
            public let port: Int
            /// The path of the metrics.
            public let path: String

            /// As a browser takes it.
            public var description: String { "http://\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)\(path)" }
        }

        /// The server can't listen there.
        public enum AddressError: Error, Equatable, CustomStringConvertible {
            /// Ports are 0 to 65535, where 0 stands for any that is free.
            case invalidPort(Int)

            /// What is wrong, and what to do.
            public var description: String {
                switch self {
                case .invalidPort(let port): "\(port) is no port: use 1 to 65535, or 0 for any that is free."
                }
            }
        }
    }
#endif
