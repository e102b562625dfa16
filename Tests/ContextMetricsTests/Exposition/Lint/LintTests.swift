import Foundation
import TestSupport
import Testing

@testable import ContextMetrics

/// A valid exposition, and what is wrong with it all the same; in its text `⏎` stands for a line feed.
private struct LintCase: CustomTestStringConvertible, Sendable {
    let rule: ExpositionLint.Rule
    let grammar: ExpositionParser.Grammar
    let shorthand: String
    let place: String

    init(_ rule: ExpositionLint.Rule, _ shorthand: String, at place: String, _ grammar: ExpositionParser.Grammar = .text) {
        self.rule = rule
        self.grammar = grammar
        self.shorthand = shorthand
        self.place = place
    }

    var testDescription: String { "\(rule.rawValue): \(shorthand)" }
    var text: String { ReadingCase.text(shorthand) }
}

@Suite struct LintTests {
    private static let cases: [LintCase] = [
        .init(.noHelp, "# TYPE a gauge⏎a 1⏎", at: "2:1"),
        .init(.noHelp, "# HELP a ⏎a 1⏎", at: "2:1"),
        .init(.noHelp, "# TYPE a gauge⏎a 1⏎# EOF⏎", at: "2:1", .openMetrics),
        .init(.counterWithoutTotal, "# HELP a A.⏎# TYPE a counter⏎a 1⏎", at: "3:1"),
        .init(.totalWithoutCounter, "# HELP a_total A.⏎# TYPE a_total gauge⏎a_total 1⏎", at: "3:1"),
        .init(.totalWithoutCounter, "# HELP a_total A.⏎# TYPE a_total gauge⏎a_total 1⏎# EOF⏎", at: "3:1", .openMetrics),
        .init(.baseUnit, "# HELP a_milliseconds A.⏎a_milliseconds 1⏎", at: "2:1"),
        .init(.baseUnit, "# HELP a_kibibytes_b A.⏎a_kibibytes_b 1⏎", at: "2:1"),
        .init(.baseUnit, "# HELP a_hours A.⏎a_hours 1⏎", at: "2:1"),
        .init(.abbreviatedUnit, "# HELP a_ms A.⏎a_ms 1⏎", at: "2:1"),
        .init(.reservedSuffix, "# HELP a_count A.⏎a_count 1⏎", at: "2:1"),
        .init(.reservedSuffix, "# HELP a_bucket A.⏎# TYPE a_bucket summary⏎a_bucket_sum 1⏎", at: "3:1"),
        .init(.reservedLabel, "# HELP a A.⏎a{le=\"1\"} 1⏎", at: "2:3"),
        .init(.reservedLabel, "# HELP a A.⏎a{b=\"\",quantile=\"1\"} 1⏎", at: "2:8"),
        .init(.typeInName, "# HELP a_gauge A.⏎a_gauge 1⏎", at: "2:1"),
        .init(.colon, "# HELP a:b A.⏎a:b 1⏎", at: "2:1"),
        .init(.camelCase, "# HELP aB A.⏎aB 1⏎", at: "2:1"),
        .init(.camelCase, "# HELP a A.⏎a{bC=\"\"} 1⏎", at: "2:3"),
        .init(.duplicateSeries, "# HELP a A.⏎a{b=\"1\",c=\"2\"} 1⏎a{c=\"2\",b=\"1\"} 1⏎", at: "3:1"),
        .init(.duplicateSeries, "# HELP a A.⏎a{b=\"\\\\\"} 1⏎a{\"b\"=\"\\\\\"} 1⏎", at: "3:1"),
        .init(.duplicateSeries, "# HELP a A.⏎a 1 5⏎a 2 5⏎# EOF⏎", at: "3:1", .openMetrics),
        .init(.duplicateSeries, "# HELP a A.⏎a 1⏎# HELP b B.⏎b 1⏎a 1⏎", at: "5:1"),
        .init(.interleavedFamily, "# HELP a A.⏎# HELP b B.⏎a{l=\"1\"} 1⏎b 1⏎a{l=\"2\"} 1⏎", at: "5:1"),
        .init(.interleavedFamily, "# HELP h H.⏎# TYPE h summary⏎# HELP b B.⏎h_sum 1⏎b 1⏎h_count 1⏎", at: "6:1"),
        .init(.nameCollision, "# HELP a_sum A.⏎a_sum 1⏎# HELP a A.⏎# TYPE a summary⏎a_count 1⏎a_sum 1⏎", at: "6:1"),
        .init(.lateMetadata, "a 1⏎# HELP a A.⏎", at: "2:1"),
        .init(.buckets, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"1\"} 1⏎h_sum 1⏎h_count 1⏎", at: "3:1"),
        .init(.buckets, "# HELP h H.⏎# TYPE h histogram⏎h_bucket 1⏎", at: "3:1"),
        .init(.buckets, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"2\"} 1⏎h_bucket{le=\"1\"} 1⏎h_bucket{le=\"+Inf\"} 1⏎", at: "4:1"),
        .init(.buckets, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"1\"} 3⏎h_bucket{le=\"+Inf\"} 1⏎", at: "4:1"),
        .init(.buckets, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"+Inf\"} 3⏎h_sum 1⏎h_count 2⏎", at: "3:1"),
        .init(.buckets, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"+Inf\"} 0.5⏎", at: "3:1"),
        .init(.buckets, "# HELP h H.⏎# TYPE h histogram⏎h_sum 3⏎h_count 2⏎", at: "3:1"),
        .init(.foreignSample, "# HELP h H.⏎# TYPE h histogram⏎h 1⏎h_bucket{le=\"+Inf\"} 0⏎", at: "3:1"),
        .init(.value, "# HELP a_total A.⏎# TYPE a_total counter⏎a_total -1⏎", at: "3:9"),
        .init(.value, "# HELP a_total A.⏎# TYPE a_total counter⏎a_total NaN⏎", at: "3:9"),
        .init(.value, "# HELP s S.⏎# TYPE s summary⏎s_sum NaN⏎", at: "3:7"),
        .init(.value, "# HELP s S.⏎# TYPE s summary⏎s_count -1⏎", at: "3:9"),
        .init(
            .exemplarOutsideBucket, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"1.0\"} 1 # {} 1.5⏎h_bucket{le=\"+Inf\"} 1⏎# EOF⏎",
            at: "3:22", .openMetrics),
        .init(
            .exemplarOutsideBucket, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"1.0\"} 1⏎h_bucket{le=\"+Inf\"} 1 # {} 1⏎# EOF⏎",
            at: "4:23", .openMetrics),
        .init(
            .uncanonicalBound, "# HELP h H.⏎# TYPE h histogram⏎h_bucket{le=\"1\"} 1⏎h_bucket{le=\"+Inf\"} 1⏎# EOF⏎", at: "3:14",
            .openMetrics),
        .init(.underscoreLabel, "# HELP a A.⏎a{_b=\"\"} 1⏎", at: "2:3"),
        .init(.timestampUnit, "# HELP a A.⏎a 1 1700000000000⏎# EOF⏎", at: "2:5", .openMetrics),
        .init(.createdFirst, "# HELP a A.⏎# TYPE a counter⏎a_created 5⏎a_total 1⏎# EOF⏎", at: "3:1", .openMetrics),
        .init(.escape, "# HELP a A\\.⏎a 1⏎# EOF⏎", at: "1:1", .openMetrics),
        .init(.escape, "# HELP a A.⏎a{b=\"\\d\"} 1⏎# EOF⏎", at: "2:1", .openMetrics),
    ]

    @Test(arguments: cases)
    private func `Each rule finds what it is about, where it is`(lint: LintCase) throws {
        let findings = try ExpositionLint.findings(in: lint.text, as: lint.grammar)
        let found = findings.filter { $0.rule == lint.rule }.map { "\($0.line):\($0.column)" }
        #expect(found == [lint.place], "\(findings)")
    }

    @Test func `Every rule has a case`() {
        #expect(Set(ExpositionLint.Rule.allCases).subtracting(LintTests.cases.map(\.rule)) == [.limit, .escapedCollision])
    }

    @Test(
        arguments: [
            (
                ExpositionParser.Grammar.text,
                """
                # HELP jobs_total Jobs.
                # TYPE jobs_total counter
                jobs_total{queue="a",le_x="1"} 1 5
                jobs_total{queue="b"} +Inf
                # HELP t_seconds Time.
                # TYPE t_seconds histogram
                t_seconds_bucket{l="1",le="1"} 1
                t_seconds_bucket{l="1",le="+Inf"} 1
                t_seconds_bucket{l="2",le="-1"} 1
                t_seconds_bucket{l="2",le="+Inf"} 1
                t_seconds_sum{l="1"} 1
                t_seconds_count{l="1"} 1
                t_seconds_sum{l="2"} -5
                t_seconds_count{l="2"} 1
                # HELP share_ratio Shares.
                # TYPE share_ratio summary
                share_ratio{quantile="0.5"} NaN
                share_ratio_sum 0
                share_ratio_count 0
                # HELP temperature_celsius How warm it is.
                temperature_celsius -5

                """
            ),
            (
                .openMetrics,
                """
                # TYPE jobs counter
                # HELP jobs Jobs.
                jobs_total{queue="a"} 1 # {trace="x"} 5
                jobs_created{queue="a"} 1.5e9
                # TYPE t_seconds histogram
                # UNIT t_seconds seconds
                # HELP t_seconds Time.
                t_seconds_bucket{l="1",le="1.0"} 1 # {} 1
                t_seconds_bucket{l="1",le="+Inf"} 2 # {} 1.1 1700000000
                t_seconds_sum{l="1"} 2.1
                t_seconds_count{l="1"} 2
                t_seconds_bucket{l="2",le="1.0"} 1 # {} -7
                t_seconds_bucket{l="2",le="+Inf"} 1
                # TYPE build info
                # HELP build What it was built from.
                build_info{version="1"} 1
                # TYPE light stateset
                # HELP light Which is on.
                light{light="red"} 1
                light{light="green"} 0
                # HELP g Values over time.
                # TYPE g gauge
                g 1 1
                g 2 2
                # EOF
                """
            ),
        ])
    func `There is nothing to be found in what is as it should be`(grammar: ExpositionParser.Grammar, text: String) throws {
        #expect(try ExpositionLint.findings(in: text, as: grammar) == [])
    }

    @Test func `What is invalid is thrown`() {
        #expect(throws: InvalidExposition.self) { try ExpositionLint.findings(in: "a", as: .text) }
        #expect(throws: InvalidExposition.self) { try ExpositionLint.findings(in: "a 1\n", as: .openMetrics) }
    }

    @Test func `A finding tells place, family, what to do, and its rule`() throws {
        let finding = try #require(try ExpositionLint.findings(in: "# HELP a A.\n# TYPE a counter\na 1\n", as: .text).first)
        #expect(finding.description == "3:1: a: is a counter: end its name in _total (counter-without-total)")
    }

    @Test func `No more findings are kept than anybody reads, nor more series than the limit`() throws {
        let text = (0..<3_000).map { "a\($0) 1\n" }.joined()
        #expect(try ExpositionLint.findings(in: text, as: .text).count == ExpositionLint.mostFindings)
        var lint = ExpositionLint(.text, limits: .init(series: 2))
        try lint.push(Array("# HELP a A.\na{b=\"1\"} 1\na{b=\"2\"} 1\na{b=\"3\"} 1\na{b=\"3\"} 1\n".utf8).span)
        #expect(try lint.finish().map(\.rule) == [.limit])
    }

    @Test(.enabled(if: Judge.promtool.isRequired))
    func `What promtool finds is found`() throws {
        // The one that Debian has knows no names in quotation marks.
        for lint in LintTests.cases where lint.grammar == .text && !lint.shorthand.contains("\"b\"=") {
            let verdict = try Judge.promtool.verdict(on: Data(lint.text.utf8))
            let findings = try ExpositionLint.findings(in: lint.text, as: .text)
            #expect(verdict.status != 1, "\(lint.shorthand): \(verdict.errors)")
            #expect(verdict.status == 0 || !findings.isEmpty, "\(lint.shorthand): \(verdict.errors)")
        }
    }

    // MARK: Registries

    @Test func `A registry of good names has no findings`() throws {
        let registry = ContextRegistry()
        try registry.counter("jobs_total", help: "Jobs done.", labels: "queue").with("a").increment()
        try registry.histogram("job_duration_seconds", help: "Time of a job.", unit: .seconds).observe(0.2)
        #expect(try registry.lint() == [])
    }

    @Test func `A registry's findings are those of what it shows`() throws {
        let registry = ContextRegistry()
        try registry.counter("jobsDone", labels: "queueName").with("a").increment()
        _ = try registry.gauge("shown_never", labels: "a")
        let rules = try registry.lint().map(\.rule)
        #expect(Set(rules) == [.noHelp, .counterWithoutTotal, .camelCase])
        #expect(rules.count == 4)
    }

    @Test func `A gather's findings are also those of collectors`() async throws {
        let registry = ContextRegistry()
        let depth = GaugeDescriptor("depth_ms", help: "How deep it is.")
        try registry.register("depth", describing: depth) { sink in sink.sample(depth, value: 1) }
        #expect(try registry.lint() == [])
        let findings = try await registry.gather(within: .seconds(3600)).lint()
        #expect(findings.map(\.rule) == [.abbreviatedUnit])
        #expect(findings.map(\.family) == ["depth_ms"])
    }

    @Test func `Names that become the same when they are escaped are found, for each escaping`() throws {
        let registry = ContextRegistry()
        try registry.gauge("a.b", help: "A.").set(1)
        try registry.gauge("a/b", help: "B.").set(1)
        let findings = try registry.lint()
        #expect(findings.map(\.rule) == [.escapedCollision])
        #expect(findings.map(\.family) == ["a/b"])
        // The second of two families, each of which has help and type before its sample.
        #expect(findings.map { [$0.line, $0.column] } == [[6, 1]])
        #expect(findings.first?.collision?.escaped == "a_b")
        #expect(findings.first?.collision?.shown == "U__a_2f_b")
        #expect(
            findings.first?.description
                == "6:1: a/b: has a name that the escaping underscores can't show as a_b, which is another's or reserved: "
                + "scrapers see U__a_2f_b, rename it (escaped-collision)")
    }

    @Test func `A name that is escaped to a legacy one is found, also in a family without a series`() throws {
        let registry = ContextRegistry()
        _ = try registry.gauge("a.b", help: "A.", labels: "l")
        try registry.gauge("a_dot_b", help: "B.").set(1)
        try registry.gauge("a_b", help: "C.").set(1)
        let findings = try registry.lint().filter { $0.rule == .escapedCollision }
        #expect(findings.compactMap(\.collision).map(\.escaped) == ["a_b", "a_dot_b"])
        #expect(findings.allSatisfy { $0.line == 0 && $0.family == "a.b" })
        #expect(findings.allSatisfy { $0.description.hasPrefix("a.b: has a name that") })
    }

    @Test func `Labels that become the same are found, and families that are left out`() async throws {
        let registry = ContextRegistry()
        try registry.gauge("x", help: "A.", labels: "a.b", "a_b").with("1", "2").set(1)
        let label = try #require(try registry.lint().first)
        #expect(label.collision?.label == LabelName(unchecked: "a.b"))
        #expect(label.message.contains("has the label \"a.b\", which the escaping underscores can't show as a_b"))
        for name in ["y.z", "y_z", "U__y_2e_z"] {
            let descriptor = GaugeDescriptor(name, help: "A.")
            try registry.register(name, describing: descriptor) { sink in sink.sample(descriptor, value: 1) }
        }
        let findings = try await registry.gather(within: .seconds(3600)).lint().filter { $0.family == "y.z" }
        #expect(findings.compactMap(\.collision).map(\.shown) == [nil, nil])
        #expect(findings.allSatisfy { $0.message.contains("scrapers see nothing of the family") })
    }

    @Test(arguments: [
        ("a 1\n# EOF\n", true), ("a 1\n# EOF", true), ("a 1\n", false), ("# EOF", true), ("", false), ("a 1\n# EOF\n\n", false),
    ])
    func `What ends in the mark is OpenMetrics, however it is cut`(text: String, isOpenMetrics: Bool) throws {
        for pieces in 1...8 {
            var lint = DetectingLint(nil)
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                lint.push(Array(rest.prefix(pieces)).span)
                rest = rest.dropFirst(pieces)
            }
            _ = try lint.finish()
            // Only the one takes a blank line, and the other no end.
            var broken = DetectingLint(nil)
            broken.push(Array(("\n" + text).utf8).span)
            if isOpenMetrics { #expect(throws: InvalidExposition.self) { try broken.finish() } } else { _ = try broken.finish() }
        }
    }
}
