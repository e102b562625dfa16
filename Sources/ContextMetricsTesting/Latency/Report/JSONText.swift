import ContextMetrics

/// JSON, as text: what a report has in it, and no more.
indirect enum JSONText {
    case null
    case bool(Bool)
    case integer(Int)
    /// Written as `null` where it isn't finite: JSON has no such number.
    case number(Double)
    case string(String)
    case array([JSONText])
    /// In this order.
    case object([(String, JSONText)])

    /// Seconds, to the nanosecond; `nil` is `null`.
    static func seconds(_ duration: Duration?) -> JSONText {
        // One division of exact numbers: its shortest digits are the nanoseconds.
        duration.map { .number(Double($0.clampedNanoseconds) / 1e9) } ?? .null
    }

    /// Over several lines, where an array or an object holds others.
    func text(indent: String = "") -> String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return value.isFinite ? value.description : "null"
        case .string(let value): return JSONText.quoted(value)
        case .array(let values): return JSONText.list(values.map { ("", $0) }, "[", "]", indent)
        case .object(let members): return JSONText.list(members.map { (JSONText.quoted($0) + ": ", $1) }, "{", "}", indent)
        }
    }

    private var isFlat: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private static func list(_ members: [(String, JSONText)], _ open: String, _ close: String, _ indent: String) -> String {
        if members.allSatisfy({ $0.1.isFlat }) { return open + members.map { $0 + $1.text() }.joined(separator: ", ") + close }
        let inner = indent + "  "
        return open + "\n" + members.map { inner + $0 + $1.text(indent: inner) }.joined(separator: ",\n") + "\n" + indent + close
    }

    /// RFC 8259, section 7.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\u{0}"..<" ", "\u{7f}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
