// Fuzzes the grammar of names; run by scripts/fuzz.

/// Any text as a metric's, a label's and a collector's name: no trap, and only what the grammar allows.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    func isLetter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    func matches(colon: Bool) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 1024 else { return false }
        func isStart(_ byte: UInt8) -> Bool { isLetter(byte) || (colon && byte == UInt8(ascii: ":")) }
        return isStart(first) && text.utf8.allSatisfy { isStart($0) || isDigit($0) }
    }
    if ((try? MetricName(text)) != nil) != matches(colon: true) { fatalError("metric name \(text.debugDescription)") }
    let isLabel = matches(colon: false) && !text.utf8.starts(with: "__".utf8)
    if ((try? LabelName(text)) != nil) != isLabel { fatalError("label name \(text.debugDescription)") }
    // Whatever is wrong with a descriptor, it says so and doesn't trap.
    for descriptor in [
        CounterDescriptor(text, help: text, labels: text).family, StateSetDescriptor(text, labels: [text, text]).family,
        HistogramDescriptor(text, unit: MetricUnit(rawValue: text), labels: [text, "le"]).family,
    ] {
        if descriptor.problem == nil, !matches(colon: true) { fatalError("descriptor \(text.debugDescription)") }
        _ = descriptor.problem?.description
    }
    do { try NameGrammar.collector(text) } catch { _ = error.description }
    return 0
}
