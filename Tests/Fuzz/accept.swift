// Fuzzes the parser of `Accept` headers; run by scripts/fuzz.

/// The lines of one header, whatever they are: no trap, and what holds for every header holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAccept(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    let format = ExpositionFormat.negotiated(accept: lines)

    // Weights are thousandths, and elements are pieces of the list.
    var list = HeaderCursor(bytes[...])
    var seen = 0
    while let element = list.element() {
        seen += element.count + 1
        if let range = MediaRange(element), !(0...1000).contains(range.quality) || range.type.isEmpty || range.subtype.isEmpty {
            fatalError("invalid range \(range)")
        }
    }
    if seen != count && seen != count + 1 { fatalError("\(count) bytes in elements of \(seen)") }

    // OpenMetrics is served to those who name it.
    let isNamed = lines.contains {
        $0.lowercased().utf8.split(separator: UInt8(ascii: "/")).contains { $0.starts(with: "openmetrics-text".utf8) }
    }
    if format == .openMetrics && !isNamed { fatalError("OpenMetrics was not asked for") }
    // Saying everything twice changes nothing.
    if ExpositionFormat.negotiated(accept: lines + lines) != format { fatalError("\(lines) twice is not \(format)") }
    return 0
}
