import Testing

@testable import ContextMetrics

@Suite struct EscapingTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("a\\b", "a\\\\b"), ("\n", "\\n"), ("two\nlines\n", "two\\nlines\\n"), ("say \"x\"", "say \\\"x\\\""),
        ("\\n", "\\\\n"), ("\"\\\n", "\\\"\\\\\\n"), ("\r\n", "\r\\n"), ("nul\0", "nul\0"), ("\u{2028}ü花🙈", "\u{2028}ü花🙈"),
    ])
    func `Label values have backslash, newline and quotation mark behind a backslash`(text: String, expected: String) {
        #expect(Array(rendered { $0.append(text, escaping: .quoted) }.utf8) == Array(expected.utf8))
    }

    @Test(arguments: [("say \"x\"", "say \"x\""), ("a\\b\n\"", "a\\\\b\\n\"")])
    func `Help of text 0-0-4 leaves quotation marks alone`(text: String, expected: String) {
        #expect(rendered { $0.append(text, escaping: .textHelp) } == expected)
    }

    /// Eight bytes are looked at together: each place in them, and each neighbour of what is looked for.
    @Test func `What has to be escaped is found at every place of every length, and nothing else is`() {
        for length in 1...40 {
            for place in 0..<length {
                for byte in UInt8(0)...127 {
                    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    bytes[place] = byte
                    let isFound = bytes.span.mayNeedEscaping
                    let isEscaped = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\n")
                    if isFound != isEscaped { Issue.record("byte \(byte) at \(place) of \(length)") }
                }
            }
        }
        let other = Array("höhe ✓ 🙈\u{80}\u{ff}".utf8)
        let isFound = other.span.mayNeedEscaping
        #expect(!isFound)
    }
}
