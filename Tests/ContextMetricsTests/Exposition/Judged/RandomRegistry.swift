import Testing

@testable import ContextMetrics

/// Families of every kind with hostile names, labels and values: as they were meant, and as a collector writes them.
struct RandomRegistry: Collector {
    /// What names are made of.
    enum Names {
        case legacy
        /// Any text.
        case unicode
    }

    let seed: UInt64
    private let names: Names
    private(set) var families: [MetricFamily] = []
    private(set) var descriptors: [any MetricDescriptor] = []
    private var writes: [@Sendable (inout SampleSink) -> Void] = []
    /// In milliseconds.
    private let times: ClosedRange<Int>
    private var random: SeededGenerator

    /// `times` are those that samples may have, in milliseconds since 1970.
    init(seed: UInt64, names: Names = .legacy, times: ClosedRange<Int> = 0...2_000_000_000_000) {
        self.seed = seed
        self.names = names
        self.times = times
        random = SeededGenerator(seed: seed)
        for index in 0..<Int.random(in: 1...12, using: &random) { addFamily(index) }
        families.sort { $0.name < $1.name }
    }

    func collect(into sink: inout SampleSink) { for write in writes { write(&sink) } }

    /// What it writes, as a gather has it.
    var sealed: [SealedFamily] { ContextMetricsTests.sealed { collect(into: &$0) } }

    private mutating func write<Kind>(_ descriptor: Descriptor<Kind>, _ body: @escaping @Sendable (inout FamilyWriter<Kind>) -> Void) {
        descriptors.append(descriptor)
        writes.append { sink in sink.family(descriptor, body) }
    }

    private mutating func addFamily(_ index: Int) {
        let unit: MetricUnit? = Bool.random(using: &random) ? nil : [.seconds, .bytes, "w_x"].randomElement(using: &random)
        // The index keeps names apart, whatever suffixes are added to them.
        let name = "\(word())_\(index)"
        let measured = name + (unit.map { "_" + $0.rawValue } ?? "")
        // Never the name of a family, which a state set needs for itself.
        let labels = (0..<Int.random(in: 0...4, using: &random)).map { "\(word())_label\($0)" }
        let help = Bool.random(using: &random) ? "" : "H\(random.text(30))."
        let constants: KeyValuePairs = Bool.random(using: &random) ? [:] : ["\(word())_x": random.text(12), "\(word())_y": random.text(12)]
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            let total = Bool.random(using: &random) ? measured + "_total" : measured
            let descriptor = CounterDescriptor(total, help: help, unit: unit, constantLabels: constants, labels: labels)
            let values = labelSets(of: descriptor.family).map { set in
                let value = Double.hostile(using: &random)
                return (set, max(0, value.isNaN ? 1 : value), exemplar(Double(Int.random(in: 0...9, using: &random))), time())
            }
            write(descriptor) { writer in
                for (set, value, exemplar, time) in values { writer.sample(set, value: value, exemplar: exemplar, at: time) }
            }
            add(
                descriptor.family, values.map { ($0.0, .number($0.1)) }, exemplars: values.map { $0.2.map { [$0] } ?? [] },
                times: values.map(\.3))
        case 1: number(GaugeDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels))
        case 2: number(UntypedDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels))
        case 3:
            let descriptor = InfoDescriptor(
                Bool.random(using: &random) ? name + "_info" : name, help: help, constantLabels: constants, labels: labels)
            let sets = labelSets(of: descriptor.family)
            write(descriptor) { writer in for set in sets { writer.sample(set) } }
            add(descriptor.family, sets.map { ($0, .number(1)) })
        case 4:
            let descriptor = StateSetDescriptor(name, help: help, constantLabels: constants, labels: labels)
            let states = Array(Set((0...3).map { "\($0)\(random.text(6))" })).sorted()
            let sets = labelSets(of: descriptor.family)
            let on = sets.map { _ in states.map { _ in Bool.random(using: &random) } }
            let times = sets.map { _ in time() }
            write(descriptor) { writer in
                for ((set, on), time) in zip(zip(sets, on), times) {
                    writer.sample(set, states: zip(states, on).map { (state: $0, isOn: $1) }, at: time)
                }
            }
            add(
                descriptor.family, zip(sets, on).flatMap { set, on in zip(states, on).map { (set, .state($0, $1)) } },
                times: times.flatMap { time in states.map { _ in time } })
        case 5:
            let descriptor = HistogramDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels)
            let isNative = random.one(in: 3)
            let values = labelSets(of: descriptor.family).map { set in
                let value = histogram(isNative: KnownDifferences.areHistogramsMixed ? random.one(in: 3) : isNative)
                return (set, value, exemplars(of: value), time())
            }
            write(descriptor) { writer in
                for (set, value, exemplars, time) in values {
                    writer.sample(set, histogram: value, exemplars: exemplars.reversed(), at: time)
                }
            }
            add(descriptor.family, values.map { ($0.0, .histogram($0.1)) }, exemplars: values.map(\.2), times: values.map(\.3))
        default:
            let descriptor = SummaryDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels)
            let values = labelSets(of: descriptor.family).map { ($0, summary(), time()) }
            write(descriptor) { writer in for (set, value, time) in values { writer.sample(set, summary: value, at: time) } }
            add(descriptor.family, values.map { ($0.0, .summary($0.1)) }, times: values.map(\.2))
        }
    }

    private mutating func number<Kind: NumericKind>(_ descriptor: Descriptor<Kind>) {
        let values = labelSets(of: descriptor.family).map { ($0, Double.hostile(using: &random), time()) }
        write(descriptor) { writer in
            for (set, value, time) in values {
                if let time { writer.sample(set, value: value, at: time) } else { writer.sample(set, value: value) }
            }
        }
        add(descriptor.family, values.map { ($0.0, .number($0.1)) }, times: values.map(\.2))
    }

    private mutating func add(
        _ family: FamilyDescriptor, _ metrics: [([String], MetricValue)], exemplars: [[Exemplar]] = [], times: [Double?] = []
    ) {
        if let problem = family.problem { Issue.record("\(family.name): \(problem) (seed \(seed))") }
        families.append(
            MetricFamily(
                name: family.name, type: family.type, help: family.help, unit: family.unit,
                metrics: metrics.enumerated().map { index, metric in
                    let constant = family.constantLabels.all.map { (name: $0.name.text, value: $0.value) }
                    let labels = Labels(unchecked: constant + zip(family.labelNames, metric.0).map { (name: $0.text, value: $1) })
                    return MetricFamily.Metric(
                        labels: labels, value: metric.1, exemplars: exemplars.isEmpty ? [] : exemplars[index],
                        timestamp: times.isEmpty ? nil : times[index])
                }))
    }

    private mutating func labelSets(of family: FamilyDescriptor) -> [[String]] {
        var seen: Set<[[UInt8]]> = []
        return (0..<Int.random(in: 0...4, using: &random)).map { _ in family.labelNames.map { _ in random.text(12) } }
            .filter { seen.insert($0.map { Array($0.utf8) }).inserted }
    }

    private mutating func histogram(isNative: Bool) -> HistogramValue {
        let most = isNative && Bool.random(using: &random) ? 0 : 6
        let bounds = Set((0..<Int.random(in: 0...most, using: &random)).map { _ in Double.hostile(using: &random) }).filter(\.isFinite)
            .sorted()
        let counts = (0...bounds.count).map { _ in Int.random(in: 0...(1 << Int.random(in: 0...58, using: &random)), using: &random) }
        let native = isNative ? native(counts.reduce(0, +)) : nil
        return (try? HistogramValue(bounds: bounds, counts: counts, sum: sum(), native: native))
            ?? HistogramValue(unchecked: [], cumulativeCounts: [0], sum: 0)
    }

    /// So many observations in native buckets.
    private mutating func native(_ total: Int) -> HistogramValue.Native? {
        var rest = UInt64(total)
        func buckets(_ random: inout SeededGenerator) -> [HistogramValue.Native.Bucket] {
            let indices = Set((0..<Int.random(in: 0...8, using: &random)).map { _ in Int.random(in: -20...20, using: &random) })
            return indices.sorted().compactMap { index in
                let count = UInt64.random(in: 0...rest, using: &random)
                rest -= count
                return count == 0 ? nil : HistogramValue.Native.Bucket(index: index, count: count)
            }
        }
        let (positive, negative) = (buckets(&random), buckets(&random))
        return try? HistogramValue.Native(
            schema: Int.random(in: -4...8, using: &random), zeroThreshold: [0x1p-128, 1e-9, 0.25].randomElement(using: &random) ?? 1,
            zeroCount: rest, positive: positive, negative: negative)
    }

    /// In one of two cases, with a time in one of two.
    private mutating func exemplar(_ value: Double) -> Exemplar? {
        if Bool.random(using: &random) { return nil }
        let time = Bool.random(using: &random) ? nil : Double(Int.random(in: 0...2_000_000_000_000, using: &random)) / 1_000
        let labels: KeyValuePairs = [exemplarName(1): random.exemplarText(12), exemplarName(2): random.exemplarText(12)]
        return try? Exemplar(value, labels: labels, at: time)
    }

    private mutating func exemplarName(_ index: Int) -> String { SeededGenerator.readInExemplars(word()) + "l_\(index)" }

    /// Of buckets that aren't empty, in their order.
    private mutating func exemplars(of value: HistogramValue) -> [Exemplar] {
        (value.bounds + [value.bounds.last?.nextUp ?? 7]).enumerated().compactMap { bucket, bound in
            value.counts[bucket] > 0 && bound.isFinite ? exemplar(bound) : nil
        }
    }

    private mutating func summary() -> SummaryValue {
        let asked = Set((0..<Int.random(in: 0...4, using: &random)).map { _ in Double.random(in: 0...1, using: &random) }).sorted()
        let quantiles = asked.map { SummaryValue.Quantile($0, Double.hostile(using: &random)) }
        let count = UInt64.random(in: 0...(1 << UInt64.random(in: 0...62, using: &random)), using: &random)
        return SummaryValue(unchecked: quantiles, count: count, sum: sum())
    }

    private mutating func sum() -> Double {
        let sum = Double.hostile(using: &random)
        return sum.isNaN ? 0 : sum
    }

    /// In one of three cases; to the millisecond, which is what text format shows.
    private mutating func time() -> Double? {
        if !Int.random(in: 0..<3, using: &random).isMultiple(of: 3) { return nil }
        return Double(Int.random(in: times, using: &random)) / 1_000
    }

    /// The beginning of a name.
    private mutating func word() -> String {
        if names == .unicode { return random.word() }
        let first = "abcxyzABCXYZ"
        let other = first + "0123456789_"
        let length = Int.random(in: 0...8, using: &random)
        let random = String((0..<length).compactMap { _ in other.randomElement(using: &self.random) })
        return String(first.randomElement(using: &self.random) ?? "a") + random
    }
}
