/// The name of a label, as in `method`.
public struct LabelName: Sendable, CustomStringConvertible {
    /// The name as text.
    public let text: String

    /// Checks untrusted text.
    ///
    /// - Throws: ``InvalidName`` when the text is not `[a-zA-Z_][a-zA-Z0-9_]*` or begins with `__`.
    public init(_ text: String) throws(InvalidName) {
        try NameGrammar.label(text)
        self.text = text
    }

    init(unchecked text: String) { self.text = text }

    /// The name as text.
    public var description: String { text }
}

extension LabelName: Hashable, Comparable {
    /// Byte by byte.
    public static func == (a: LabelName, b: LabelName) -> Bool { a.text.hasBytes(of: b.text) }

    /// By bytes: the order in which Prometheus sorts.
    public static func < (a: LabelName, b: LabelName) -> Bool { a.text.hasBytes(before: b.text) }

    /// Consistent with the comparison by bytes.
    public func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}
