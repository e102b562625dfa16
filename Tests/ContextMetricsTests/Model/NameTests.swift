import Testing

@testable import ContextMetrics

@Suite struct `Names` {
    @Test(arguments: ["a", "_", ":", "a:b_c9", "http_requests_total", "__x", String(repeating: "a", count: 1024)])
    func `names of the legacy grammar are metric names`(text: String) throws {
        #expect(try MetricName(text).text == text)
        #expect(try MetricName(text).isLegacy)
    }

    @Test(
        arguments: [
            "9a", "a b", "a-b", "http.requests", "ab\u{0}", "é", "aq\u{308}", "a\n", "a{", "\"", "花火", "\u{10ffff}", " ",
            String(repeating: "é", count: 512),
        ])
    func `any other text is a metric's name and a label's, and is known not to be of the legacy grammar`(text: String) throws {
        #expect(try MetricName(text).text == text)
        #expect(try LabelName(text).text == text)
        #expect(try !MetricName(text).isLegacy)
        #expect(try !LabelName(text).isLegacy)
    }

    @Test(arguments: [("a\u{0}", UInt8(0), 1), ("\n", 0x0a, 0), ("é\u{7f}", 0x7f, 2)])
    func `a control character in a collector's name is named`(text: String, byte: UInt8, offset: Int) {
        #expect(throws: InvalidName(role: .collector, text: text, reason: .byte(byte, offset: offset))) { try NameGrammar.collector(text) }
    }

    @Test func `empty and overlong names are refused`() {
        #expect(throws: InvalidName(role: .metric, text: "", reason: .empty)) { try MetricName("") }
        #expect(throws: InvalidName(role: .label, text: "", reason: .empty)) { try LabelName("") }
        let long = String(repeating: "a", count: 1025)
        #expect(throws: InvalidName(role: .metric, text: long, reason: .tooLong(limit: 1024))) { try MetricName(long) }
    }

    @Test func `legacy labels have no colons, and all leave two underscores to Prometheus`() throws {
        #expect(try MetricName("a:b").isLegacy)
        #expect(try !LabelName("a:b").isLegacy)
        for text in ["__name__", "__", "__é"] {
            #expect(throws: InvalidName(role: .label, text: text, reason: .reserved)) { try LabelName(text) }
        }
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
