import Foundation
import Testing

@testable import ContextMetrics

@Suite struct JSONTextTests {
    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("a\"b\\", #""a\"b\\""#), ("\n\r\t", #""\n\r\t""#),
        ("\0\u{1f}\u{b}", #""\u0000\u001f\u000b""#),
        ("\u{7f}/", "\"\u{7f}/\""), ("\u{2028}x\u{2029}", #""\u2028x\u2029""#),
        ("\u{2027}\u{202a}\u{20a8}é", "\"\u{2027}\u{202a}\u{20a8}é\""),
        ("🙈\u{fffd}\u{10ffff}", "\"🙈\u{fffd}\u{10ffff}\""), ("\"", #""\"""#), ("â", "\"â\""), ("\u{2020}", "\"\u{2020}\""),
    ])
    func `Text is in quotation marks, and what can't stand there is escaped`(text: String, expected: String) {
        #expect(Array(rendered { $0.append(json: text) }.utf8) == Array(expected.utf8))
    }

    @Test func `Every character is read back as it was`() throws {
        for start in stride(from: UInt32(0), to: 0x2100, by: 0x100) + [0xd700, 0xe000, 0xff00, 0x1_f600, 0x10_ff00] {
            let text = String(String.UnicodeScalarView((start..<start + 0x100).compactMap(Unicode.Scalar.init)))
            let json = rendered { $0.append(json: text) }
            let read = try JSONDecoder().decode(String.self, from: Data(json.utf8))
            #expect(Array(read.utf8) == Array(text.utf8), "from \(start)")
        }
    }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-2.5, "-2.5"), (1e15, "1000000000000000"), (1e21, "1e+21"), (1e-7, "1e-07"),
            (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.leastNonzeroMagnitude, "5e-324"), (.infinity, "\"+Inf\""),
            (-.infinity, "\"-Inf\""),
            (.nan, "\"NaN\""), (-.nan, "\"NaN\""),
        ] as [(Double, String)])
    func `Numbers that JSON doesn't have are texts`(number: Double, expected: String) {
        #expect(rendered { $0.append(json: number) } == expected)
    }
}
