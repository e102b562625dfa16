import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct NegotiationTests {
    /// Real headers, of what scrapes and of what people look with.
    static let scrapers: [(String, ExpositionFormat)] = [
        // Prometheus 2.42.
        (
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            .openMetrics
        ),
        // The same with native histograms.
        (
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            .protobuf
        ),
        // 2.49.0, whose last weight is invalid; 2.49.1 to 2.55.
        (
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=2",
            .openMetrics
        ),
        (
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            .openMetrics
        ),
        // 2.55 with UTF-8 names, and 3.0 to 3.3.
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2",
            .openMetrics
        ),
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2",
            .openMetrics
        ),
        // 3.4 and later; the same with protobuf first.
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            .openMetrics
        ),
        (
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
            .protobuf
        ),
        // Grafana Alloy.
        (
            "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=underscores;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            .openMetrics
        ),
        // VictoriaMetrics, vmagent, netdata.
        ("text/plain;version=0.0.4;q=1,*/*;q=0.1", .text),
        // Datadog, without and with its newer setting.
        ("text/plain", .text),
        ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1", .openMetrics),
        // Telegraf.
        (
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3",
            .protobuf
        ),
        // Metricbeat.
        ("text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .text),
        // Prometheus before 2.30, which knows no OpenMetrics newer than 0.0.1.
        ("application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", .text),
        // curl, Chrome, Firefox, Java's URLConnection.
        ("*/*", .text),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
            .text
        ),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", .text),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", .text),
    ]

    @Test(arguments: scrapers)
    func `Every known scraper gets the best that it can read`(accept: String, expected: ExpositionFormat) {
        #expect(ExpositionFormat.negotiated(accept: [accept]) == expected)
    }

    private static let protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

    static let rules: [([String], ExpositionFormat)] = [
        // No preference; an empty list; nothing that can be served.
        ([], .text), ([""], .text), ([" , ,"], .text), (["application/json"], .text), (["text/plain;version=1.0.0"], .text),
        // Weights.
        (["text/plain;q=0.5,application/openmetrics-text"], .openMetrics),
        (["text/plain;q=0.5,application/openmetrics-text;q=0.4"], .text),
        (["text/plain;q=0.001,application/openmetrics-text;q=0.002"], .openMetrics),
        (["application/openmetrics-text;Q=0.4,text/plain;q=0.5"], .text),
        (["application/openmetrics-text;version=1.0.0;q=0,*/*"], .text),
        (["application/openmetrics-text;q=0"], .text),
        (["text/plain;q=0,application/openmetrics-text;q=0.1"], .openMetrics),
        // What is refused entirely still gets an answer that everything reads.
        (["text/plain;q=0,*/*"], .text), (["*/*;q=0"], .text),
        // A weight may stand before the parameters, after blanks, once.
        (["application/openmetrics-text;q=0.9;version=1.0.0,text/plain;q=0.8"], .openMetrics),
        (["application/openmetrics-text ; version=1.0.0 ;\tq=0.9 , text/plain ; q=0.8"], .openMetrics),
        (["application/openmetrics-text;q=0.9;q=0.9"], .text),
        // Wildcards yield text only; `application/*` is about nothing that they may yield.
        (["application/*"], .text), (["text/*"], .text), (["*/*;q=1,text/plain;q=0.1"], .text),
        (["application/openmetrics-text;q=0.5,*/*;q=0.9"], .text),
        (["application/openmetrics-text,*/*"], .openMetrics),
        (["application/openmetrics-text;q=0.5,*/*;q=0"], .openMetrics),
        // The most specific range decides, not the weightiest.
        (["application/openmetrics-text;version=1.0.0;q=0.2,application/openmetrics-text;q=1,text/plain;q=0.5"], .text),
        (["text/*;q=0.1,text/plain;q=0.9,application/openmetrics-text;q=0.5"], .text),
        (["text/plain;version=0.0.4;q=0.1,text/plain;q=1,application/openmetrics-text;q=0.5"], .openMetrics),
        // Equal weights: the closer name, then what is more widely understood.
        (["application/openmetrics-text;version=1.0.0,text/plain"], .openMetrics),
        (["application/openmetrics-text,text/plain"], .text), (["text/plain,application/openmetrics-text"], .text),
        // Versions.
        (["application/openmetrics-text"], .openMetrics), (["application/openmetrics-text;version=0.0.1"], .text),
        (["application/openmetrics-text;version=2.0.0"], .text), (["application/openmetrics-text;version=1.0.00"], .text),
        (["application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=1.0.0;q=0.5"], .openMetrics),
        // Parameters: quoted, escaped within the quotation, in any case, unknown.
        (["application/openmetrics-text;version=\"1.0.0\";charset=\"UTF-8\""], .openMetrics),
        (["application/openmetrics-text;version=\"1\\.0.0\""], .openMetrics),
        (["APPLICATION/OpenMetrics-Text;VERSION=1.0.0;Charset=Utf-8"], .openMetrics),
        (["application/openmetrics-text;charset=iso-8859-1"], .text),
        (["application/openmetrics-text;escaping=bogus"], .openMetrics),
        (["application/openmetrics-text;unheard=of"], .text),
        (["application/openmetrics-text;;version=1.0.0;"], .openMetrics),
        (["text/plain;note=\"a,application/openmetrics-text\""], .text),
        (["text/plain;note=\"a\\\",\";q=0.1,application/openmetrics-text;q=0.5"], .openMetrics),
        // Protobuf by its whole name only.
        ([protobuf], .protobuf), ([protobuf + ";escaping=underscores"], .protobuf), ([protobuf + ";q=0.1,*/*;q=0.2"], .text),
        (["application/vnd.google.protobuf;encoding=\"Delimited\";PROTO=\"io.prometheus.client.MetricFamily\""], .protobuf),
        (["application/vnd.google.protobuf"], .text), (["application/vnd.google.protobuf;encoding=delimited"], .text),
        (["application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily"], .text),
        (["application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text"], .text),
        (["application/vnd.google.protobuf;proto=io.prometheus.client.Metric;encoding=delimited"], .text),
        ([protobuf + ";version=1"], .text), ([protobuf + ";q=0,application/openmetrics-text;q=0.1"], .openMetrics),
        // Several lines are one list.
        (["text/plain;q=0.5", "application/openmetrics-text"], .openMetrics),
        (["application/openmetrics-text;q=0", "application/json"], .text),
        // Invalid weights take their range with them.
        (["application/openmetrics-text;q=1.001"], .text), (["application/openmetrics-text;q=0.1234"], .text),
        (["application/openmetrics-text;q=-1"], .text), (["application/openmetrics-text;q="], .text),
        (["application/openmetrics-text;q=\"1\""], .text), (["application/openmetrics-text;q=NaN"], .text),
        (["application/openmetrics-text;q=1.,text/plain;q=0."], .openMetrics),
        // Garbage doesn't hurt its neighbours.
        (["///,=;=;,\"\",/x,x/,*/plain,application/openmetrics-text"], .openMetrics),
        (["text/plain;q=0.1 x,application/openmetrics-text"], .openMetrics),
        (["\0\u{7f}\u{80}ü花,application/openmetrics-text"], .openMetrics),
        (["application/openmetrics-text;version=\"1.0.0"], .text), (["application/openmetrics\u{2010}text"], .text),
    ]

    @Test(arguments: rules)
    func `The rules of RFC 9110 hold`(accept: [String], expected: ExpositionFormat) {
        #expect(ExpositionFormat.negotiated(accept: accept) == expected)
    }

    @Test(arguments: [",", ";", "\"", "\\", "a", "a/b,", "a/b;q=0.1,", "a/b;c=d;", "a/b;c=\"\\\"", "*/*;"])
    func `Eight times the header takes about eight times the time`(piece: String) {
        func now() -> Double { ThreadTime.seconds }
        func cost(_ bytes: Int) -> Double {
            let header = String(repeating: piece, count: bytes / piece.utf8.count)
            return (0..<5).map { _ in
                let start = now()
                _ = ExpositionFormat.negotiated(accept: [header])
                return now() - start
            }.min() ?? 0
        }
        // Quadratic time would be 64 times as much.
        #expect(cost(160_000) < cost(20_000) * 32)
    }

    @Test func `A long header is read to its end`() {
        let noise = String(repeating: "x/y;z=\"w\";q=0.5,", count: 7000)
        #expect(ExpositionFormat.negotiated(accept: [noise + "application/openmetrics-text"]) == .openMetrics)
    }
}

@Suite struct MediaRangeTests {
    @Test func `A range has a type, parameters and a weight`() throws {
        let range = try #require(MediaRange(Array(" Text/PLAIN ; Version=0.0.4; x=\"a\\\"B,\" ;q=0.25 ".utf8)[...]))
        #expect(range.type == "text")
        #expect(range.subtype == "plain")
        #expect(range.parameters == [.init(name: "version", value: "0.0.4"), .init(name: "x", value: "a\"B,")])
        #expect(range.quality == 250)
    }

    @Test(arguments: [
        ("0", 0), ("0.", 0), ("0.0", 0), ("0.001", 1), ("0.5", 500), ("0.999", 999), ("1", 1000), ("1.0", 1000), ("1.000", 1000),
    ])
    func `Weights have up to three digits`(weight: String, thousandths: Int) {
        #expect(MediaRange(Array("a/b;q=\(weight)".utf8)[...])?.quality == thousandths)
    }

    @Test(arguments: ["", "2", "01", "00", ".5", "1.001", "1.1", "0.0000", "1.0000", "0,5", "0.a", "-0", "+1", "1e0", "\u{663}"])
    func `Other weights make a range invalid`(weight: String) {
        #expect(MediaRange(Array("a/b;q=\(weight)".utf8)[...]) == nil)
    }
}
