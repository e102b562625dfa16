#if NIO
    import ContextMetrics
    import ContextMetricsNIO
    import ContextMetricsTesting
    import NIOCore
    import NIOHTTP1

    /// Scrapes over HTTP/1.1, on a connection that is kept as long as both sides keep it, as Prometheus does.
    ///
    /// All that a scrape takes counts: connecting, where there is no connection, as well.
    struct HTTPTransport: ScrapeTransport {
        private let endpoint: HTTPEndpoint
        private let request: HTTPRequestHead
        private let timeout: TimeAmount
        private let loop: any EventLoop
        private var channel: (any Channel)?

        /// `headers` come behind `Host`.
        init(_ target: ScrapeTarget, headers: [(name: String, value: String)], timeout: Duration, on loop: any EventLoop) {
            endpoint = target.endpoint
            self.timeout = TimeAmount(timeout)
            self.loop = loop
            request = HTTPRequestHead(
                version: .http1_1, method: .GET, uri: target.endpoint.path,
                headers: HTTPHeaders([("host", target.endpoint.authority)] + headers.map { ($0.name, $0.value) }))
        }

        nonisolated(nonsending) mutating func scrape() async -> ScrapeObservation {
            let started = MonotonicInstant.now
            let deadline = NIODeadline.now() + timeout
            let isReused = channel?.isActive ?? false
            var outcome = await exchange(until: deadline)
            // The server may have closed the connection while nothing was asked on it; then Prometheus' client asks again.
            if isReused, outcome.firstByte == nil, outcome.isConnectionLost, !Task.isCancelled { outcome = await exchange(until: deadline) }
            return ScrapeObservation(started: started, firstByte: outcome.firstByte, ended: outcome.ended, result: outcome.result)
        }

        nonisolated(nonsending) mutating func close() async {
            try? await channel?.close()
            channel = nil
        }

        private nonisolated(nonsending) mutating func exchange(until deadline: NIODeadline) async -> Exchange.Outcome {
            do {
                let channel = try await connected(until: deadline)
                let outcome = loop.makePromise(of: Exchange.Outcome.self)
                return try await withTaskCancellationHandler {
                    let written = loop.makePromise(of: Void.self)
                    // Of a connection that has been closed meanwhile nobody but this would tell.
                    written.futureResult.whenFailure { outcome.fail($0) }
                    channel.writeAndFlush(Exchange(deadline: deadline, outcome: outcome), promise: written)
                    return try await outcome.futureResult.get()
                } onCancel: {
                    channel.close(promise: nil)
                }
            } catch {
                channel = nil
                let isLate = if case .connectTimeout? = error as? ChannelError { true } else { false }
                return Exchange.Outcome(firstByte: nil, ended: .now, result: .failure(isLate ? .timeout : .connection))
            }
        }

        private nonisolated(nonsending) mutating func connected(until deadline: NIODeadline) async throws -> any Channel {
            if let channel, channel.isActive { return channel }
            let channel = try await HTTPClientChannel.connected(to: endpoint, until: deadline, on: loop) { [request] in
                ExchangeHandler(request)
            }
            self.channel = channel
            return channel
        }
    }

    extension Exchange.Outcome {
        fileprivate var isConnectionLost: Bool {
            if case .failure(.connection) = result { true } else { false }
        }
    }
#endif
