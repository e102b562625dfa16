// Invariant: no pointer leaves the call that it was made for.

#if NIO && os(Linux)
    import ContextMetrics
    import Foundation

    /// A server that gives every connection the same bytes once it has sent something, and closes it: to answer in wrong ways.
    ///
    /// Serves until it is released.
    final class AnsweringServer: Sendable {
        struct Failure: Error {
            let call: String
            let code: CInt
        }

        let port: Int
        private let listener: CInt

        /// With `closes` false connections stay open after the answer.
        init(_ answer: String, closes: Bool = true) throws {
            listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
            if listener < 0 { throw Failure(call: "socket", code: errno) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let result = withUnsafeMutablePointer(to: &address) { [listener] in
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, length) != 0 || listen(listener, 16) != 0 ? -1 : getsockname(listener, $0, &length)
                }
            }
            port = Int(in_port_t(bigEndian: address.sin_port))
            if result != 0 { throw Failure(call: "listen", code: errno) }
            let bytes = Array(answer.utf8)
            Thread.detachNewThread { [listener] in
                var open: [CInt] = []
                while case let connection = accept(listener, nil, nil), connection >= 0 {
                    var request = [UInt8](repeating: 0, count: 65_536)
                    _ = recv(connection, &request, request.count, 0)
                    var rest = bytes[...]
                    while !rest.isEmpty {
                        let sent = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
                        if sent <= 0 { break }
                        rest = rest.dropFirst(sent)
                    }
                    if closes {
                        // What the client has yet to read stays.
                        shutdown(connection, CInt(SHUT_WR))
                        while recv(connection, &request, request.count, 0) > 0 {}
                        close(connection)
                    } else {
                        open.append(connection)
                    }
                }
                for connection in open { close(connection) }
            }
        }

        deinit {
            shutdown(listener, CInt(SHUT_RDWR))
            close(listener)
        }
    }
#endif
