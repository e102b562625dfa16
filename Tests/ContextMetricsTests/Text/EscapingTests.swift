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
}
