// Fuzzes the reader of targets' addresses; run by scripts/fuzz.

/// Any text as a URL: no trap, and what is taken can be connected to and stand in a request.
func fuzzEndpoint(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let endpoint: HTTPEndpoint
    do { endpoint = try HTTPEndpoint(text) } catch {
        _ = error.description
        return 0
    }
    if !(1...65_535).contains(endpoint.port) { fatalError("port of \(text)") }
    for part in [endpoint.host, endpoint.authority, endpoint.path] {
        let isVisible = part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        if part.isEmpty || !isVisible { fatalError("\(part.debugDescription) in \(text.debugDescription)") }
    }
    if endpoint.path.first != "/" || endpoint.path.contains("#") { fatalError("path of \(text)") }
    if endpoint.host.contains(where: { "/?#@[]".contains($0) }) || endpoint.authority.contains(where: { "/?#@".contains($0) }) {
        fatalError("host of \(text)")
    }
    // Where the authority has a port it is that, in digits.
    if let port = endpoint.authority.split(separator: "]", omittingEmptySubsequences: false).last?.split(separator: ":").last,
        endpoint.authority.hasSuffix(":\(port)"), Int(port) != endpoint.port || !port.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    {
        fatalError("port of \(text) is \(endpoint.port)")
    }
    let again = try? HTTPEndpoint("\(endpoint.isSecure ? "https" : "http")://\(endpoint.authority)\(endpoint.path)")
    if again != endpoint { fatalError("\(text) is \(endpoint), and that is \(again.debugDescription)") }
    return 0
}
