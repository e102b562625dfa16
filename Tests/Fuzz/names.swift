// Fuzzes the grammar of names; run by scripts/fuzz.

/// Any text as a metric's, a label's and a collector's name: no trap, and what holds for every name holds.
func fuzzNames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    func matches(colon: Bool) -> Bool {
        guard let first = text.utf8.first else { return false }
        func isStart(_ byte: UInt8) -> Bool { isLetter(byte) || (colon && byte == UInt8(ascii: ":")) }
        return isStart(first) && text.utf8.allSatisfy { isStart($0) || isDigit($0) }
    }
    let fits = !text.isEmpty && text.utf8.count <= 1024
    let isReserved = text.utf8.starts(with: "__".utf8)
    if ((try? MetricName(text)) != nil) != fits { fatalError("metric name \(text.debugDescription)") }
    if ((try? LabelName(text)) != nil) != (fits && !isReserved) { fatalError("label name \(text.debugDescription)") }
    if MetricName(unchecked: text).isLegacy != matches(colon: true) {
        fatalError("grammar of \(text.debugDescription)")
    }
    escape(text)
    // Whatever is wrong with a descriptor, it says so and doesn't trap.
    for descriptor in [
        CounterDescriptor(text, help: text, labels: text).family, StateSetDescriptor(text, labels: [text, text]).family,
        HistogramDescriptor(text, unit: MetricUnit(rawValue: text), labels: [text, "le"]).family,
        StateSetDescriptor(text, constantLabels: ["a_b": text], labels: ["a.b"]).family,
    ] {
        if descriptor.problem == nil, !fits { fatalError("descriptor \(text.debugDescription)") }
        _ = descriptor.problem?.description
        for escaping in NameEscaping.allCases where escaping != .allowUTF8 && descriptor.problem == nil {
            let names = EscapedNames([descriptor, GaugeDescriptor("a_b").family], by: escaping)
            guard let escaped = names.descriptor(for: descriptor) else { continue }
            // Only users' own names have a limit of length, and escaping makes them longer.
            let texts = [escaped.name.text] + (escaped.constantLabels.all.map(\.name) + escaped.labelNames).map(\.text)
            let isLong = texts.contains { $0.utf8.count > 1000 }
            if !escaped.isLegacy || (!isLong && escaped.problem != nil) {
                fatalError("\(escaping) makes \(escaped.name) of \(text.debugDescription)")
            }
        }
    }
    do { try NameGrammar.collector(text) } catch { _ = error.description }
    return 0
}

/// What is escaped is a legacy name under each scheme, and that of `values` can be read back.
private func escape(_ text: String) {
    if text.isEmpty { return }
    for escaping in NameEscaping.allCases where escaping != .allowUTF8 {
        let (metric, label) = (escaping.escape(metric: text), escaping.escape(label: text))
        if !NameGrammar.isLegacyMetric(metric) || !NameGrammar.isLegacyLabel(label) { fatalError("\(escaping) makes \(metric), \(label)") }
    }
    if NameGrammar.isLegacyLabel(text) { return }
    if unescape(NameEscaping.values.escape(label: text)) != Array(text.utf8) { fatalError("\(text.debugDescription) can't be read back") }
}

private func unescape(_ name: String) -> [UInt8]? {
    var rest = Array(name.utf8)[...]
    guard rest.starts(with: "U__".utf8) else { return nil }
    rest = rest.dropFirst(3)
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
        if byte != UInt8(ascii: "_") {
            text.append(byte)
        } else if rest.first == UInt8(ascii: "_") {
            rest = rest.dropFirst()
            text.append(byte)
        } else {
            let digits = rest.prefix { $0 != UInt8(ascii: "_") }
            guard let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(value) else {
                return nil
            }
            text += Array(String(Character(scalar)).utf8)
            rest = rest.dropFirst(digits.count + 1)
        }
    }
    return text
}
