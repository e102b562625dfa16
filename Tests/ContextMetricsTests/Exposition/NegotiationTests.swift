import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct NegotiationTests {
    static let text = "text/plain; version=0.0.4; charset=utf-8"
    static let openMetrics001 = "application/openmetrics-text; version=0.0.1; charset=utf-8"
    static func textUTF8(_ escaping: String) -> String { "text/plain; version=1.0.0; charset=utf-8; escaping=\(escaping)" }
    static func openMetrics(_ escaping: String) -> String {
        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=\(escaping)"
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let scraper: String
        let accept: [String]
        let contentType: String
        var testDescription: String { scraper }

        init(_ scraper: String, _ accept: String..., gets contentType: String) {
            self.scraper = scraper
            self.accept = accept
            self.contentType = contentType
        }
    }

    static let protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    static func protobuf(_ escaping: String) -> String {
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=\(escaping)"
    }

    /// Real headers, of what scrapes and of what people look with.
    static let scrapers = [
        Case(
            "Prometheus 2.42",
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            gets: openMetrics("underscores")),
        Case(
            "Prometheus 2.42 with native histograms",
            "\(protobuf),application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            gets: protobuf("underscores")),
        Case(
            "Prometheus 2.49.0, whose last weight is invalid",
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=2",
            gets: openMetrics("underscores")),
        Case(
            "Prometheus 2.49.1 to 2.55",
            "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            gets: openMetrics("underscores")),
        Case(
            "Prometheus 2.55 with UTF-8 names",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2",
            gets: openMetrics("allow-utf-8")),
        Case(
            "Prometheus 3.0 to 3.3",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.3,*/*;q=0.2",
            gets: openMetrics("allow-utf-8")),
        Case(
            "Prometheus 3.0 to 3.3 with protobuf",
            "\(protobuf);escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;escaping=allow-utf-8;q=0.2,*/*;q=0.1",
            gets: protobuf("allow-utf-8")),
        Case(
            "Prometheus 3.4 to 3.14",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            gets: openMetrics("allow-utf-8")),
        Case(
            "Prometheus 3.4 to 3.14 with protobuf",
            "\(protobuf);q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
            gets: protobuf("underscores")),
        Case(
            "Grafana Alloy",
            "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=underscores;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            gets: openMetrics("underscores")),
        Case("VictoriaMetrics, vmagent, netdata", "text/plain;version=0.0.4;q=1,*/*;q=0.1", gets: text),
        Case("Datadog", "text/plain", gets: text),
        Case(
            "Datadog with its newer setting", "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1",
            gets: openMetrics("underscores")),
        Case("Telegraf", "\(protobuf);q=0.7,text/plain;version=0.0.4;q=0.3", gets: protobuf("underscores")),
        Case("Metricbeat", "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", gets: text),
        Case(
            "Prometheus before 2.30, which knows nothing newer than 0.0.1",
            "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", gets: openMetrics001),
        Case("curl", "*/*", gets: text),
        Case(
            "Chrome",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
            gets: text),
        Case("Firefox, Safari", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", gets: text),
        Case("Java's URLConnection", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", gets: text),
    ]

    @Test(arguments: scrapers)
    func `Every known scraper gets the best that it can read`(_ scraper: Case) {
        #expect((NegotiatedFormat.negotiated(accept: scraper.accept) ?? .standard).contentType == scraper.contentType)
    }

    /// What other implementations have got wrong.
    static let mistakes = [
        Case("q=0 is a refusal", "application/openmetrics-text;version=1.0.0;q=0,text/plain;q=0.1", gets: text),
        Case("a wildcard matches text", "text/*", gets: text),
        Case("a wildcard matches nothing that browsers download", "application/*,*/*", gets: text),
        Case(
            "types and parameters are the same in capitals", "Application/OpenMetrics-Text;Version=1.0.0", gets: openMetrics("underscores")),
        Case(
            "parameters may be quoted", "application/openmetrics-text;version=\"1.0.0\";escaping=\"values\"", gets: openMetrics("values")),
        Case("all lines of the header count", "text/html", "application/openmetrics-text;version=1.0.0", gets: openMetrics("underscores")),
        Case(
            "the escaping of a range that was passed over doesn't count",
            "application/openmetrics-text;version=9.9.9;escaping=allow-utf-8,text/plain;version=1.0.0;q=0.5",
            gets: textUTF8("underscores")),
        Case("the escaping of 0.0.4 isn't allow-utf-8", "text/plain;version=0.0.4;escaping=allow-utf-8", gets: text),
        Case("nor that of 0.0.1", "application/openmetrics-text;version=0.0.1;escaping=allow-utf-8", gets: openMetrics001),
        Case(
            "what can't be served gives way to the next best",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=compact-text,application/openmetrics-text;version=1.0.0;q=0.4,text/plain;q=0.3",
            gets: openMetrics("underscores")),
        Case("no version is served that there isn't", "application/openmetrics-text;version=9.9.9", gets: text),
        Case(
            "weights decide and not the order", "text/plain;q=0.1,application/openmetrics-text;version=1.0.0;q=0.9",
            gets: openMetrics("underscores")),
        Case(
            "text 1.0.0 is served", "text/plain;version=1.0.0;escaping=allow-utf-8,text/plain;version=0.0.4;q=0.3",
            gets: textUTF8("allow-utf-8")),
        Case("OpenMetrics without a version is 1.0.0", "application/openmetrics-text", gets: openMetrics("underscores")),
        Case("what nobody can serve is answered with text", "application/xml", gets: text),
    ]

    @Test(arguments: mistakes)
    func `What others have got wrong is right`(_ mistake: Case) {
        #expect((NegotiatedFormat.negotiated(accept: mistake.accept) ?? .standard).contentType == mistake.contentType)
    }

    @Test(
        arguments: [
            ("allow-utf-8", NameEscaping.allowUTF8), ("underscores", .underscores), ("dots", .dots), ("values", .values),
            ("Values", .values), ("bogus", .underscores), ("\"\"", .underscores), ("\"dots\"", .dots),
        ])
    func `The range that was chosen says how names are escaped`(asked: String, escaping: NameEscaping) {
        for (type, allowed) in [
            ("text/plain;version=1.0.0", true), ("application/openmetrics-text", true),
            ("application/openmetrics-text;version=1.0.0", true),
            ("text/plain", false), ("text/plain;version=0.0.4", false), ("application/openmetrics-text;version=0.0.1", false),
        ] {
            let format = NegotiatedFormat.negotiated(accept: ["\(type);escaping=\(asked),*/*;escaping=dots;q=0.1"])
            // Without quotation marks there is nothing that could be shown as it is.
            #expect(format?.escaping == (allowed || escaping != .allowUTF8 ? escaping : .underscores))
        }
    }

    @Test(arguments: [
        ([], true), ([""], true), (["text/plain;q=7"], true), (["/"], true), (["*/*"], true), (["text/*;q=0.1"], true),
        (["image/png"], false), (["text/plain;q=0"], false), (["*/*;q=0"], false), (["application/*"], false),
        (["text/plain;version=9"], false), (["image/png", "text/plain;q=0.001"], true), (["text/plain;q=0,*/*"], false),
    ])
    func `It is known when a request names nothing that there is`(accept: [String], isAcceptable: Bool) {
        #expect((NegotiatedFormat.negotiated(accept: accept) != nil) == isAcceptable)
    }

    static let rules: [([String], ExpositionFormat)] = [
        // No preference; an empty list; nothing that can be served.
        ([], .text), ([""], .text), ([" , ,"], .text), (["image/png"], .text), (["application/json"], .json),
        (["text/plain;version=1.0.0"], .textUTF8), (["text/plain;version=1.0.1"], .text),
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
        (["application/openmetrics-text"], .openMetrics), (["application/openmetrics-text;version=0.0.1"], .openMetrics001),
        (["application/openmetrics-text;version=2.0.0"], .text), (["application/openmetrics-text;version=1.0.00"], .text),
        (["application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=1.0.0;q=0.5"], .openMetrics),
        (["text/plain;version=1.0.0,text/plain;version=0.0.4"], .text), (["text/plain;version=1.0.0;q=0.5,text/plain;q=0.4"], .textUTF8),
        (["text/plain;version=1.0.0,*/*"], .textUTF8), (["text/plain;version=1.0.0;q=0,text/plain"], .text),
        (["text/plain;version=0.0.4;q=0,text/plain"], .text), (["text/plain;charset=utf-8"], .text),
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
        (["application/openmetrics-text;q=0", "application/json"], .json),
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
                _ = NegotiatedFormat.negotiated(accept: [header])
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

extension ExpositionFormat {
    /// What is served, whatever the escaping.
    static func negotiated(accept lines: [String]) -> ExpositionFormat { (NegotiatedFormat.negotiated(accept: lines) ?? .standard).format }
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
