// Fuzzes the parser of `X-Prometheus-Scrape-Timeout-Seconds`; run by scripts/fuzz.

/// The lines of one header, whatever they are: no trap, and what is taken for a timeout is one.
func fuzzTimeout(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    let timeout = ScrapeTimeout(lines)
    guard case .duration(let duration) = timeout, let budget = timeout.budget() else {
        if timeout == .absent, !lines.isEmpty { fatalError("\(lines) is there") }
        return 0
    }
    // (G3, G4)
    if duration <= .zero || duration > .seconds(86_400) { fatalError("\(lines) is \(duration)") }
    if budget <= .zero || budget > duration || duration - budget > .milliseconds(500) { fatalError("\(duration) leaves \(budget)") }
    // What a blank-trimming strtod takes it for, where that is as exact.
    let text = lines[0].filter { $0 != " " && $0 != "\t" }
    if let number = Double(text), abs(number - duration.seconds) > 1e-6 { fatalError("\(lines) is \(duration)") }
    if !text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }) {
        fatalError("\(lines) is no number")
    }
    return 0
}
