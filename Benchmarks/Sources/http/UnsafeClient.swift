#if HTTP
    // Invariant: no pointer leaves the call that it was made for.

    import Glibc

    /// A keep-alive connection that is asked one thing at a time.
    ///
    /// Its calls block.
    final class Client {
        struct Failure: Error {
            let reason: String
        }

        private let descriptor: CInt
        private var buffer = [UInt8](repeating: 0, count: 1 << 18)

        init(port: Int) throws {
            descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            let result = withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
            if result != 0 { throw Failure(reason: "can't connect to port \(port)") }
        }

        deinit { close(descriptor) }

        /// The bytes of the body of a response, which has to be a 200.
        func get(_ path: String) throws -> Int {
            let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
            if send(descriptor, request, request.count, CInt(MSG_NOSIGNAL)) != request.count { throw Failure(reason: "can't send") }
            var filled = 0
            while true {
                filled += try receive(at: filled)
                guard let end = headEnd(filled) else { continue }
                var body = try body(String(decoding: buffer[..<end], as: UTF8.self))
                // No slice is held while the next piece is received: the buffer would be copied.
                var count = body.take(buffer[end..<filled])
                while count == nil {
                    let received = try receive(at: 0)
                    count = body.take(buffer[..<received])
                }
                return count ?? 0
            }
        }

        private func receive(at offset: Int) throws -> Int {
            let count = buffer.withUnsafeMutableBytes { bytes in
                recv(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset, 0)
            }
            if count <= 0 { throw Failure(reason: "the connection has ended") }
            return count
        }

        /// Heads are short: the first bytes hold all of one.
        private func headEnd(_ filled: Int) -> Int? {
            let starts = 0..<max(0, min(filled, 4096) - 3)
            return starts.first { buffer[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }.map { $0 + 4 }
        }

        private func body(_ head: String) throws -> BodyCount {
            let lines = head.lowercased().split(separator: "\r\n")
            if lines.first?.contains(" 200") == true {
                if lines.contains("transfer-encoding: chunked") { return .chunks(ChunkedCount()) }
                let line = lines.first { $0.hasPrefix("content-length:") }
                if let length = line.flatMap({ Int($0.drop { !$0.isNumber }) }) { return .length(left: length, length) }
            }
            throw Failure(reason: "unexpected answer: \(head)")
        }
    }
#endif
