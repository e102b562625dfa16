/// Why a scrape brought nothing: Prometheus would have stored `up 0`.
public enum ScrapeFailure: Error, Hashable, Sendable {
    /// The answer was not complete in time.
    case timeout
    /// No connection was free before the scrape's time was over, so it wasn't sent: the endpoint can't keep up with the rate.
    case notSent
    /// The connection was refused, or closed before the answer was complete.
    case connection
    /// What came is no HTTP.
    case malformed
    /// A status other than 200.
    case status(Int)
    /// `Content-Type` is missing, or none that Prometheus reads.
    case contentType
    /// `Content-Encoding` is something else than gzip, or the body isn't compressed as it says.
    case contentEncoding
    /// OpenMetrics without `# EOF` as its last line.
    case endMark

    /// One word or two, for people and machines.
    public var name: String {
        switch self {
        case .timeout: "timeout"
        case .notSent: "not_sent"
        case .connection: "connection"
        case .malformed: "malformed"
        case .status(let status): "status_\(status)"
        case .contentType: "content_type"
        case .contentEncoding: "content_encoding"
        case .endMark: "end_mark"
        }
    }
}
