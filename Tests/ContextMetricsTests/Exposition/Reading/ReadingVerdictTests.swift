import ContextMetrics
import Foundation
import TestSupport
import Testing

/// Hundreds of short expositions, and what is valid.
@Suite struct ReadingVerdictTests {
    @Test(arguments: ReadingCase.openMetrics + ReadingCase.text)
    func `What is valid is read and what isn't is refused, however it is cut`(reading: ReadingCase) throws {
        let bytes = Array(reading.text.utf8)
        for pieces in [Int.max, 1, 2, 7] {
            do throws(InvalidExposition) {
                let transcript = try Transcript(bytes, as: reading.grammar, pieces: pieces)
                #expect(reading.expected == nil, "in pieces of \(pieces): was accepted")
                #expect(transcript.hasEnded)
            } catch {
                #expect(error.expected == reading.expected, "in pieces of \(pieces): \(error)")
            }
        }
    }

    @Test func `Every expectation has a case`() {
        let all = Set((ReadingCase.openMetrics + ReadingCase.text).compactMap(\.expected))
        // The others are tested where limits and bytes are.
        let others: Set<InvalidExposition.Expectation> = [.utf8, .shorterLine, .fewerFamilies, .fewerSeries]
        #expect(Set(InvalidExposition.Expectation.allCases).subtracting(all) == others)
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired))
    func `prometheus-client comes to the same verdicts on OpenMetrics, but for differences that are listed`() throws {
        let cases = ReadingCase.openMetrics
        let read = try Judge.read(cases.map(\.text), as: .openMetrics)
        let different = Set(KnownDifferences.prometheusClient.map(\.text))
        var seen: Set<String> = []
        for (reading, read) in zip(cases, read) where (read.error == nil) != (reading.expected == nil) {
            seen.insert(reading.shorthand)
            #expect(different.contains(reading.shorthand), "\(reading.shorthand.debugDescription): \(read.error ?? "accepted")")
        }
        #expect(different.subtracting(seen) == [], "no differences any more")
    }

    @Test(
        arguments: [
            (
                ExpositionParser.Grammar.text, "a 1\nb x\n",
                "2:3: found \"x\", expected a decimal number within the range of a double, +Inf, -Inf or NaN"
            ),
            (.text, "a 1\n\n  b{c=\"d}", "3:10: found the end of the line, expected a line feed at the end of the last line"),
            (.text, "a{b=\"é\",b=\"\"} 1\n", "1:10: found \"b=\\\"\\\"} 1\", expected a label that the sample doesn't have yet"),
            (
                .text, "# TYPE a gauge\na 1\n # TYPE a gauge\n",
                "3:2: found \"# TYPE a gauge\", expected each kind of metadata once for a family"
            ),
            (.openMetrics, "a 1\n", "2:1: found the end of the line, expected # EOF as the last line"),
            (.openMetrics, "a 1 \n# EOF\n", "1:5: found the end of the line, expected a timestamp in seconds"),
            (
                .openMetrics, "# TYPE a histogram\na_bucket{le=\"1\"} 1\nb 1\n# EOF\n",
                "2:1: found \"a\", expected a last bucket with the bound +Inf"
            ),
            (
                .openMetrics, "# TYPE a_s gauge\n# UNIT a_s m\na_s 1\n# EOF\n",
                "1:1: found \"a_s\", expected a family name that ends in its unit"
            ),
        ])
    func `An error tells line, column, what was found and what was expected`(
        grammar: ExpositionParser.Grammar, text: String, description: String
    ) {
        let error = #expect(throws: InvalidExposition.self) { try Transcript(text, as: grammar) }
        #expect(error?.description == description)
    }

    @Test func `Lines, columns and bytes that are no UTF-8 are told of any bytes`() throws {
        for grammar in ExpositionParser.Grammar.allCases {
            for bytes in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]] as [[UInt8]] {
                let text = Array("# HELP b é\na{b=\"".utf8) + bytes + Array("\"} 1\n# EOF\n".utf8)
                let error = #expect(throws: InvalidExposition.self) { try Transcript(text, as: grammar) }
                #expect(error?.expected == .utf8)
                #expect(error?.line == 2)
                #expect(error?.column == 6)
            }
        }
    }

    @Test func `What follows an error is not read`() {
        var parser = ExpositionParser(.text)
        var visitor = Transcript.empty
        let first = #expect(throws: InvalidExposition.self) { try parser.push(Array("a 1\n?\nb 1\n".utf8), to: &visitor) }
        let second = #expect(throws: InvalidExposition.self) { try parser.push(Array("c 1\n".utf8), to: &visitor) }
        let third = #expect(throws: InvalidExposition.self) { try parser.finish(&visitor) }
        #expect(first == second)
        #expect(first == third)
        #expect(visitor.samples.count == 1)
    }
}

extension Transcript {
    static var empty: Transcript { (try? Transcript("", as: .text)) ?? Transcript() }
    private init() {}
}
