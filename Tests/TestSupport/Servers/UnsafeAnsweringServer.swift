// Invariant: no pointer leaves the call that it was made for.

#if os(Linux)
    import Foundation

    /// A server that gives every connection some bytes once it has sent something, and closes it: to answer in wrong ways, or as the test says.
    ///
    /// Serves until it is released.
    package final class AnsweringServer: Sendable {
        package struct Failure: Error {
            let call: String
            let code: CInt
        }

        package let port: Int
        private let listener: CInt

        /// The same to everyone; with `closes` false connections stay open after the answer.
        package convenience init(_ answer: String, closes: Bool = true) throws {
            let bytes = Array(answer.utf8)
            try self.init(closes: closes) { _ in bytes }
        }

        /// What `answer` makes of a request, on a thread of this server.
        package init(closes: Bool = true, _ answer: @escaping @Sendable (_ request: String) -> [UInt8]) throws {
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
            Thread.detachNewThread { [listener] in
                var open: [CInt] = []
                while case let connection = accept(listener, nil, nil), connection >= 0 {
                    var request = [UInt8](repeating: 0, count: 65_536)
                    let count = recv(connection, &request, request.count, 0)
                    var rest = answer(String(decoding: request.prefix(max(0, count)), as: UTF8.self))[...]
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
                // Not before: its number could be that of the next server's by then.
                close(listener)
            }
        }

        deinit {
            shutdown(listener, CInt(SHUT_RDWR))
        }
    }
#endif
