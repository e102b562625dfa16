/// The headers of a 200 with metrics, which is never truncated: all of it is there. (G15)
///
/// For each format they are the same in every response but for the length, so they are made once.
struct MetricsHeaders: Sendable {
    typealias Headers = [(name: String, value: String)]

    private let plain: [NegotiatedFormat: Headers]
    private let compressed: [NegotiatedFormat: Headers]

    /// - Parameter dependOnCoding: A request could have had the same in another coding.
    init(dependOnCoding: Bool) {
        let formats = Set(
            ExpositionFormat.allCases.flatMap { format in NameEscaping.allCases.map { NegotiatedFormat(format, escaping: $0) } })
        func all(_ coding: ContentCoding) -> [NegotiatedFormat: Headers] {
            Dictionary(uniqueKeysWithValues: formats.map { ($0, MetricsHeaders.make($0, coding, dependOnCoding)) })
        }
        (plain, compressed) = (all(.identity), all(.gzip))
    }

    private static func make(_ format: NegotiatedFormat, _ coding: ContentCoding, _ dependsOnCoding: Bool) -> Headers {
        [("content-type", format.contentType)] + (coding == .gzip ? [("content-encoding", "gzip")] : [])
            + [("cache-control", "no-store"), ("vary", dependsOnCoding ? "Accept, Accept-Encoding" : "Accept")]
    }

    /// Those of a body of so many bytes, `nil` where that isn't known.
    func of(_ format: NegotiatedFormat, _ coding: ContentCoding, count: Int?) -> Headers {
        var headers = (coding == .gzip ? compressed : plain)[format] ?? []
        if let count { headers.append(("content-length", String(count))) }
        return headers
    }
}
