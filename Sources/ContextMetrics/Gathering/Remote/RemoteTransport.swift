/// How requests get to targets and answers come back: an HTTP client.
///
/// `ContextMetricsNIO` has one. Another is a few lines:
/// ```swift
/// struct ClientTransport: RemoteTransport {
///     let client: HTTPClient
///     func get(_ request: RemoteRequest, into answer: RemoteAnswer) async throws {
///         let response = try await client.get(request.url, headers: request.headers, timeout: request.timeout)
///         try answer.begin(status: response.status, contentType: response["content-type"], contentEncoding: response["content-encoding"])
///         for try await piece in response.body { try answer.read(piece) }
///     }
/// }
/// ```
///
/// ## Implementation guidance
/// - Send a GET with the request's headers and `Host`. Don't follow redirects, and don't decompress.
/// - Hand on what comes as it comes. What `answer` throws ends the request: pass it on and close the connection.
/// - Return when the body is complete; throw when it isn't, when `timeout` is over, and when the task is cancelled.
public protocol RemoteTransport: Sendable {
    /// Asks a target once.
    nonisolated(nonsending) func get(_ request: RemoteRequest, into answer: RemoteAnswer) async throws
}

/// A request for metrics, to a target.
public struct RemoteRequest: Sendable {
    /// Where.
    public let url: String
    /// Names in lower case; without `host`.
    public let headers: [(name: String, value: String)]
    /// How long the answer may take, to its last byte.
    public let timeout: Duration
    package let endpoint: HTTPEndpoint

    /// OpenMetrics or text, the newer the rather, with names as they are; and nothing else.
    static let accept =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3"

    /// A request that leaves the target less than the time that there is, `nil` where that is too short to be told.
    ///
    /// A tenth of it, at most 500 ms, is for the way and for what follows; half of that is the transport's, so that a target which is late is
    /// told from a scrape that is.
    init?(_ target: RemoteTarget, remaining: Duration, traceID: TraceID?) {
        let remaining = min(remaining, .seconds(86_400))
        let margin = min(.milliseconds(500), remaining / 10)
        let milliseconds = (remaining - margin).clampedNanoseconds / 1_000_000
        if milliseconds < 1 { return nil }
        url = target.url
        endpoint = target.endpoint
        timeout = remaining - margin / 2
        let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
        headers =
            [
                ("user-agent", "swift-context-metrics"), ("accept", RemoteRequest.accept), ("accept-encoding", "gzip"),
                ("x-prometheus-scrape-timeout-seconds", "\(milliseconds / 1_000).\(fraction)"),
            ] + (traceID.map { [(name: "x-trace-id", value: $0.text)] } ?? [])
    }
}
