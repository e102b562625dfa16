import Foundation
import TestSupport
import Testing

@testable import ContextMetrics

/// Random registries whose names are any text, as they are and under each escaping.
@Suite struct JudgedNameTests {
    private static let forms: [(format: ExpositionFormat, escaping: NameEscaping)] =
        [(.text, .underscores), (.text, .dots), (.text, .values), (.openMetrics001, .underscores)]
        + NameEscaping.allCases.flatMap { [(.textUTF8, $0), (.openMetrics, $0)] }

    private static func registries(_ count: Int, _ test: String = #function) -> [RandomRegistry] {
        let seed = UInt64.random(in: 0...(.max / 2))
        print("\(test): seeds \(seed) to \(seed + UInt64(count))")
        return (0..<count).map { RandomRegistry(seed: seed + UInt64($0), names: .unicode) }
    }

    private func shown(_ registry: RandomRegistry, _ escaping: NameEscaping) -> ExposedFamilies {
        ExposedFamilies(samples: registry.sealed).escaped(by: escaping).families
    }

    /// What a reader should find, by name.
    private func written(_ registry: RandomRegistry, _ escaping: NameEscaping) -> [MetricFamily] {
        registry.families.filter { !$0.metrics.isEmpty }.map { $0.escaped(by: escaping) }.sorted { $0.name < $1.name }
    }

    @Test(arguments: SeededGenerator.seeds(60))
    func `What is written is read back, in each format and under each escaping`(seed: UInt64) throws {
        let registry = RandomRegistry(seed: seed, names: .unicode)
        for (format, escaping) in JudgedNameTests.forms {
            let text = exposition(shown(registry, escaping), as: format)
            let transcript = try Transcript(Array(text.utf8), as: format.grammar, pieces: Int(seed % 1_000) + 1)
            let samples = written(registry, escaping).flatMap { $0.exposed(as: format) }
            #expect(difference(transcript.samples, samples) == nil, "\(format), \(escaping)")
            if escaping != .allowUTF8 {
                #expect(
                    !text.utf8.split(separator: UInt8(ascii: "\n")).contains {
                        $0.starts(with: "{\"".utf8) || $0.starts(with: "# TYPE \"".utf8)
                    })
            }
        }
    }

    @Test(arguments: SeededGenerator.seeds(20)) func `The bounds of a family's text hold`(seed: UInt64) {
        for (format, escaping) in JudgedNameTests.forms {
            for family in shown(RandomRegistry(seed: seed, names: .unicode), escaping).samples {
                let bytes = exposition([family], as: format).utf8.count
                #expect(bytes <= family.mostBytes + 6, "\(family.descriptor.name), \(escaping), seed \(seed)")
                #expect(bytes >= family.leastBytes, "\(family.descriptor.name), \(escaping), seed \(seed)")
            }
        }
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired), arguments: [NameEscaping.underscores, .dots, .values])
    func `prometheus-client reads what was escaped`(escaping: NameEscaping) throws {
        let registries = JudgedNameTests.registries(100)
        for format in [ExpositionFormat.openMetrics, .text] {
            let texts = registries.map { exposition(shown($0, escaping), as: format) }
            for (registry, read) in zip(registries, try Judge.read(texts, as: format.isOpenMetrics ? .openMetrics : .text)) {
                let seed: Comment = "\(format), \(escaping), seed \(registry.seed)"
                let written = written(registry, escaping)
                #expect(read.error == nil, seed)
                #expect(difference(read.samples, readSamples(of: written, format)) == nil, seed)
            }
        }
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired), arguments: [ExpositionFormat.openMetrics, .textUTF8])
    func `prometheus-client reads names in quotation marks`(format: ExpositionFormat) throws {
        let registries = JudgedNameTests.registries(300)
        let texts = registries.map { exposition(shown($0, .allowUTF8), as: format) }
        for (registry, read) in zip(registries, try Judge.read(texts, as: format.isOpenMetrics ? .openMetrics : .text)) {
            let seed: Comment = "\(format), seed \(registry.seed)"
            #expect(read.error == nil, seed)
            #expect(difference(read.samples, readSamples(of: written(registry, .allowUTF8), format)) == nil, seed)
        }
    }

    /// In text format this judge renames counters to what OpenMetrics would have.
    private func readSamples(of written: [MetricFamily], _ format: ExpositionFormat) -> [ExposedSample] {
        written.flatMap { family in
            let samples = family.exposed(as: format)
            if format.isOpenMetrics || family.type != .counter || family.name.text.hasSuffix("_total") { return samples }
            return samples.map { ExposedSample(renaming: $0, to: $0.name + "_total") }
        }
    }

    @Test(.enabled(if: Judge.promtool.isRequired)) func `promtool accepts what was escaped`() throws {
        for (registry, escaping) in zip(
            JudgedNameTests.registries(30), (0..<10).flatMap { _ in [NameEscaping.underscores, .dots, .values] })
        {
            let verdict = try Judge.promtool.verdict(on: Data(exposition(shown(registry, escaping), as: .text).utf8))
            #expect(verdict.status == 0 || verdict.status == 3, "\(escaping), seed \(registry.seed): \(verdict.errors)")
        }
    }
}

extension MetricFamily {
    /// Under the names that an escaping gives, where none of them collide.
    func escaped(by escaping: NameEscaping) -> MetricFamily {
        if escaping == .allowUTF8 { return self }
        func form(_ name: LabelName) -> String {
            let form = escaping.escape(label: name.text)
            return form.hasPrefix("__") ? NameEscaping.values.escape(label: name.text) : form
        }
        func labels(_ labels: Labels) -> Labels { Labels(unchecked: labels.all.map { (name: form($0.name), value: $0.value) }) }
        let name =
            type == .stateSet ? form(LabelName(unchecked: self.name.text)) : escaping.escape(metric: self.name.text)
        return MetricFamily(
            name: MetricName(unchecked: name), type: type, help: help, unit: unit,
            metrics: metrics.map { metric in
                MetricFamily.Metric(
                    labels: labels(metric.labels), value: metric.value,
                    exemplars: metric.exemplars.compactMap { exemplar in
                        let labels = labels(exemplar.labels)
                        return labels.codePoints > 128 ? nil : Exemplar(unchecked: exemplar.value, labels: labels, at: exemplar.timestamp)
                    }, timestamp: metric.timestamp)
            })
    }
}
