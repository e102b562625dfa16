import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct ExpositionScanTests {
    private static func scan(_ pieces: [some Collection<UInt8>]) -> ExpositionScan {
        var scan = ExpositionScan()
        for piece in pieces { scan.read(Array(piece).span) }
        scan.end()
        return scan
    }

    private static func scan(_ text: String) -> ExpositionScan { scan([Array(text.utf8)]) }

    private static let exposition = """
        # HELP a Something.
        # TYPE a gauge
        a{x="1\\"}\\n # EOF"} 1

        \t a 2
        # EOFfoo
        metrics_collector_succes 7
        metrics_collector_success_total{collector="no"} 0
        metrics_collector_success{collector="good"} 1
        metrics_collector_success{other="{}",collector="a \\"b\\" \\\\ \\n é",} 0 1234
        metrics_collector_success{collector="good.0"} 1.0
        # EOF

        """

    @Test func `Samples, the end mark and the collectors are found`() {
        let scan = Self.scan(Self.exposition)
        #expect(scan.samples == 7)
        #expect(scan.endMark == .last)
        #expect(scan.collectors == ["good": true, "good.0": true, "a \"b\" \\ \n é": false])
        #expect(scan.bytes == Self.exposition.utf8.count)
    }

    @Test func `It doesn't matter where it is cut`() {
        let bytes = Array(Self.exposition.utf8)
        let whole = Self.scan([bytes])
        for first in 0...bytes.count {
            #expect(Self.scan([bytes[..<first], bytes[first...]]) == whole, "\(first)")
            let second = min(bytes.count, first + 3)
            #expect(Self.scan([bytes[..<first], bytes[first..<second], bytes[second...]]) == whole, "\(first)")
        }
        #expect(Self.scan(bytes.map { [$0] }) == whole)
    }

    @Test func `Lines may end in CRLF, wherever that is cut`() {
        let bytes = Array(Self.exposition.replacing("\n", with: "\r\n").utf8)
        let whole = Self.scan([bytes])
        #expect(whole.samples == 7)
        #expect(whole.endMark == .last)
        #expect(whole.collectors == Self.scan(Self.exposition).collectors)
        for cut in 0...bytes.count { #expect(Self.scan([bytes[..<cut], bytes[cut...]]) == whole, "\(cut)") }
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `Any bytes are taken, and cut anywhere they are the same`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let parts = [
            "\n", "\r\n", "# EOF", "#", "a 1", "metrics_collector_success{", "collector=", "\"", "\\", "} ", "0", "1", "\0", "é", ",", " ",
        ]
        let text = (0..<200).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
        let bytes = Array(text.utf8) + (0..<50).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let whole = Self.scan([bytes])
        for _ in 0..<20 {
            let cuts = (0..<5).map { _ in Int.random(in: 0...bytes.count, using: &generator) }.sorted()
            #expect(Self.scan(zip([0] + cuts, cuts + [bytes.count]).map { bytes[$0..<$1] }) == whole)
        }
    }

    @Test(arguments: [
        ("", ExpositionScan.EndMark.absent), ("a 1\n", .absent), ("# EOF", .last), ("# EOF\n", .last), ("a 1\n# EOF\r\n\n \n", .last),
        ("# EOF\na 1\n", .inside), ("# EOF\n# EOF\n", .inside), ("# EOF\n# HELP a b\n", .inside), ("#EOF\n", .absent),
        ("# EOF \n", .absent), ("a # EOF\n", .absent), ("# eof\n", .absent), ("# EO", .absent),
    ])
    func `The end mark is a line of its own, and the last`(text: String, mark: ExpositionScan.EndMark) {
        #expect(Self.scan(text).endMark == mark)
    }

    @Test(arguments: [
        "metrics_collector_success{collector=\"a\"}", "metrics_collector_success{collector=\"a\"} x", "metrics_collector_success{} 0",
        "metrics_collector_success{collector=\"a} 0", "metrics_collector_success{collector} 0", "metrics_collector_success{collector=",
        "metrics_collector_success{collector=\"a\\", "metrics_collector_success{", "metrics_collector_success 0",
        "metrics_collector_success{name=\"a\"} 0",
    ])
    func `A line that can't be read names no collector, but is a sample`(line: String) {
        let scan = Self.scan(line + "\n")
        #expect(scan.collectors.isEmpty)
        #expect(scan.samples == 1)
    }

    @Test func `A collector that is named twice is there when both say so`() {
        func line(_ value: Int) -> String { "metrics_collector_success{collector=\"a\"} \(value)\n" }
        #expect(Self.scan(line(1) + line(1)).collectors == ["a": true])
        #expect(Self.scan(line(1) + line(0)).collectors == ["a": false])
        #expect(Self.scan(line(0) + line(1)).collectors == ["a": false])
    }

    @Test func `What it keeps is bounded`() {
        let long = String(repeating: "x", count: 100_000)
        let scan = Self.scan("metrics_collector_success{collector=\"\(long)\"} 0\n# \(long)\n\(long) 1\n")
        #expect(scan.collectors.isEmpty)
        #expect(scan.samples == 2)
        let many = (0..<20_000).map { "metrics_collector_success{collector=\"\($0)\"} 1\n" }.joined()
        #expect(Self.scan(many).collectors.count == 10_000)
        #expect(Self.scan(many).samples == 20_000)
    }

    @Test func `What Prometheus would refuse has failed`() {
        func failure(
            _ body: String, status: Int = 200, type: String? = "text/plain; version=0.0.4", encoding: String? = nil
        ) -> ScrapeFailure? {
            var answer = ScrapeAnswer(status: status, contentType: type, contentEncoding: encoding)
            answer.read(Array(body.utf8).span)
            answer.end()
            return answer.failure
        }
        let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8"
        #expect(failure("a 1\n") == nil)
        #expect(failure("a 1\n", type: "Text/Plain ;charset=utf-8") == nil)
        #expect(failure("a 1\n", status: 503) == .status(503))
        #expect(failure("a 1\n", type: nil) == .contentType)
        #expect(failure("<html>", type: "text/html") == .contentType)
        #expect(failure("a 1\n# EOF\n", type: openMetrics) == nil)
        #expect(failure("a 1\n", type: openMetrics) == .endMark)
        #expect(failure("# EOF\na 1\n", type: openMetrics) == .endMark)
        #expect(failure("a 1\n", encoding: "identity") == nil)
        for encoding in ["gzip", "x-gzip", "br", "deflate", "gzip, gzip"] {
            #expect(failure("a 1\n", encoding: encoding) == .contentEncoding)
        }
        #expect(failure("\u{1f}", type: openMetrics, encoding: "gzip") == .contentEncoding)
        // Nobody looks into this.
        #expect(failure("\0", type: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited") == nil)
    }

    @Test(arguments: [1, 1_000, 1_000_000])
    func `What is compressed is looked into, in pieces of any size`(size: Int) {
        let text = (0..<10_000).map { "a{i=\"\($0)\"} \($0)\n" }.joined() + "metrics_collector_success{collector=\"c\"} 0\n# EOF\n"
        let body = EncodedExposition.compressed([Array(text.utf8)], level: 6)?.first ?? []
        func answer(_ body: [UInt8]) -> ScrapeAnswer {
            var answer = ScrapeAnswer(status: 200, contentType: "application/openmetrics-text", contentEncoding: "GZip")
            for start in stride(from: 0, to: body.count, by: size) {
                answer.read(body.span.extracting(start..<min(start + size, body.count)))
            }
            answer.end()
            return answer
        }
        let whole = answer(body)
        #expect(whole.failure == nil)
        #expect(whole.isReadable)
        #expect(whole.bytes == body.count)
        #expect(whole.exposition.bytes == text.utf8.count)
        #expect(whole.exposition.samples == 10_001)
        #expect(whole.exposition.collectors == ["c": false])
        // Cut off, changed, or more than it says.
        #expect(answer(body.dropLast()).failure == .contentEncoding)
        #expect(answer(body + [0]).failure == .contentEncoding)
        #expect(answer(body + body).failure == .contentEncoding)
        #expect(answer(Array(body.dropLast(8)) + [0, 0, 0, 0] + body.suffix(4)).failure == .contentEncoding)
        #expect(answer([]).failure == .contentEncoding)
    }
}
