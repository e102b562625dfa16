// Fuzzes the parser of `Accept-Encoding` headers; run by scripts/fuzz.

/// The lines of one header, whatever they are: no trap, and what holds for every header holds.
func fuzzAcceptEncoding(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    let coding = ContentCoding.negotiated(acceptEncoding: lines)

    // Weights are thousandths, and elements are pieces of the list.
    var codings: [CodingRange] = []
    for line in lines {
        var list = HeaderCursor(Array(line.utf8)[...])
        while let element = list.element() {
            if let coding = CodingRange(element) { codings.append(coding) }
        }
    }
    for coding in codings where !(0...1000).contains(coding.quality) || coding.name.isEmpty { fatalError("invalid coding \(coding)") }

    // gzip is for those who name it, or anything, and don't refuse it.
    func greatest(_ names: String...) -> Int? { codings.filter { names.contains($0.name) }.map(\.quality).max() }
    let gzip = greatest("gzip", "x-gzip") ?? greatest("*") ?? 0
    if coding == .gzip && gzip == 0 { fatalError("gzip was not asked for") }
    // Plain bytes are for those who don't, or like them better.
    let identity = greatest("identity") ?? greatest("*") ?? 0
    if coding == .identity && gzip > 0 && identity <= gzip { fatalError("gzip was asked for") }
    // Saying everything twice, or in another order, changes nothing.
    if ContentCoding.negotiated(acceptEncoding: lines + lines) != coding { fatalError("\(lines) twice is not \(coding)") }
    if ContentCoding.negotiated(acceptEncoding: lines.reversed()) != coding { fatalError("\(lines) backwards is not \(coding)") }
    return 0
}
