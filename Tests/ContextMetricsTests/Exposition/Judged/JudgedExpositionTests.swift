import Foundation
import TestSupport
import Testing

@testable import ContextMetrics

/// Random registries in both formats, read by programs of others.
@Suite struct JudgedExpositionTests {
    private static func registries(_ count: Int, _ test: String = #function) -> [RandomRegistry] {
        let seed = UInt64.random(in: 0...(.max / 2))
        print("\(test): seeds \(seed) to \(seed + UInt64(count))")
        return (0..<count).map { RandomRegistry(seed: seed + UInt64($0)) }
    }

    @Test func `Families as values are what was written`() {
        for registry in JudgedExpositionTests.registries(200) {
            // Compared as text, where NaN is equal to itself.
            let families = MetricFamily.families(registry.sealed).map { "\($0)" }
            #expect(difference(families, registry.families.map { "\($0)" }) == nil, "seed \(registry.seed)")
        }
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired))
    func `prometheus-client's strict parser reads from OpenMetrics what was written`() throws {
        let registries = JudgedExpositionTests.registries(300)
        let read = try Judge.read(registries.map { exposition($0.sealed, as: .openMetrics) }, as: .openMetrics)
        #expect(read.count == registries.count)
        for (registry, read) in zip(registries, read) {
            let seed: Comment = "seed \(registry.seed)"
            let written = registry.families.filter { !$0.metrics.isEmpty }
            #expect(read.error == nil, seed)
            #expect(difference(read.samples, written.flatMap { $0.exposed(as: .openMetrics) }) == nil, seed)
            #expect(difference(read.families.map { Array($0.help.utf8) }, written.map { Array($0.help.utf8) }) == nil, seed)
            #expect(read.families.map(\.unit) == written.map { $0.unit?.rawValue ?? "" }, seed)
            #expect(read.families.map(\.type) == written.map(openMetricsType), seed)
        }
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired))
    func `prometheus-client reads from text 0-0-4 what was written`() throws {
        let registries = JudgedExpositionTests.registries(300)
        let read = try Judge.read(registries.map { exposition($0.sealed, as: .text) }, as: .text)
        #expect(read.count == registries.count)
        for (registry, read) in zip(registries, read) {
            let seed: Comment = "seed \(registry.seed)"
            let written = registry.families.filter { !$0.metrics.isEmpty }
            #expect(read.error == nil, seed)
            #expect(difference(read.samples, written.flatMap(readAsText)) == nil, seed)
            #expect(difference(read.families.map { Array($0.help.utf8) }, written.map { Array($0.help.utf8) }) == nil, seed)
        }
    }

    @Test(.enabled(if: Judge.promtool.isRequired))
    func `promtool accepts text 0-0-4`() throws {
        for registry in JudgedExpositionTests.registries(40) {
            let verdict = try Judge.promtool.verdict(on: Data(exposition(registry.sealed, as: .text).utf8))
            #expect(verdict.status == 0 || verdict.status == 3, "seed \(registry.seed): \(verdict.errors)")
        }
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired && Judge.promtool.isRequired))
    func `The judges do refuse what is invalid`() throws {
        #expect(try Judge.promtool.verdict(on: Data("a -nan\n# TYPE a gauge\n".utf8)).status == 1)
        #expect(try Judge.read(["a 1\n"], as: .openMetrics).first?.error != nil)
        #expect(try Judge.read(["a{b=\"\n\"} 1\n"], as: .text).first?.error != nil)
    }

    private func openMetricsType(_ family: MetricFamily) -> String {
        switch family.type {
        case .counter: family.name.text.hasSuffix("_total") ? "counter" : "unknown"
        case .untyped: "unknown"
        case .stateSet: "stateset"
        default: family.type.rawValue
        }
    }

    /// This judge renames counters to what OpenMetrics would have.
    private func readAsText(_ family: MetricFamily) -> [ExposedSample] {
        let samples = family.exposed(as: .text)
        if family.type != .counter || family.name.text.hasSuffix("_total") { return samples }
        return samples.map { ExposedSample(renaming: $0, to: $0.name + "_total") }
    }
}

/// Where two lists first differ, in few words; `nil` when they are equal.
func difference<Element: Equatable>(_ read: [Element], _ written: [Element]) -> String? {
    for (index, (a, b)) in zip(read, written).enumerated() where a != b { return "at \(index): read \(a), written \(b)" }
    return read.count == written.count ? nil : "read \(read.count), written \(written.count)"
}

extension ReadExposition {
    /// All samples, in the order in which they were read.
    var samples: [ExposedSample] {
        families.flatMap(\.samples).map { sample in
            let exemplar = sample.exemplar.map { ExposedExemplar($0.labels, Double($0.value) ?? .nan, at: $0.timestamp) }
            return ExposedSample(sample.name, sample.labels, Double(sample.value) ?? .nan, exemplar, at: sample.timestamp)
        }
    }
}
