import Testing

@testable import ContextMetrics

/// What is told of each line, and what is remembered.
@Suite struct ReadingTests {
    @Test func `Every part of a line of OpenMetrics is told`() throws {
        let text = """
            # TYPE a_seconds histogram
            # UNIT a_seconds seconds
            # HELP a_seconds Time \\"to\\"\\nanswer.
            a_seconds_bucket{b="c\\"d",le="0.5"} 1 12.5 # {trace="x"} 0.25 11.5
            a_seconds_bucket{b="c\\"d",le="+Inf"} 2 12.5
            a_seconds_count{b="c\\"d"} 2 12.5
            a_seconds_sum{b="c\\"d"} 1.5 12.5
            {"b.c","d.e"="\\n"} NaN
            # EOF
            """
        #expect(
            try Transcript(text, as: .openMetrics).lines == [
                "1 type(ContextMetrics.ReadFamilyType.histogram) a_seconds \"histogram\"",
                "2 unit a_seconds \"seconds\"",
                "3 help a_seconds \"Time \\\"to\\\"\\nanswer.\"",
                "4 histogram a_seconds a_seconds_bucket{b=\"c\\\"d\",le=\"0.5\"} 1.0 @12.5 # {trace=\"x\"} 0.25 @11.5",
                "5 histogram a_seconds a_seconds_bucket{b=\"c\\\"d\",le=\"+Inf\"} 2.0 @12.5",
                "6 histogram a_seconds a_seconds_count{b=\"c\\\"d\"} 2.0 @12.5",
                "7 histogram a_seconds a_seconds_sum{b=\"c\\\"d\"} 1.5 @12.5",
                "8 unknown b.c b.c{d.e=\"\\n\"} nan",
            ])
    }

    @Test func `Every part of a line of text format is told`() throws {
        let text = """
            # A comment.
            # HELP a_total Count \\\\ "this"\\n.
            # TYPE a_total counter
             a_total {b="\\"", c = "d" ,} 1e3 -1500
            # TYPE s summary
            s{quantile="0.5"} 1
            other 1
            s_sum 2
            # TYPE "x y" untyped
            {"x y"} 5

            """
        #expect(
            try Transcript(text, as: .text).lines == [
                "1 comment  \" A comment.\"",
                "2 help a_total \"Count \\\\ \\\"this\\\"\\n.\"",
                "3 type(ContextMetrics.ReadFamilyType.counter) a_total \"counter\"",
                "4 counter a_total a_total{b=\"\\\"\",c=\"d\"} 1000.0 @-1.5",
                "5 type(ContextMetrics.ReadFamilyType.summary) s \"summary\"",
                "6 summary s s{quantile=\"0.5\"} 1.0",
                "7 unknown other other{} 1.0",
                "8 summary s s_sum{} 2.0",
                "9 type(ContextMetrics.ReadFamilyType.unknown) x y \"untyped\"",
                "10 unknown x y x y{} 5.0",
            ])
    }

    @Test func `A label is found by its name, and a value keeps its digits`() throws {
        struct Look: ExpositionVisitor {
            var found: [String?] = []
            var labels: [String] = []
            mutating func visit(_ sample: borrowing ReadSample) {
                found += [sample[label: "b"], sample[label: "c"], sample[label: ""], sample.valueText, "\(sample.labelCount)"]
                var labels: [String] = []
                sample.forEachLabel { labels.append("\($0.string)=\($1.string)") }
                self.labels += labels
            }
        }
        var parser = ExpositionParser(.openMetrics)
        var look = Look()
        try parser.push(Array("a{c=\"\\\\\",b=\"1\"} 18446744073709551615\n# EOF".utf8), to: &look)
        try parser.finish(&look)
        #expect(look.found == ["1", "\\", nil, "18446744073709551615", "2"])
        #expect(look.labels == ["c=\\", "b=1"])
    }

    @Test(arguments: ExpositionParser.Grammar.allCases)
    func `A line that is longer than the limit is refused before it is kept`(grammar: ExpositionParser.Grammar) throws {
        let limits = ExpositionParser.Limits(lineBytes: 10)
        for pieces in [1, 3, 100] {
            _ = try Transcript(Array("a{b=\"\"} 12\n# EOF\n".utf8), as: grammar, pieces: pieces, limits: limits)
            let error = #expect(throws: InvalidExposition.self) {
                try Transcript(Array("a 1\na{b=\"\"} 123\n# EOF\n".utf8), as: grammar, pieces: pieces, limits: limits)
            }
            #expect(error?.expected == .shorterLine)
            #expect(error?.line == 2)
        }
        // Of gigabytes without a line feed no more than that is kept, however they come.
        var parser = ExpositionParser(grammar)
        var visitor = Transcript.empty
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
        let error = #expect(throws: InvalidExposition.self) { while true { try parser.push(piece, to: &visitor) } }
        #expect(error?.expected == .shorterLine)
    }

    @Test func `Families and series beyond the limits are refused`() throws {
        let families = (0..<11).map { "a\($0) 1\n" }
        let limits = ExpositionParser.Limits(families: 10, series: 10)
        for grammar in ExpositionParser.Grammar.allCases {
            let bytes = Array((families.dropFirst().joined() + "# EOF\n").utf8)
            _ = try Transcript(bytes, as: grammar, limits: limits)
            let more = Array((families.joined() + "# EOF\n").utf8)
            #expect(
                #expect(throws: InvalidExposition.self) { try Transcript(more, as: grammar, limits: limits) }?.expected == .fewerFamilies)
        }
        let series = (0..<11).map { "a{b=\"\($0)\"} 1\n" }
        _ = try Transcript(Array((series.dropFirst().joined() + "# EOF").utf8), as: .openMetrics, limits: limits)
        let more = Array((series.joined() + "# EOF").utf8)
        let error = #expect(throws: InvalidExposition.self) { try Transcript(more, as: .openMetrics, limits: limits) }
        #expect(error?.expected == .fewerSeries)
        // Text format needs none.
        _ = try Transcript(more + [0x0a], as: .text, limits: limits)
    }

    @Test func `Many labels take no time that grows with their square`() throws {
        let labels = (0..<60_000).map { "l\($0)=\"\"" }.joined(separator: ",")
        let clock = ContinuousClock.now
        #expect(try Transcript("a{\(labels)} 1\n# EOF\n", as: .openMetrics).samples.first?.labels.count == 60_000)
        // Pairs would be 2 * 10^9.
        #expect(ContinuousClock.now - clock < .seconds(60))
    }

    @Test(arguments: SeededGenerator.seeds(4))
    func `Numbers are the nearest there are`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let number = Double.hostile(using: &random)
            let digits = (0..<Int.random(in: 1...25, using: &random)).map { _ in "\(random.next() % 10)" }.joined()
            let place = Int.random(in: 0...digits.count, using: &random)
            let exponent = Int.random(in: -340...308, using: &random)
            let decimal = "\(digits.prefix(place)).\(digits.dropFirst(place))e\(exponent)"
            let texts: [String] = [
                "\(number)", rendered { $0.append(value: number) }, decimal, "-\(decimal)", "\(digits.prefix(17))e\(exponent)",
            ]
            for text in texts {
                let read = Double(decimal: text.utf8Span.span, from: 0, to: text.utf8.count)
                guard let expected = Double(text), expected.isFinite else { continue }
                #expect(read == expected, "\(text)")
            }
        }
    }

    @Test(arguments: [
        "1" + String(repeating: "0", count: 400) + "e-400", "0." + String(repeating: "0", count: 400) + "1e401",
        "123456789012345678901234567890",
    ])
    func `Numbers of many digits are numbers`(text: String) {
        #expect(Double(decimal: text.utf8Span.span, from: 0, to: text.utf8.count) == Double(text))
    }
}
