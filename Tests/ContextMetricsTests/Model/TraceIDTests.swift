import ContextMetrics
import Testing

@Suite struct TraceIDTests {
    static let trace = "0af7651916cd43dd8448eb211c80319c"
    static let parent = "b7ad6b7169203331"

    @Test(arguments: [
        "00-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-00", "00-\(trace)-\(parent)-ff", "01-\(trace)-\(parent)-01",
        "cc-\(trace)-\(parent)-01-what-comes-later", "fe-\(trace)-\(parent)-01-",
    ])
    func `The trace of a traceparent is its second part, of later versions too`(header: String) {
        #expect(TraceID(traceparent: header)?.text == Self.trace)
    }

    @Test(arguments: [
        "", "00", trace, "00-\(trace)-\(parent)", "00-\(trace)-\(parent)-1", "00-\(trace)-\(parent)-01-", "00-\(trace)-\(parent)-011",
        "cc-\(trace)-\(parent)-01later", "ff-\(trace)-\(parent)-01", "0-\(trace)-\(parent)-01", "00_\(trace)-\(parent)-01",
        "00-\(trace)_\(parent)-01", "00-\(trace)-\(parent)_01", "00-\(trace.uppercased())-\(parent)-01", "00-\(trace)-\(parent)-0G",
        "00-00000000000000000000000000000000-\(parent)-01", "00-\(trace)-0000000000000000-01", " 00-\(trace)-\(parent)-01",
        "00-\(trace.dropLast())é-\(parent)-01", "0\u{301}0-\(trace)-\(parent)-01", String(repeating: "0", count: 100_000),
    ])
    func `A traceparent that is none has no trace`(header: String) {
        #expect(TraceID(traceparent: header) == nil)
    }

    @Test func `A name of a trace is of 1 to 128 visible characters`() {
        for text in ["x", "nightly-42", "!~", String(repeating: "x", count: 128)] { #expect(TraceID(text)?.description == text) }
        for text in ["", " ", "a b", "a\n", "a\r\nset-cookie: x", "é", "\u{7f}", "\0", String(repeating: "x", count: 129)] {
            #expect(TraceID(text) == nil)
        }
    }
}
