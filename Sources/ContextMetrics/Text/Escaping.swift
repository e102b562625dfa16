/// Which characters of a text stand behind a backslash.
///
/// Sources: Prometheus "Text-based format", "Comments, help text, and type information"; OpenMetrics 1.0, "ABNF".
enum Escaping {
    /// Help of text 0.0.4: its older parsers refuse a backslash before a quotation mark there.
    case textHelp
    /// Label values in both formats, and help in OpenMetrics.
    case quoted

    /// What stands behind the backslash for a byte, `nil` where it stands for itself.
    func letter(for byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\"") where self == .quoted: UInt8(ascii: "\"")
        default: nil
        }
    }
}

extension TextBuffer {
    /// Appends text so that it stays on its line and within its quotation marks.
    ///
    /// All other bytes, NUL among them, stay as they are.
    mutating func append(_ text: Span<UInt8>, escaping: Escaping) {
        if !text.mayNeedEscaping { return append(text) }
        var start = 0
        for index in text.indices {
            guard let letter = escaping.letter(for: text[index]) else { continue }
            append(text.extracting(start..<index))
            append(UInt8(ascii: "\\"))
            append(letter)
            start = index + 1
        }
        append(text.extracting(start...))
    }

    mutating func append(_ text: String, escaping: Escaping) { append(text.utf8Span.span, escaping: escaping) }
}
