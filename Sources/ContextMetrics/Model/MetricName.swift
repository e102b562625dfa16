/// The name of a metric family, as in `http_requests_total`: any text of 1 to 1024 bytes.
///
/// Names of the legacy grammar, `[a-zA-Z_:][a-zA-Z0-9_:]*`, can be read by everything that scrapes. Others are shown as they are to those who
/// ask for that, as Prometheus 3 does, and escaped to all others: `http.requests` as `http_requests`.
///
/// Names are compared byte by byte, as Prometheus does: two spellings of the same character are two names.
public struct MetricName: Sendable, CustomStringConvertible {
    /// The name as text.
    public let text: String

    /// Checks untrusted text.
    ///
    /// - Throws: ``InvalidName`` when the text is empty or longer than 1024 bytes.
    public init(_ text: String) throws(InvalidName) {
        try NameGrammar.metric(text)
        self.text = text
    }

    init(unchecked text: String) { self.text = text }

    /// Whether it is of the legacy grammar, `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    ///
    /// Linear in its length.
    public var isLegacy: Bool { NameGrammar.isLegacyMetric(text) }

    /// The name as text.
    public var description: String { text }
}

extension MetricName: Hashable, Comparable {
    /// Byte by byte.
    public static func == (a: MetricName, b: MetricName) -> Bool { a.text.hasBytes(of: b.text) }

    /// By bytes: the order in which Prometheus sorts.
    public static func < (a: MetricName, b: MetricName) -> Bool { a.text.hasBytes(before: b.text) }

    /// Consistent with the comparison by bytes.
    public func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}
