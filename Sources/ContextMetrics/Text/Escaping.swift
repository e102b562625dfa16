/// Which characters of a text stand behind a backslash.
///
/// Sources: Prometheus "Text-based format", "Comments, help text, and type information"; OpenMetrics 1.0, "ABNF".
enum Escaping {
    /// Help of text 0.0.4: its older parsers refuse a backslash before a quotation mark there.
    case textHelp
    /// Label values in both formats, and help in OpenMetrics.
    case quoted
}

extension TextBuffer {
    /// Appends text so that it stays on its line and within its quotation marks.
    ///
    /// All other bytes, NUL among them, stay as they are.
    mutating func append(_ text: Span<UInt8>, escaping: Escaping) {
        if !text.mayNeedEscaping { return append(text) }
        var start = 0
        for index in text.indices {
            let letter: UInt8
            switch text[index] {
            case UInt8(ascii: "\\"): letter = UInt8(ascii: "\\")
            case UInt8(ascii: "\n"): letter = UInt8(ascii: "n")
            case UInt8(ascii: "\"") where escaping == .quoted: letter = UInt8(ascii: "\"")
            default: continue
            }
            append(text.extracting(start..<index))
            append(UInt8(ascii: "\\"))
            append(letter)
            start = index + 1
        }
        append(text.extracting(start...))
    }

    mutating func append(_ text: String, escaping: Escaping) { append(text.utf8Span.span, escaping: escaping) }
}
