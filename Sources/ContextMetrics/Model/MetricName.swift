/// The name of a metric family, as in `http_requests_total`.
///
/// Names are compared byte by byte, as Prometheus does: two spellings of the same character are two names.
public struct MetricName: Sendable, CustomStringConvertible {
    /// The name as text.
    public let text: String

    /// Checks untrusted text.
    ///
    /// - Throws: ``InvalidName`` when the text is not a name of the legacy grammar, `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    public init(_ text: String) throws(InvalidName) {
        try NameGrammar.metric(text)
        self.text = text
    }

    init(unchecked text: String) { self.text = text }

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
