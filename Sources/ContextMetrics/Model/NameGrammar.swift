/// The legacy grammar of names, on UTF-8 bytes.
///
/// Bytes and not `Character`s: `"q̈"` compares between `"a"` and `"z"`, and a name check on characters lets it through.
/// Source: Prometheus data model, "Metric names and labels".
enum NameGrammar {
    static let longestName = 1024

    static func metric(_ text: String) throws(InvalidName) {
        try check(text, role: .metric, colon: true)
    }

    static func label(_ text: String) throws(InvalidName) {
        try check(text, role: .label, colon: false)
        if text.utf8.starts(with: "__".utf8) { throw InvalidName(role: .label, text: text, reason: .reserved) }
    }

    /// Collector names become label values: anything that a person can read back from a log line.
    static func collector(_ text: String) throws(InvalidName) {
        try checkLength(text, role: .collector)
        for (offset, byte) in text.utf8.enumerated() where byte < 0x20 || byte == 0x7f {
            throw InvalidName(role: .collector, text: text, reason: .byte(byte, offset: offset))
        }
    }

    private static func check(_ text: String, role: InvalidName.Role, colon: Bool) throws(InvalidName) {
        try checkLength(text, role: role)
        for (offset, byte) in text.utf8.enumerated() {
            let allowed =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): offset > 0
                case UInt8(ascii: ":"): colon
                default: false
                }
            if !allowed { throw InvalidName(role: role, text: text, reason: .byte(byte, offset: offset)) }
        }
    }

    private static func checkLength(_ text: String, role: InvalidName.Role) throws(InvalidName) {
        if text.isEmpty { throw InvalidName(role: role, text: text, reason: .empty) }
        if text.utf8.count > longestName {
            throw InvalidName(role: role, text: text, reason: .tooLong(limit: longestName))
        }
    }
}
