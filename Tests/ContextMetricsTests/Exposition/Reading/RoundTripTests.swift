import TestSupport
import Testing

@testable import ContextMetrics

/// What the encoders write, and what mutants of it are to others.
@Suite struct RoundTripTests {
    @Test(arguments: SeededGenerator.seeds(150))
    func `What is written of any registry is read back`(seed: UInt64) throws {
        let registry = RandomRegistry(seed: seed)
        let written = registry.families.filter { !$0.metrics.isEmpty }
        for (format, grammar) in [(ExpositionFormat.text, ExpositionParser.Grammar.text), (.openMetrics, .openMetrics)] {
            let text = exposition(registry.sealed, as: format)
            let transcript = try Transcript(Array(text.utf8), as: grammar, pieces: Int(seed % 1_000) + 1)
            #expect(difference(transcript.samples, written.flatMap { $0.exposed(as: format) }) == nil)
            let helps = written.filter { !$0.help.isEmpty }.map { "\($0.help.debugDescription)" }
            #expect(transcript.lines.filter { $0.split(separator: " ").dropFirst().first == "help" }.count == helps.count)
        }
    }

    @Test func `A whole text is read as families`() throws {
        let text = """
            # TYPE up gauge
            # HELP up Whether it is.
            up{a="1"} 1
            up{a="2"} 0
            # TYPE jobs counter
            jobs_total 5
            jobs_created 1
            # TYPE build info
            build_info{version="1"} 1
            # TYPE light stateset
            light{light="red"} 1
            light{light="green"} 0
            # TYPE t_seconds histogram
            # UNIT t_seconds seconds
            t_seconds_bucket{le="1.0"} 2
            t_seconds_bucket{le="+Inf"} 3
            t_seconds_count 3
            t_seconds_sum 4.5
            # TYPE s summary
            s{quantile="0.5"} 2
            s_count 7
            s_sum 8
            # TYPE g gaugehistogram
            g_bucket{le="+Inf"} 1
            # EOF
            """
        let families = try MetricFamily.families(in: text, as: .openMetrics)
        #expect(families.map(\.name.text) == ["up", "jobs_total", "build_info", "light", "t_seconds", "s", "g_bucket"])
        #expect(families.map(\.type) == [.gauge, .counter, .info, .stateSet, .histogram, .summary, .untyped])
        #expect(families[0].help == "Whether it is.")
        #expect(families[4].unit == .seconds)
        #expect(families[0][try Labels(["a": "2"])] == .number(0))
        #expect(families[1].metrics.map(\.value) == [.number(5)])
        #expect(families[2].metrics.first?.labels == (try Labels(["version": "1"])))
        #expect(families[3].metrics.map(\.value) == [.state("red", true), .state("green", false)])
        #expect(families[4].metrics.map(\.value) == [.histogram(try HistogramValue(bounds: [1], counts: [2, 1], sum: 4.5))])
        #expect(families[5].metrics.map(\.value) == [.summary(try SummaryValue(quantiles: [.init(0.5, 2)], count: 7, sum: 8))])
        #expect(families[6].metrics.map(\.value) == [.number(1)])
        #expect(families[6].metrics.first?.labels["le"] == "+Inf")
    }

    @Test func `A registry's own families are read back equal`() throws {
        let registry = ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: true), clock: WallClock { 1_700_000_000.125 })
        let counters = try registry.counter("a_total", help: "A \"help\"\\.", labels: "l")
        counters.with("x\n\"\\").increment(by: 3)
        counters.with("y").increment(exemplar: ["trace_id": "f00"])
        try registry.gauge("b_seconds", help: "B.", unit: .seconds).set(-0.25)
        let histogram = try registry.histogram("c", help: "C.", buckets: .explicit([0.5, 1]), labels: "l")
        for value in [0.1, 0.7, 3] { histogram.with("1").observe(value) }
        histogram.with("2").observe(9)
        histogram.with("1").observe(0.2, exemplar: ["trace_id": "f01"], at: 1_700_000_001)
        histogram.with("1").observe(9, exemplar: ["trace_id": "f02"])
        let families = ExposedFamilies(instruments: registry.contents.instruments)
        #expect(try MetricFamily.families(in: exposition(families, as: .openMetrics), as: .openMetrics) == registry.snapshot())
        // Text format has neither units nor exemplars.
        let read = try MetricFamily.families(in: exposition(families, as: .text), as: .text)
        #expect(read.map { $0.metrics.map(\.value) } == registry.snapshot().map { $0.metrics.map(\.value) })
        #expect(read.map(\.help) == registry.snapshot().map(\.help))
    }

    @Test func `What makes no histogram is kept as numbers`() throws {
        let text = "# TYPE h histogram\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 5\nh_sum 3\n# TYPE s summary\ns_sum{a=\"1\"} 2\n"
        let families = try MetricFamily.families(in: text, as: .text)
        #expect(families.map(\.name.text) == ["h_bucket", "h_sum", "s_sum"])
        #expect(families.map(\.type) == [.untyped, .untyped, .untyped])
        #expect(families.flatMap(\.metrics).map(\.value) == [.number(1), .number(5), .number(3), .number(2)])
    }

    /// Pages with a few bytes changed, moved or left out.
    private func mutants(_ count: Int, as format: ExpositionFormat, _ random: inout SeededGenerator) -> [String] {
        (0..<count).map { _ in
            var bytes = Array(exposition(RandomRegistry(seed: random.next()).sealed, as: format).utf8)
            let interesting = Array("\n\n  {}\",=#\\0159.eE+-NaInf_:abc\t\rlequantile".utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: place)
                case 2: bytes[place] = interesting.randomElement(using: &random) ?? 0
                case 3:
                    // A line once more, somewhere else.
                    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                    guard let line = lines.randomElement(using: &random) else { continue }
                    let before = Int.random(in: 0..<lines.count, using: &random)
                    bytes = Array((lines[..<before] + [line] + lines[before...]).joined(separator: [UInt8(ascii: "\n")]))
                default:
                    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                    lines.remove(at: Int.random(in: 0..<lines.count, using: &random))
                    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    // Always the same pages: what a judge overlooks is known only when somebody has looked at it, and a build that fails for it now and then
    // tells nobody anything.
    private static let seeds: [UInt64] = Sanitizer.isOn ? [1] : [1, 2, 3, 4, 5]

    @Test(.enabled(if: Judge.prometheusClient.isRequired), arguments: seeds)
    func `Of mutated pages prometheus-client accepts those of OpenMetrics that this reads, and reads the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pages = mutants(300, as: .openMetrics, &random)
        var refused = 0
        for (page, read) in zip(pages, try Judge.read(pages, as: .openMetrics)) {
            do throws(InvalidExposition) {
                let transcript = try Transcript(page, as: .openMetrics)
                #expect(read.error == nil, "seed \(seed): accepted \(page.debugDescription)")
                let samples = read.samples
                // It leaves out what is there twice.
                if samples.count == transcript.samples.count { #expect(samples == transcript.samples, "seed \(seed)") }
            } catch {
                refused += 1
                if read.error == nil {
                    #expect(KnownDifferences.isLaxity(error, of: page), "seed \(seed): \(error) in \(page.debugDescription)")
                }
            }
        }
        #expect(refused > 20)
        #expect(refused < 280)
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired), arguments: seeds)
    func `Of mutated pages prometheus-client accepts those of text format that this reads, and reads the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pages = mutants(200, as: .text, &random)
        for (page, read) in zip(pages, try Judge.read(pages, as: .text)) {
            guard let transcript = try? Transcript(page, as: .text) else { continue }
            if let error = read.error {
                #expect(KnownDifferences.isTextStrictness(page), "seed \(seed): \(error) for \(page.debugDescription)")
                continue
            }
            let values = read.families.flatMap(\.samples).map { ExposedSample("", $0.labels, Double($0.value) ?? .nan, at: $0.timestamp) }
            #expect(values == transcript.samples.map { ExposedSample(renaming: $0, to: "") }, "seed \(seed): \(page.debugDescription)")
        }
    }
}
