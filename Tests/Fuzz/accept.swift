// Fuzzes the parser of `Accept` headers; run by scripts/fuzz.

/// The lines of one header, whatever they are: no trap, and what holds for every header holds.
func fuzzAccept(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    let negotiated = NegotiatedFormat.negotiated(accept: lines)
    let format = (negotiated ?? .standard).format

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
    if format == .openMetrics || format == .openMetrics001, !isNamed { fatalError("OpenMetrics was not asked for") }
    // What isn't escaped is asked for in a format that has it, and the response says so.
    if let negotiated {
        let names = lines.joined().lowercased()
        // Names in JSON are never escaped.
        let isUnescaped = negotiated.escaping == .allowUTF8 && negotiated.format != .json
        if negotiated.format == .json, negotiated.escaping != .allowUTF8 { fatalError("escaped names as JSON") }
        if isUnescaped, !negotiated.format.hasEscaping { fatalError("unescaped names as \(format)") }
        if isUnescaped, !names.contains("escaping") { fatalError("unescaped names, which nobody asked for") }
        if negotiated.contentType.contains("escaping=") != negotiated.format.hasEscaping { fatalError(negotiated.contentType) }
    }
    // Saying everything twice changes nothing.
    if NegotiatedFormat.negotiated(accept: lines + lines) != negotiated { fatalError("\(lines) twice is not \(format)") }
    return 0
}
