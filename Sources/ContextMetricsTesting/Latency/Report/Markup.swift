/// Writing of XML, which SVG is and HTML is here as well: elements are closed and everything in them is escaped.
struct Markup {
    /// What is written, well-formed.
    private(set) var text = ""

    /// An element with what `content` writes in it, on lines of its own.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], content: (inout Markup) -> Void) {
        text += "<\(name)\(Markup.written(attributes))>\n"
        content(&self)
        text += "</\(name)>\n"
    }

    /// An element with nothing but text in it.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text content: String) {
        text += "<\(name)\(Markup.written(attributes))>\(Markup.escaped(content))</\(name)>\n"
    }

    /// An element without content.
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        text += "<\(name)\(Markup.written(attributes))/>\n"
    }

    /// A style sheet of ours, which needs no escaping.
    mutating func style(_ sheet: StaticString) { text += "<style>\n\(sheet)\n</style>\n" }

    private static func written(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    /// Text as it may stand in an element or in quotes.
    ///
    /// What XML 1.0 has no way to write (section 2.2) becomes a replacement character.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            case "\u{0}"..<" ", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": escaped.append("\u{fffd}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
