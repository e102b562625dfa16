import Testing

@testable import ContextMetrics

@Suite struct `Names` {
    @Test(arguments: ["a", "_", ":", "a:b_c9", "http_requests_total", "__x", String(repeating: "a", count: 1024)])
    func `names of the legacy grammar are metric names`(text: String) throws {
        #expect(try MetricName(text).text == text)
    }

    @Test(
        arguments: [
            ("9a", UInt8(ascii: "9"), 0), ("a b", UInt8(ascii: " "), 1), ("a-b", UInt8(ascii: "-"), 1), ("ab\u{0}", 0, 2),
            ("é", 0xc3, 0), ("aq\u{308}", 0xcc, 2), ("a\n", 0x0a, 1), ("a{", UInt8(ascii: "{"), 1),
        ] as [(String, UInt8, Int)])
    func `the byte that doesn't belong there is named`(text: String, byte: UInt8, offset: Int) {
        #expect(throws: InvalidName(role: .metric, text: text, reason: .byte(byte, offset: offset))) { try MetricName(text) }
        #expect(throws: InvalidName(role: .label, text: text, reason: .byte(byte, offset: offset))) { try LabelName(text) }
    }

    @Test func `empty and overlong names are refused`() {
        #expect(throws: InvalidName(role: .metric, text: "", reason: .empty)) { try MetricName("") }
        #expect(throws: InvalidName(role: .label, text: "", reason: .empty)) { try LabelName("") }
        let long = String(repeating: "a", count: 1025)
        #expect(throws: InvalidName(role: .metric, text: long, reason: .tooLong(limit: 1024))) { try MetricName(long) }
    }

    @Test func `labels have no colons and leave two underscores to Prometheus`() throws {
        #expect(throws: InvalidName(role: .label, text: "a:b", reason: .byte(UInt8(ascii: ":"), offset: 1))) { try LabelName("a:b") }
        #expect(throws: InvalidName(role: .label, text: "__name__", reason: .reserved)) { try LabelName("__name__") }
        #expect(try LabelName("_a").text == "_a")
    }

    @Test func `names are compared by their bytes`() {
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(MetricName(unchecked: composed) != MetricName(unchecked: decomposed))
        #expect(LabelName(unchecked: composed) != LabelName(unchecked: decomposed))
        #expect(MetricName(unchecked: decomposed) < MetricName(unchecked: composed))
        #expect(Set([MetricName(unchecked: composed), MetricName(unchecked: decomposed)]).count == 2)
    }

    @Test func `an error shows an overlong name in part`() {
        let error = InvalidName(role: .metric, text: String(repeating: "a", count: 5000), reason: .tooLong(limit: 1024))
        #expect(error.description.count < 200)
    }
}

@Suite struct `Label sets` {
    @Test func `labels stand in the order of their names`() throws {
        let labels = try Labels(["b": "1", "a": "2"])
        #expect(labels.all.map(\.name.text) == ["a", "b"])
        #expect(try labels == Labels(["a": "2", "b": "1"]))
        #expect(labels["b"] == "1")
        #expect(labels["c"] == nil)
    }

    @Test func `a name stands there once`() {
        #expect(throws: InvalidDescriptor.duplicateLabel("a")) { try Labels(["a": "1", "b": "2", "a": "1"]) }
        #expect(throws: InvalidDescriptor.name(InvalidName(role: .label, text: "", reason: .empty))) { try Labels(["": "1"]) }
    }

    @Test func `values are compared by their bytes`() throws {
        #expect(try Labels(["a": "\u{e9}"]) != Labels(["a": "e\u{301}"]))
    }
}
