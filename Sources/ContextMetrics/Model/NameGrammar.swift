/// What may be a name, on UTF-8 bytes.
///
/// Bytes and not `Character`s: `"q̈"` compares between `"a"` and `"z"`, and a name check on characters lets it through.
/// Source: Prometheus data model, "Metric names and labels".
enum NameGrammar {
    static let longestName = 1024

    static func metric(_ text: String) throws(InvalidName) { try checkLength(text, role: .metric) }

    static func label(_ text: String) throws(InvalidName) {
        try checkLength(text, role: .label)
        if isReserved(text) { throw InvalidName(role: .label, text: text, reason: .reserved) }
    }

    /// Collector names become label values: anything that a person can read back from a log line.
    static func collector(_ text: String) throws(InvalidName) {
        try checkLength(text, role: .collector)
        for (offset, byte) in text.utf8.enumerated() where byte < 0x20 || byte == 0x7f {
            throw InvalidName(role: .collector, text: text, reason: .byte(byte, offset: offset))
        }
    }

    private static func checkLength(_ text: String, role: InvalidName.Role) throws(InvalidName) {
        if text.isEmpty { throw InvalidName(role: role, text: text, reason: .empty) }
        if text.utf8.count > longestName {
            throw InvalidName(role: role, text: text, reason: .tooLong(limit: longestName))
        }
    }

    /// Whether a label of this name is Prometheus' own.
    static func isReserved(_ label: String) -> Bool { label.utf8.starts(with: "__".utf8) }

    // MARK: The legacy grammar

    /// Whether a text is `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    static func isLegacyMetric(_ text: String) -> Bool { isLegacy(text, hasColons: true) }

    /// Whether a text is `[a-zA-Z_][a-zA-Z0-9_]*`.
    static func isLegacyLabel(_ text: String) -> Bool { isLegacy(text, hasColons: false) }

    private static func isLegacy(_ text: String, hasColons: Bool) -> Bool {
        var isFirst = true
        for byte in text.utf8 {
            if !isLegacy(byte, isFirst: isFirst, hasColons: hasColons) { return false }
            isFirst = false
        }
        return !isFirst
    }

    static func isLegacy(_ byte: UInt8, isFirst: Bool, hasColons: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
        case UInt8(ascii: ":"): hasColons
        default: false
        }
    }

    // MARK: Quotation

    /// A label's name as it stands in a line: in quotation marks where it is not of the legacy grammar.
    static func shownLabel(_ name: String) -> String { isLegacyLabel(name) ? name : quoted(name) }

    /// A name in quotation marks.
    ///
    /// Source: Prometheus, "Exposition formats", "Text format": names have the escapes of label values.
    static func quoted(_ name: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\\", "\"":
                quoted.append("\\")
                quoted.append(scalar)
            case "\n":
                quoted.append("\\")
                quoted.append("n")
            default: quoted.append(scalar)
            }
        }
        quoted.append("\"")
        return String(quoted)
    }
}
