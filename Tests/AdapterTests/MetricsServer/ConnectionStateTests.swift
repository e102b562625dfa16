#if NIO
    import NIOCore
    import Testing

    @testable import ContextMetricsNIO

    /// The connection as a value: no sockets, and time is a number.
    @Suite final class ConnectionStateTests {
        private static let limits = ConnectionLimits(
            requestTimeout: .seconds(10), idleTimeout: .seconds(120), writeTimeout: .seconds(30), lingerTimeout: .seconds(1),
            maximumBodyBytes: 100, maximumPipelinedRequests: 2
        )

        private var state = ConnectionState<String>(limits: ConnectionStateTests.limits, now: ConnectionStateTests.time(0))

        private static func time(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(UInt64(seconds) * 1_000_000_000) }

        /// A whole request arrives.
        private func receive(_ request: String, keepAlive: Bool = true, at seconds: Int64 = 0) -> String {
            state.bytesArrived(now: Self.time(seconds))
            state.headArrived(request, keepAlive: keepAlive, now: Self.time(seconds))
            return endRequest()
        }

        private func receiveBody(_ bytes: Int) -> String { described(state.bodyArrived(bytes: bytes)) }

        private func endRequest() -> String { described(state.endArrived()) }

        private func refuse(_ refusal: Refusal) -> String { described(state.refuse(refusal)) }

        private func beginResponse(at seconds: Int64) -> Bool { state.responseBegins(now: Self.time(seconds)) }

        private func endResponse(at seconds: Int64) -> String { described(state.responseEnded(now: Self.time(seconds))) }

        /// The answer is written.
        ///
        /// Tells whether its head said that the connection stays, and what comes next.
        private func respond(at seconds: Int64 = 0) -> (keepAlive: Bool, next: String) {
            (beginResponse(at: seconds), endResponse(at: seconds))
        }

        private func pass(to seconds: Int64) -> String { described(state.timePassed(now: Self.time(seconds))) }

        private func drain() -> String { described(state.drain()) }

        private func close() -> String { described(state.close()) }

        private func described(_ action: ConnectionState<String>.Action) -> String {
            switch action {
            case .none: "none"
            case .answer(.request(let request, _)): request
            case .answer(.refusal(let refusal)): "\(refusal.rawValue)"
            case .linger: "linger"
            case .close: "close"
            }
        }

        // MARK: One after the other

        @Test func `A request is answered, and the connection waits for the next`() {
            #expect(receive("a") == "a")
            #expect(respond() == (true, "none"))
            #expect(receive("b") == "b")
        }

        @Test func `Requests that come early wait for their turn, in order`() {
            #expect(receive("a") == "a")
            #expect(receive("b") == "none")
            #expect(receive("c") == "none")
            #expect(respond() == (true, "b"))
            #expect(respond() == (true, "c"))
            #expect(respond() == (true, "none"))
        }

        @Test func `Of more requests than may wait, the first are answered and the connection ends`() {
            for request in ["a", "b", "c", "too many"] { _ = receive(request) }
            #expect(!state.reads)
            #expect(respond() == (true, "b"))
            #expect(respond() == (true, "c"))
            #expect(respond() == (false, "linger"))
        }

        @Test func `A request too many that comes while the last answer is written ends the connection after it`() {
            _ = receive("a")
            #expect(beginResponse(at: 0))
            for request in ["b", "c", "too many"] { _ = receive(request) }
            #expect(endResponse(at: 0) == "b")
            #expect(respond() == (true, "c"))
            #expect(respond() == (false, "linger"))
        }

        @Test func `A request that asks for the end of the connection is the last`() {
            #expect(receive("a", keepAlive: false) == "a")
            #expect(receive("b") == "none")
            #expect(respond() == (false, "linger"))
        }

        // MARK: Refusals

        @Test(arguments: Refusal.allCases)
        func `What can't be read is refused, and nothing is read after it`(refusal: Refusal) {
            #expect(refuse(refusal) == "\(refusal.rawValue)")
            #expect(!state.reads)
            #expect(receive("a") == "none")
            #expect(respond() == (false, "linger"))
        }

        @Test func `A refusal waits until the requests before it are answered`() {
            _ = receive("a")
            #expect(refuse(.badRequest) == "none")
            #expect(respond() == (true, "400"))
            #expect(respond() == (false, "linger"))
        }

        @Test func `There is one refusal, however often the decoder complains`() {
            #expect(refuse(.headTooLarge) == "431")
            #expect(refuse(.badRequest) == "none")
            #expect(respond() == (false, "linger"))
        }

        @Test func `A body is ignored up to its bound and refused beyond it`() {
            state.headArrived("a", keepAlive: true, now: Self.time(0))
            #expect(receiveBody(60) == "none")
            #expect(receiveBody(40) == "none")
            #expect(receiveBody(1) == "413")
            #expect(endRequest() == "none")
        }

        @Test func `A body within its bound leaves the connection as it was`() {
            state.headArrived("a", keepAlive: true, now: Self.time(0))
            _ = state.bodyArrived(bytes: 100)
            #expect(endRequest() == "a")
            #expect(respond() == (true, "none"))
        }

        // MARK: Time

        @Test func `A client that sends nothing at all is left without a word`() {
            #expect(state.deadline == Self.time(10))
            #expect(pass(to: 9) == "none")
            #expect(pass(to: 10) == "close")
        }

        @Test func `A request has its time from its first byte, and gets 408 after it`() {
            state.bytesArrived(now: Self.time(5))
            // More bytes don't buy more time.
            state.bytesArrived(now: Self.time(14))
            #expect(state.deadline == Self.time(15))
            #expect(pass(to: 14) == "none")
            #expect(pass(to: 15) == "408")
        }

        @Test func `A body that doesn't come gets 408`() {
            state.bytesArrived(now: Self.time(0))
            state.headArrived("a", keepAlive: true, now: Self.time(1))
            #expect(pass(to: 10) == "408")
        }

        @Test func `A connection is kept for a while after an answer`() {
            _ = receive("a", at: 5)
            _ = respond(at: 6)
            #expect(state.deadline == Self.time(126))
            #expect(pass(to: 125) == "none")
            #expect(pass(to: 126) == "close")
        }

        @Test func `A scrape in progress has all the time that its handler takes`() {
            _ = receive("a")
            #expect(state.deadline == nil)
            #expect(pass(to: 10_000) == "none")
        }

        @Test func `A client that doesn't read is left`() {
            _ = receive("a")
            _ = beginResponse(at: 7)
            #expect(state.deadline == Self.time(37))
            #expect(pass(to: 36) == "none")
            #expect(pass(to: 37) == "close")
        }

        @Test func `A request that stalls behind one in progress is refused after its answer`() {
            _ = receive("a")
            state.bytesArrived(now: Self.time(1))
            #expect(state.deadline == Self.time(11))
            #expect(pass(to: 11) == "none")
            #expect(state.deadline == nil)
            #expect(respond(at: 12) == (true, "408"))
        }

        @Test func `A client gets a while to read the last answer`() {
            _ = receive("a", keepAlive: false)
            #expect(respond(at: 5) == (false, "linger"))
            #expect(state.reads)
            #expect(receive("b") == "none")
            #expect(state.deadline == Self.time(6))
            #expect(pass(to: 6) == "close")
        }

        // MARK: The end

        @Test func `Draining closes a connection that is idle`() {
            #expect(drain() == "close")
            #expect(state.deadline == nil)
        }

        @Test func `Draining lets a request in progress end, and answers no other`() {
            _ = receive("a")
            _ = receive("b")
            #expect(drain() == "none")
            #expect(respond() == (false, "linger"))
        }

        @Test func `Draining ends a connection whose head had said that it stays`() {
            _ = receive("a")
            #expect(beginResponse(at: 0))
            _ = state.drain()
            #expect(endResponse(at: 0) == "linger")
        }

        @Test func `Draining answers a request that has begun to arrive`() {
            state.bytesArrived(now: Self.time(0))
            #expect(drain() == "none")
            #expect(receive("a") == "a")
            #expect(respond() == (false, "linger"))
        }

        @Test func `After the end nothing happens any more`() {
            _ = receive("a")
            _ = receive("b")
            #expect(close() == "close")
            #expect(state.deadline == nil)
            #expect(!beginResponse(at: 1))
            #expect(endResponse(at: 1) == "none")
            #expect(receive("c") == "none")
            #expect(refuse(.badRequest) == "none")
            #expect(pass(to: 10_000) == "none")
        }

        @Test func `A connection is idle between requests only`() {
            #expect(state.idleSince == Self.time(0))
            state.bytesArrived(now: Self.time(1))
            #expect(state.idleSince == nil)
            _ = receive("a", at: 1)
            #expect(state.idleSince == nil)
            _ = respond(at: 3)
            #expect(state.idleSince == Self.time(3))
        }
    }
#endif
