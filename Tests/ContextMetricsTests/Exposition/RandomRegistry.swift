import Testing

@testable import ContextMetrics

/// Families of every kind with hostile names, labels and values: as they were meant, and as a collector wrote them.
struct RandomRegistry {
    /// What names are made of.
    enum Names {
        case legacy
        /// Any text.
        case unicode
    }

    let seed: UInt64
    private let names: Names
    private(set) var families: [MetricFamily] = []
    private(set) var sealed: [SealedFamily] = []
    private var random: SeededGenerator

    init(seed: UInt64, names: Names = .legacy) {
        self.seed = seed
        self.names = names
        random = SeededGenerator(seed: seed)
        let buffer = SampleBuffer()
        var sink = SampleSink(buffer: buffer)
        for index in 0..<Int.random(in: 1...12, using: &random) { addFamily(index, to: &sink) }
        sealed = sorted(buffer.families(upTo: buffer.watermark))
        families.sort { $0.name < $1.name }
    }

    private mutating func addFamily(_ index: Int, to sink: inout SampleSink) {
        let unit: MetricUnit? = Bool.random(using: &random) ? nil : [.seconds, .bytes, "w_x"].randomElement(using: &random)
        // The index keeps names apart, whatever suffixes are added to them.
        let name = "\(word())_\(index)"
        let measured = name + (unit.map { "_" + $0.rawValue } ?? "")
        // Never the name of a family, which a state set needs for itself.
        let labels = (0..<Int.random(in: 0...4, using: &random)).map { "\(word())_label\($0)" }
        let help = Bool.random(using: &random) ? "" : "H\(text(30))."
        let constants: KeyValuePairs = Bool.random(using: &random) ? [:] : ["\(word())_x": text(12), "\(word())_y": text(12)]
        switch Int.random(in: 0..<7, using: &random) {
        case 0:
            let total = Bool.random(using: &random) ? measured + "_total" : measured
            let descriptor = CounterDescriptor(total, help: help, unit: unit, constantLabels: constants, labels: labels)
            let values = labelSets(of: descriptor.family).map { set in
                let value = Double.hostile(using: &random)
                return (set, max(0, value.isNaN ? 1 : value), exemplar(Double(Int.random(in: 0...9, using: &random))), time())
            }
            sink.family(descriptor) { writer in
                for (set, value, exemplar, time) in values { writer.sample(set, value: value, exemplar: exemplar, at: time) }
            }
            add(
                descriptor.family, values.map { ($0.0, .number($0.1)) }, exemplars: values.map { $0.2.map { [$0] } ?? [] },
                times: values.map(\.3))
        case 1: number(GaugeDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels), to: &sink) { $0 }
        case 2: number(UntypedDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels), to: &sink) { $0 }
        case 3:
            let descriptor = InfoDescriptor(
                Bool.random(using: &random) ? name + "_info" : name, help: help, constantLabels: constants, labels: labels)
            let sets = labelSets(of: descriptor.family)
            sink.family(descriptor) { writer in for set in sets { writer.sample(set) } }
            add(descriptor.family, sets.map { ($0, .number(1)) })
        case 4:
            let descriptor = StateSetDescriptor(name, help: help, constantLabels: constants, labels: labels)
            let states = Array(Set((0...3).map { "\($0)\(text(6))" })).sorted()
            let sets = labelSets(of: descriptor.family)
            let on = sets.map { _ in states.map { _ in Bool.random(using: &random) } }
            let times = sets.map { _ in time() }
            sink.family(descriptor) { writer in
                for ((set, on), time) in zip(zip(sets, on), times) {
                    writer.sample(set, states: zip(states, on).map { (state: $0, isOn: $1) }, at: time)
                }
            }
            add(
                descriptor.family, zip(sets, on).flatMap { set, on in zip(states, on).map { (set, .state($0, $1)) } },
                times: times.flatMap { time in states.map { _ in time } })
        case 5:
            let descriptor = HistogramDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels)
            let values = labelSets(of: descriptor.family).map { set in
                let value = histogram()
                return (set, value, exemplars(of: value), time())
            }
            sink.family(descriptor) { writer in
                for (set, value, exemplars, time) in values {
                    writer.sample(set, histogram: value, exemplars: exemplars.reversed(), at: time)
                }
            }
            add(descriptor.family, values.map { ($0.0, .histogram($0.1)) }, exemplars: values.map(\.2), times: values.map(\.3))
        default:
            let descriptor = SummaryDescriptor(measured, help: help, unit: unit, constantLabels: constants, labels: labels)
            let values = labelSets(of: descriptor.family).map { ($0, summary(), time()) }
            sink.family(descriptor) { writer in for (set, value, time) in values { writer.sample(set, summary: value, at: time) } }
            add(descriptor.family, values.map { ($0.0, .summary($0.1)) }, times: values.map(\.2))
        }
    }

    private mutating func number<Kind: NumericKind>(
        _ descriptor: Descriptor<Kind>, to sink: inout SampleSink, _ admit: (Double) -> Double
    ) {
        let values = labelSets(of: descriptor.family).map { ($0, admit(Double.hostile(using: &random)), time()) }
        sink.family(descriptor) { writer in
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
        return (0..<Int.random(in: 0...4, using: &random)).map { _ in family.labelNames.map { _ in text(12) } }
            .filter { seen.insert($0.map { Array($0.utf8) }).inserted }
    }

    private mutating func histogram() -> HistogramValue {
        let bounds = Set((0..<Int.random(in: 0...6, using: &random)).map { _ in Double.hostile(using: &random) }).filter(\.isFinite)
            .sorted()
        let counts = (0...bounds.count).map { _ in Int.random(in: 0...(1 << Int.random(in: 0...58, using: &random)), using: &random) }
        return (try? HistogramValue(bounds: bounds, counts: counts, sum: sum()))
            ?? HistogramValue(unchecked: [], cumulativeCounts: [0], sum: 0)
    }

    /// In one of two cases, with a time in one of two.
    ///
    /// Without quotation marks: `prometheus-client` loses its way behind an escaped one in an exemplar.
    private mutating func exemplar(_ value: Double) -> Exemplar? {
        if Bool.random(using: &random) { return nil }
        let time = Bool.random(using: &random) ? nil : Double(Int.random(in: 0...2_000_000_000_000, using: &random)) / 1_000
        let texts = [text(12), text(12)].map { String(String.UnicodeScalarView($0.unicodeScalars.filter { $0 != "\"" })) }
        return try? Exemplar(value, labels: [exemplarName(1): texts[0], exemplarName(2): texts[1]], at: time)
    }

    /// Without quotation marks as well.
    private mutating func exemplarName(_ index: Int) -> String {
        String(String.UnicodeScalarView(word().unicodeScalars.filter { $0 != "\"" })) + "l_\(index)"
    }

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
        return Double(Int.random(in: 0...2_000_000_000_000, using: &random)) / 1_000
    }

    /// The beginning of a name.
    private mutating func word() -> String {
        if names == .unicode {
            let word = text(8)
            // Never reserved, whatever follows.
            return word.utf8.first == UInt8(ascii: "_") ? "x" + word : word
        }
        let first = "abcxyzABCXYZ"
        let other = first + "0123456789_"
        let length = Int.random(in: 0...8, using: &random)
        let random = String((0..<length).compactMap { _ in other.randomElement(using: &self.random) })
        return String(first.randomElement(using: &self.random) ?? "a") + random
    }

    /// Any text that a `String` can hold, with a liking for what could break a line or a quotation.
    private mutating func text(_ longest: Int) -> String {
        let nasty: [Unicode.Scalar] = [
            "\"", "\\", "\n", "\r", "\0", "\t", " ", "{", "}", ",", "=", "#", "n", "\u{7f}", "\u{85}", "\u{a0}", "\u{2028}", "\u{2029}",
            "\u{feff}", "\u{fffd}", "\u{ffff}", "\u{10ffff}", "\u{301}", "\u{202e}", "\u{d7ff}", "\u{e000}", "🙈", "é",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...longest, using: &random) {
            let any = Unicode.Scalar(UInt32.random(in: 0...0x10ffff, using: &random))
            let ascii = Unicode.Scalar(UInt8.random(in: 0...127, using: &random))
            let scalar: Unicode.Scalar? =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: any
                case 1: ascii
                default: nasty.randomElement(using: &random)
                }
            text.append(scalar ?? "?")
        }
        return String(text)
    }
}
