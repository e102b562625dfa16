// Fuzzes what a request says of its trace; run by scripts/fuzz.

/// Any text as either header: no trap, and what is taken can stand in a log and a header.
func fuzzTrace(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let isVisible = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    let fits = isVisible && !text.isEmpty && text.utf8.count <= 128
    if (TraceID(text)?.text == text) != fits { fatalError("\(text.debugDescription) as it is") }

    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    func isHex(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count && text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || ("a"..."f").contains($0) }
    }
    let isParent =
        parts.count >= 4 && isHex(parts[0], 2) && parts[0] != "ff" && isHex(parts[1], 32) && isHex(parts[2], 16) && isHex(parts[3], 2)
        && parts[1].contains { $0 != "0" } && parts[2].contains { $0 != "0" } && (parts[0] != "00" || parts.count == 4)
    let trace = TraceID(traceparent: text)?.text
    if trace != (isParent ? parts[1] : nil) { fatalError("\(text.debugDescription) as traceparent") }
    return 0
}
