import Dispatch

/// An HTTP client that can misbehave: it sends bytes, not requests. Its calls block a thread of its own, so that the servers
/// under test keep Swift's cooperative pool to themselves.
package actor Client {
    package struct Reply: Sendable {
        package let status: Int
        package let headers: [(name: String, value: String)]
        package let body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }

        package subscript(header name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// What came is no complete response.
    package struct Incomplete: Error {
        package let received: String
    }

    private final class Thread: SerialExecutor {
        private let queue = DispatchQueue(label: "client")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
        }
    }

    private let thread = Thread()
    private let socket: Socket
    private var received: [UInt8] = []
    private var isOpen = true

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package init(port: Int, receiveBuffer: CInt? = nil) throws {
        socket = try Socket(port: port, receiveBuffer: receiveBuffer)
    }

    deinit { if isOpen { socket.close() } }

    package func send(_ text: String) throws { try socket.send(Array(text.utf8)) }

    /// Sends a request with the headers that every one has.
    package func request(_ method: String = "GET", _ target: String = "/metrics", headers: [String] = []) throws {
        let lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: keep-alive"] + headers
        try send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    }

    /// Reads one response, which has to say its length, or come in chunks.
    package func reply(to method: String = "GET") throws -> Reply {
        let end = try headEnd()
        let lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n")
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), String(line[colon...].dropFirst().drop { $0 == " " }))
        }
        let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) }
        let isChunked = headers.contains { $0.name == "transfer-encoding" && $0.value == "chunked" }
        guard let line = lines.first?.split(separator: " "), line.count >= 2, let status = Int(line[1]), isChunked != (length != nil) else {
            throw Incomplete(received: String(decoding: received.prefix(500), as: UTF8.self))
        }
        received.removeFirst(end)
        let body = method == "HEAD" ? [] : try length.map { try take($0) } ?? takeChunks()
        return Reply(status: status, headers: headers, body: body)
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count < count { try receiveMore() }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// Source: RFC 9112, section 7.1.
    private func takeChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            var line: [UInt8] = []
            while !line.suffix(2).elementsEqual("\r\n".utf8) { line += try take(1) }
            guard let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) else {
                throw Incomplete(received: String(decoding: line, as: UTF8.self))
            }
            body += try take(size)
            _ = try take(2)
            if size == 0 { return body }
        }
    }

    /// A request and its response.
    package func ask(_ method: String = "GET", _ target: String = "/metrics", headers: [String] = []) throws -> Reply {
        try request(method, target, headers: headers)
        return try reply(to: method)
    }

    /// What comes until the server has closed the connection.
    package func rest() throws -> [UInt8] {
        while true {
            let more = try socket.receive()
            if more.isEmpty { return received }
            received += more
        }
    }

    /// Sends a byte now and then, beside whatever else the client does, until the task is cancelled.
    package nonisolated func trickle() async {
        while !Task.isCancelled {
            try? socket.send([UInt8(ascii: "x")])
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    package func shutDownSending() { socket.shutDownSending() }

    package func leave() {
        if isOpen { socket.close() }
        isOpen = false
    }

    private func headEnd() throws -> Int {
        var searched = 0
        while true {
            var index = searched
            while index + 4 <= received.count {
                if received[index..<index + 4].elementsEqual("\r\n\r\n".utf8) { return index + 4 }
                index += 1
            }
            searched = index
            try receiveMore()
        }
    }

    private func receiveMore() throws {
        let more = try socket.receive()
        if more.isEmpty { throw Incomplete(received: String(decoding: received.prefix(500), as: UTF8.self)) }
        received += more
    }
}
