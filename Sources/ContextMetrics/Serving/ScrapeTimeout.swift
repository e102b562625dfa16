/// What `X-Prometheus-Scrape-Timeout-Seconds` says: how long Prometheus waits for the answer. (G3, G4)
enum ScrapeTimeout: Equatable, Sendable {
    static let headerName = "x-prometheus-scrape-timeout-seconds"

    /// No such header.
    case absent
    /// Something else than one number over 0 and up to a day. Counts as absent: a bad header is never stricter than none.
    case invalid
    case duration(Duration)

    /// Parses the lines of the header, in time linear in their length.
    ///
    /// Digits with an optional fraction and nothing else, after trimming blanks: what Prometheus sends. No `Duration` is
    /// made of an unchecked number; it would trap.
    init(_ lines: [String]) {
        guard let line = lines.first else {
            self = .absent
            return
        }
        let nanoseconds = lines.count == 1 ? ScrapeTimeout.nanoseconds(line) : nil
        self = nanoseconds.map { .duration(.nanoseconds($0)) } ?? .invalid
    }

    private static let longest: Int64 = 86_400

    private static func nanoseconds(_ text: String) -> Int64? {
        var digits = text.utf8[...]
        while let first = digits.first, isBlank(first) { digits.removeFirst() }
        while let last = digits.last, isBlank(last) { digits.removeLast() }
        let point = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.endIndex
        let whole = digits[..<point]
        let fraction = digits[point...].dropFirst()
        if whole.isEmpty || (point != digits.endIndex && fraction.isEmpty) { return nil }
        var seconds: Int64 = 0
        for byte in whole {
            guard let digit = digit(byte) else { return nil }
            seconds = seconds * 10 + digit
            if seconds > longest { return nil }
        }
        var billionths: Int64 = 0
        var unit: Int64 = 100_000_000
        var isPositive = seconds > 0
        for byte in fraction {
            guard let digit = digit(byte) else { return nil }
            if digit > 0 { isPositive = true }
            billionths += digit * unit
            unit /= 10
        }
        let total = seconds * 1_000_000_000 + billionths
        return isPositive && total <= longest * 1_000_000_000 ? max(1, total) : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private static func digit(_ byte: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int64(byte - UInt8(ascii: "0")) : nil
    }

    /// How long to collect: the header less a margin for the way, which leaves small headers most of their time.
    ///
    /// `encoding` is what merging and encoding took lately: where that is more than the margin it takes its place, up to half of
    /// the header.
    func budget(encoding: Duration = .zero) -> Duration? {
        guard case .duration(let duration) = self else { return nil }
        let margin = min(.milliseconds(500), duration / 10)
        return duration - max(margin, min(encoding, duration / 2))
    }
}
