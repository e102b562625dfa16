extension SeededGenerator {
    /// Any text that a `String` can hold, with a liking for what could break a line or a quotation.
    mutating func text(_ longest: Int) -> String {
        let nasty: [Unicode.Scalar] = [
            "\"", "\\", "\n", "\r", "\0", "\t", " ", "{", "}", ",", "=", "#", "n", "\u{7f}", "\u{85}", "\u{a0}", "\u{2028}", "\u{2029}",
            "\u{feff}", "\u{fffd}", "\u{ffff}", "\u{10ffff}", "\u{301}", "\u{202e}", "\u{d7ff}", "\u{e000}", "🙈", "é",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...longest, using: &self) {
            let any = Unicode.Scalar(UInt32.random(in: 0...0x10ffff, using: &self))
            let ascii = Unicode.Scalar(UInt8.random(in: 0...127, using: &self))
            let scalar: Unicode.Scalar? =
                switch Int.random(in: 0..<3, using: &self) {
                case 0: any
                case 1: ascii
                default: nasty.randomElement(using: &self)
                }
            text.append(scalar ?? "?")
        }
        return String(text)
    }

    /// The beginning of a name of any text: never a reserved one, whatever follows.
    mutating func word() -> String {
        let word = text(8)
        return word.utf8.first == UInt8(ascii: "_") ? "x" + word : word
    }

    /// Any text that each judge reads in the labels of exemplars.
    mutating func exemplarText(_ longest: Int) -> String { SeededGenerator.readInExemplars(text(longest)) }

    static func readInExemplars(_ text: String) -> String {
        let unread = Set(KnownDifferences.unreadInExemplars.map(\.scalar))
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !unread.contains($0) }))
    }
}
