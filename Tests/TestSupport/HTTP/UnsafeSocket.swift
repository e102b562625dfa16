// Invariant: no pointer leaves the call that it was made for.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A TCP socket to this machine whose calls block, each at most for `patience`.
package struct Socket: Sendable {
    package struct Failure: Error {
        package let call: String
        package let code: CInt
    }

    /// Nothing came in time.
    package struct TimedOut: Error {}

    package static let patience = 30

    private let descriptor: CInt

    /// `receiveBuffer` is the bytes that the kernel takes in before the sender has to wait, the system's choice if `nil`.
    package init(port: Int, receiveBuffer: CInt? = nil) throws {
        #if canImport(Glibc)
            let stream = CInt(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, stream, 0)
        if descriptor < 0 { throw Failure(call: "socket", code: errno) }
        if let receiveBuffer { set(SO_RCVBUF, receiveBuffer) }
        set(SO_RCVTIMEO, timeval(tv_sec: Self.patience, tv_usec: 0))
        set(SO_SNDTIMEO, timeval(tv_sec: Self.patience, tv_usec: 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        if result != 0 {
            let code = errno
            close()
            throw Failure(call: "connect", code: code)
        }
    }

    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                #if canImport(Glibc)
                    Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                #elseif canImport(Musl)
                    Musl.send(descriptor, $0.baseAddress, $0.count, MSG_NOSIGNAL)
                #else
                    Darwin.send(descriptor, $0.baseAddress, $0.count, 0)
                #endif
            }
            if count < 0 { throw Failure(call: "send", code: errno) }
            sent += count
        }
    }

    /// Some bytes, none at the end of the connection, however it ended.
    package func receive() throws -> [UInt8] {
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            let received = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if received < 0 { failure = errno }
            count = max(received, 0)
        }
        switch failure {
        case 0, ECONNRESET: return bytes
        case EAGAIN, EWOULDBLOCK: throw TimedOut()
        default: throw Failure(call: "recv", code: failure)
        }
    }

    package func shutDownSending() {
        #if canImport(Glibc)
            _ = shutdown(descriptor, CInt(SHUT_WR))
        #else
            _ = shutdown(descriptor, SHUT_WR)
        #endif
    }

    package func close() {
        #if canImport(Glibc)
            _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(descriptor)
        #else
            _ = Darwin.close(descriptor)
        #endif
    }

    private func set<Value>(_ option: CInt, _ value: Value) {
        _ = withUnsafeBytes(of: value) { setsockopt(descriptor, SOL_SOCKET, option, $0.baseAddress, socklen_t($0.count)) }
    }
}
