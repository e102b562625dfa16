// Fuzzes the reader of a request's parameters; run by scripts/fuzz.

/// Any query: no trap, what is read is what was sent, and only what can't be decoded is refused.
func fuzzQuery(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    var expected: [String: [String]] = ["collect[]": [], "exclude[]": [], "name[]": []]
    var isMalformed = false
    for parameter in text.utf8.split(separator: UInt8(ascii: "&")) {
        let parts = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = decode(Array(parts[0])) else {
            isMalformed = true
            continue
        }
        if expected[key] == nil { continue }
        if let value = decode(parts.count > 1 ? Array(parts[1]) : []) { expected[key]?.append(value) } else { isMalformed = true }
    }
    guard let query = try? ScrapeQuery(text) else {
        if !isMalformed { fatalError("\(text.debugDescription) is refused") }
        return 0
    }
    if isMalformed { fatalError("\(text.debugDescription) is taken") }
    if query.collectors != expected["collect[]"] || query.excluded != expected["exclude[]"] || query.names != expected["name[]"] {
        fatalError("\(text.debugDescription) is \(query)")
    }
    // Written out again with nothing left as it is, it says the same.
    func parameters(_ key: String, _ values: [String]) -> [String] { values.map { "\(encode(key))=\(encode($0))" } }
    let written =
        parameters("collect[]", query.collectors) + parameters("exclude[]", query.excluded) + parameters("name[]", query.names)
    guard let again = try? ScrapeQuery(written.joined(separator: "&")), again == query else { fatalError("\(written)") }
    _ = query.filter
    return 0
}

private func decode(_ bytes: [UInt8]) -> String? {
    var decoded: [UInt8] = []
    var place = 0
    while place < bytes.count {
        if bytes[place] == UInt8(ascii: "%") {
            let digits = String(decoding: bytes[place...].dropFirst().prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16) else { return nil }
            decoded.append(byte)
            place += 3
        } else {
            decoded.append(bytes[place] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[place])
            place += 1
        }
    }
    let text = String(decoding: decoded, as: UTF8.self)
    return text.utf8.elementsEqual(decoded) ? text : nil
}

private func encode(_ text: String) -> String {
    text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
