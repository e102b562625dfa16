#if NIO
    import NIOCore

    /// What one HTTP/1 connection does next: which request it answers, whether it reads on, when it has waited long enough, and
    /// how it ends.
    ///
    /// Told what happened, it says what to do; it owns no socket, no task and no clock.
    ///
    /// Requests are answered one after the other, in the order in which they came (RFC 9112, 9.3.2).
    struct ConnectionState<Request> {
        /// Something to answer.
        enum Exchange {
            case request(Request, keepAlive: Bool)
            /// What came could not be read as a request, or not within the limits: the answer is the last on its connection.
            case refusal(Refusal)
        }

        enum Action {
            case none
            case answer(Exchange)
            /// Send what is written, shut down our side, and discard what still comes: closing at once would reset the
            /// connection under a peer that is still sending, and with it the answer that it has not read yet.
            case linger
            case close
        }

        private enum Incoming {
            case betweenRequests
            case head
            case body(Request, keepAlive: Bool, bytes: Int)
            /// The last request has arrived; a peer that asked for `Connection: close` sends no more.
            case finished
            /// More came than is taken, or something that is no request: nothing is read any more.
            case refused
        }

        private enum Outgoing {
            case idle(since: NIODeadline, until: NIODeadline)
            case handling(keepAlive: Bool)
            case writing(keepAlive: Bool, until: NIODeadline)
            case lingering(until: NIODeadline)
            case closed
        }

        private let limits: ConnectionLimits
        private var incoming = Incoming.betweenRequests
        private var outgoing: Outgoing
        private var queue = CircularBuffer<Exchange>()
        private var requestDeadline: NIODeadline?
        private var isDraining = false

        /// The first request has the time of a request to arrive, counted from here; later ones may be waited for longer.
        init(limits: ConnectionLimits, now: NIODeadline) {
            self.limits = limits
            outgoing = .idle(since: now, until: now + limits.requestTimeout)
        }

        // MARK: What comes in

        /// Bytes came, perhaps the first ones of a request.
        mutating func bytesArrived(now: NIODeadline) {
            guard case .betweenRequests = incoming, isOpen else { return }
            incoming = .head
            requestDeadline = now + limits.requestTimeout
        }

        mutating func headArrived(_ request: Request, keepAlive: Bool, now: NIODeadline) {
            switch incoming {
            case .betweenRequests, .head:
                if requestDeadline == nil { requestDeadline = now + limits.requestTimeout }
                incoming = .body(request, keepAlive: keepAlive, bytes: 0)
            case .body, .finished, .refused: break
            }
        }

        mutating func bodyArrived(bytes: Int) -> Action {
            guard case .body(let request, let keepAlive, let before) = incoming else { return .none }
            let (sum, overflow) = before.addingReportingOverflow(bytes)
            if overflow || sum > limits.maximumBodyBytes { return refuse(.bodyTooLarge) }
            incoming = .body(request, keepAlive: keepAlive, bytes: sum)
            return .none
        }

        mutating func endArrived() -> Action {
            guard case .body(let request, let keepAlive, _) = incoming else { return .none }
            requestDeadline = nil
            incoming = keepAlive ? .betweenRequests : .finished
            if case .idle = outgoing { return start(.request(request, keepAlive: keepAlive)) }
            if queue.count < limits.maximumPipelinedRequests {
                queue.append(.request(request, keepAlive: keepAlive))
            } else {
                // A client must be ready to repeat what was not answered when the connection closes (RFC 9112, 9.3.2).
                incoming = .refused
            }
            return .none
        }

        /// What came, or didn't come in time, gets a last answer; nothing is read after it.
        mutating func refuse(_ refusal: Refusal) -> Action {
            switch incoming {
            case .finished, .refused: return .none
            case .betweenRequests, .head, .body: break
            }
            incoming = .refused
            requestDeadline = nil
            switch outgoing {
            case .idle: return start(.refusal(refusal))
            case .handling, .writing: queue.append(.refusal(refusal))
            case .lingering, .closed: break
            }
            return .none
        }

        // MARK: What goes out

        /// The answer is there and its first bytes are about to be written.
        ///
        /// - Parameters:
        ///   - now: The time.
        ///   - endsConnection: Whether the end of the connection has to be its end.
        /// - Returns: Whether the connection stays open after it, as its head has to say.
        mutating func responseBegins(now: NIODeadline, endsConnection: Bool = false) -> Bool {
            guard case .handling(let requested) = outgoing else { return false }
            var keepAlive = requested && !isDraining && !endsConnection
            if case .refused = incoming, queue.isEmpty { keepAlive = false }
            outgoing = .writing(keepAlive: keepAlive, until: now + limits.writeTimeout)
            return keepAlive
        }

        /// The last byte of the answer went to the socket.
        mutating func responseEnded(now: NIODeadline) -> Action {
            guard case .writing(let keepAlive, _) = outgoing else { return .none }
            guard keepAlive, !isDraining else { return linger(now: now) }
            if let next = queue.popFirst() { return start(next) }
            // What was one too many came while the last answer was being written.
            if case .refused = incoming { return linger(now: now) }
            outgoing = .idle(since: now, until: now + limits.idleTimeout)
            return .none
        }

        private mutating func start(_ exchange: Exchange) -> Action {
            switch exchange {
            case .request(_, let keepAlive): outgoing = .handling(keepAlive: keepAlive)
            case .refusal: outgoing = .handling(keepAlive: false)
            }
            return .answer(exchange)
        }

        private mutating func linger(now: NIODeadline) -> Action {
            outgoing = .lingering(until: now + limits.lingerTimeout)
            incoming = .refused
            requestDeadline = nil
            queue.removeAll()
            return .linger
        }

        // MARK: Time and the end

        /// When `timePassed` is to be called, or `nil`.
        var deadline: NIODeadline? {
            switch outgoing {
            case .idle(_, let until): requestDeadline ?? until
            case .handling: requestDeadline
            case .writing(_, let until): requestDeadline.map { min($0, until) } ?? until
            case .lingering(let until): until
            case .closed: nil
            }
        }

        mutating func timePassed(now: NIODeadline) -> Action {
            switch outgoing {
            case .writing(_, let until) where until <= now: return close()
            case .lingering(let until) where until <= now: return close()
            case .idle(_, let until) where requestDeadline == nil && until <= now: return close()
            case .idle, .handling, .writing, .lingering, .closed: break
            }
            if let requestDeadline, requestDeadline <= now { return refuse(.requestTimeout) }
            return .none
        }

        /// The server shuts down: what has begun is answered, nothing else is.
        mutating func drain() -> Action {
            isDraining = true
            if case .idle = outgoing, case .betweenRequests = incoming { return close() }
            return .none
        }

        /// The connection ended, by whichever side, or has to.
        mutating func close() -> Action {
            outgoing = .closed
            incoming = .refused
            requestDeadline = nil
            queue.removeAll()
            return .close
        }

        /// Since when nothing is asked, nothing is answered, and closing harms nobody; otherwise `nil`.
        var idleSince: NIODeadline? {
            if case .idle(let since, _) = outgoing, case .betweenRequests = incoming { return since }
            return nil
        }

        /// Whether bytes of the peer are of interest.
        ///
        /// Not after more came than is taken: then its sends have to wait. While lingering they are read to be discarded.
        var reads: Bool {
            switch (incoming, outgoing) {
            case (_, .lingering): true
            case (.refused, _): false
            default: true
            }
        }

        private var isOpen: Bool {
            switch outgoing {
            case .idle, .handling, .writing: true
            case .lingering, .closed: false
            }
        }
    }

    /// The limits of one connection, as ``MetricsServer/Configuration`` has them.
    struct ConnectionLimits {
        var requestTimeout = TimeAmount.seconds(10)
        var idleTimeout = TimeAmount.seconds(120)
        var writeTimeout = TimeAmount.seconds(30)
        var lingerTimeout = TimeAmount.seconds(1)
        var maximumBodyBytes = 65_536
        var maximumPipelinedRequests = 16
    }
#endif
