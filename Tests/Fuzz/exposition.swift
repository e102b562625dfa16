// Fuzzes what instruments expose: any label values, help and numbers; run by scripts/fuzz.

/// Text whose lines can be read back: the same label values and the same numbers, rendered once or anew, in every format.
func fuzzExposition(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = Array(UnsafeBufferPointer(start: start, count: count))[...]
    func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { input = input.dropFirst(count) }
        return input.prefix(count)
    }
    func text() -> String { String(decoding: take(Int(take(1).first ?? 0)), as: UTF8.self) }
    func number() -> Double { Double(bitPattern: take(8).reduce(0) { $0 << 8 | UInt64($1) }) }

    let registry = ContextRegistry(options: .init(includesSelfMetrics: false))
    guard let gauges = try? registry.gauge("g", help: text(), labels: "a", "b"),
        let counters = try? registry.counter("c_total", help: text(), labels: "a", "b"),
        let histograms = try? registry.histogram("h", buckets: .explicit([number(), number()].sorted()), labels: "a", "b")
    else { return 0 }
    var values: [[String]: Double] = [:]
    while !input.isEmpty {
        let (a, b, value) = (text(), text(), number())
        gauges.with(a, b).set(value)
        counters.with(a, b).increment(by: value)
        histograms.with(a, b).observe(value)
        values[[a, b]] = value
        if input.first == 1 { histograms.with(a, b).observe(value, exemplar: [a: b]) }
        if input.first == 2 { counters.with(a, b).increment(by: value, exemplar: ["trace": a, b: ""]) }
        if input.first == 0 { gauges.remove(a, b) }
        if input.first == 0 { values[[a, b]] = nil }
    }
    let kept = ExposedFamilies(instruments: registry.contents.instruments)
    for format in ExpositionFormat.allCases {
        guard case .complete(let first) = EncodedExposition(kept, as: format, limit: .max, eager: .max),
            case .complete(let second) = EncodedExposition(ExposedFamilies(samples: kept.sealed), as: format, limit: .max, eager: .max)
        else { fatalError("over no limit") }
        let bytes = Array(first.joined())
        if bytes != Array(second.joined()) { fatalError("rendered anew it is something else, as \(format)") }
        // These have no lines of samples.
        if format == .json || format == .protobuf { continue }
        var seen = 0
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: "g{".utf8) {
            guard let (labels, number) = read(line.dropFirst(2)) else { fatalError("no line of a sample") }
            // Two spellings of a character are two series here, and one key there.
            guard let value = values[labels] else { fatalError("labels that nobody gave: \(labels)") }
            if labels.allSatisfy({ $0.utf8.allSatisfy { $0 < 128 } }), number != value, !(number.isNaN && value.isNaN) {
                fatalError("\(value) as \(number)")
            }
            seen += 1
        }
        if seen < values.count { fatalError("\(seen) of \(values.count) series") }
    }
    return 0
}

/// The label values of `a="...",b="..."} NUMBER`, and the number.
private func read(_ line: ArraySlice<UInt8>) -> (labels: [String], number: Double)? {
    var rest = line
    var labels: [String] = []
    for name in ["a", "b"] {
        guard rest.starts(with: "\(name)=\"".utf8) else { return nil }
        rest = rest.dropFirst(3)
        var value: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            if byte != UInt8(ascii: "\\") {
                value.append(byte)
            } else if let escaped = rest.popFirst() {
                value.append(escaped == UInt8(ascii: "n") ? UInt8(ascii: "\n") : escaped)
            }
        }
        labels.append(String(decoding: value, as: UTF8.self))
        guard rest.popFirst() == UInt8(ascii: name == "a" ? "," : "}") else { return nil }
    }
    guard rest.popFirst() == UInt8(ascii: " ") else { return nil }
    let number = String(decoding: rest, as: UTF8.self)
    return Double(number == "NaN" ? "nan" : number).map { (labels, $0) }
}
