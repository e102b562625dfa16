/// What a scrape handler needs to know of an HTTP request; any server can make one without copying its headers.
public struct ScrapeRequest: Sendable {
    /// In capitals, as in `GET`.
    public let method: String
    /// What follows the question mark in the target, still percent-encoded; empty where there is none.
    public let query: String
    /// When the server received the request, on the clock of the handler's timer; `nil` means when the handler is called.
    public let receivedAt: MonotonicInstant?
    /// The server's own deadline for the response, on the same clock; `nil` where it has none.
    public let deadline: MonotonicInstant?
    private let lookUp: @Sendable (String) -> [String]

    /// A request, from what the server has.
    ///
    /// - Parameters:
    ///   - method: In capitals.
    ///   - query: What follows the question mark, still percent-encoded.
    ///   - receivedAt: When the request came, on the clock of ``ScrapeHandler/now``. The time that it waited since then counts.
    ///   - deadline: When the server itself gives up, on the same clock.
    ///   - header: The values of all lines of a header, in order; empty where there is none. The name is given in lower case.
    public init(
        method: String = "GET", query: String = "", receivedAt: MonotonicInstant? = nil, deadline: MonotonicInstant? = nil,
        header: @escaping @Sendable (_ name: String) -> [String]
    ) {
        self.method = method
        self.query = query
        self.receivedAt = receivedAt
        self.deadline = deadline
        lookUp = header
    }

    /// The values of all lines of a header, by its name in lower case.
    public func header(_ name: String) -> [String] { lookUp(name) }
}
