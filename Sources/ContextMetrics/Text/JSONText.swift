extension TextBuffer {
    /// Appends a text as JSON has it, within quotation marks.
    ///
    /// U+2028 and U+2029 are escaped too: as they are, they ended a line of JavaScript before 2019.
    ///
    /// Source: RFC 8259, section 7.
    mutating func append(json text: Span<UInt8>) {
        append(UInt8(ascii: "\""))
        appendEscaped(json: text)
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(json text: Span<UInt8>) {
        if !text.mayNeedJSONEscaping { return append(text) }
        var start = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            let escape: (text: StaticString, length: Int)
            switch byte {
            case UInt8(ascii: "\""): escape = ("\\\"", 1)
            case UInt8(ascii: "\\"): escape = ("\\\\", 1)
            case UInt8(ascii: "\n"): escape = ("\\n", 1)
            case UInt8(ascii: "\r"): escape = ("\\r", 1)
            case UInt8(ascii: "\t"): escape = ("\\t", 1)
            case ..<0x20: escape = (byte < 0x10 ? "\\u000" : "\\u001", 1)
            case 0xe2 where index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] | 1 == 0xa9:
                escape = (text[index + 2] == 0xa8 ? "\\u2028" : "\\u2029", 3)
            default:
                index += 1
                continue
            }
            append(text.extracting(start..<index))
            append(escape.text)
            // The last digit of those that have no letter.
            if escape.text.utf8CodeUnitCount == 5 { append(byte & 0xf < 10 ? byte & 0xf | UInt8(ascii: "0") : byte & 0xf &+ 87) }
            index += escape.length
            start = index
        }
        append(text.extracting(start...))
    }

    mutating func append(json text: String) { append(json: text.utf8.span) }

    /// Appends a number as JSON has it, or as a text where it has none: `"NaN"`, `"+Inf"`, `"-Inf"`.
    mutating func append(json number: Double) {
        if number.isFinite { return append(value: number) }
        append(UInt8(ascii: "\""))
        append(value: number)
        append(UInt8(ascii: "\""))
    }
}
