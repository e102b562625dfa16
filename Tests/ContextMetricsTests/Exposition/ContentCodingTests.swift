import ContextMetricsTesting
import Testing

@testable import ContextMetrics

@Suite struct ContentCodingTests {
    /// What scrapers and other clients send.
    static let clients: [([String], ContentCoding)] = [
        // Prometheus, VictoriaMetrics and vmagent; Prometheus with `enable_compression: false`.
        (["gzip"], .gzip), (["identity"], .identity),
        // Python's requests (Datadog), curl without and with --compressed, Chrome, wget.
        (["gzip, deflate"], .gzip), ([], .identity), (["deflate, gzip, br, zstd"], .gzip), (["gzip, deflate, br, zstd"], .gzip),
        (["identity"], .identity),
    ]

    @Test(arguments: clients)
    func `Every known scraper gets what it asks for`(lines: [String], expected: ContentCoding) {
        #expect(ContentCoding.negotiated(acceptEncoding: lines) == expected)
    }

    static let rules: [([String], ContentCoding)] = [
        // No preference; an empty list; nothing that can be served.
        ([], .identity), ([""], .identity), ([" , ,\t"], .identity), (["br"], .identity), (["deflate;q=1"], .identity),
        // The old name, and any case.
        (["x-gzip"], .gzip), (["GZip"], .gzip), (["X-GZIP;Q=0.5"], .gzip), (["IDENTITY;q=1,gzip;q=0.9"], .identity),
        // Weights: plain bytes that nobody speaks of are acceptable, but not wanted.
        (["gzip;q=0.001"], .gzip), (["gzip;q=0"], .identity), (["gzip;q=0.000"], .identity), (["x-gzip;q=0"], .identity),
        (["gzip;q=0.5,identity;q=0.6"], .identity), (["gzip;q=0.6,identity;q=0.5"], .gzip), (["identity,gzip"], .gzip),
        (["gzip;q=0.5,identity;q=0.5"], .gzip), (["gzip;q=0.1,br"], .gzip), (["gzip;q=0,identity"], .identity),
        (["gzip;q=0,x-gzip;q=0.5"], .gzip), (["gzip;q=0.2,gzip;q=0.8,identity;q=0.5"], .gzip),
        // The wildcard is about what isn't named.
        (["*"], .gzip), (["*;q=0.1"], .gzip), (["*;q=0"], .identity), (["*,gzip;q=0"], .identity), (["gzip,*;q=0"], .gzip),
        (["gzip;q=0.5,*"], .identity), (["*;q=0.5,identity"], .identity), (["*;q=0.5,identity;q=0.1"], .gzip), (["br,*;q=0.2"], .gzip),
        // Plain bytes are refused.
        (["identity;q=0"], .identity), (["identity;q=0,*"], .gzip), (["identity;q=0,gzip;q=0.1"], .gzip),
        (["identity;q=0,*;q=0"], .identity),
        (["identity;q=0,gzip;q=0"], .identity), (["*;q=0,gzip;q=0.1"], .gzip), (["identity;q=0,br"], .identity),
        // Several lines are one list.
        (["br", "gzip"], .gzip), (["identity", "gzip;q=0.5"], .identity), (["gzip;q=0.5", "", "identity;q=0.6"], .identity),
        // Blanks, empty elements and parameters.
        ([" gzip ; q=0.5 , br"], .gzip), (["gzip\t;\tq=0.5"], .gzip), ([",,gzip,,"], .gzip), (["gzip;"], .gzip), (["gzip;;q=0"], .identity),
        // What is invalid is ignored, with its element only.
        (["gzip;q=2"], .identity), (["gzip;q=0.1234"], .identity), (["gzip;q=-1"], .identity), (["gzip;q="], .identity),
        (["gzip;q"], .identity), (["gzip;q=\"1\""], .identity), (["gzip;q=1;q=1"], .identity), (["gzip;level=9"], .identity),
        (["gzip x"], .identity), (["gzip/x"], .identity), (["\"gzip\""], .identity), (["gzip;q=1 0"], .identity), (["gzip q=1"], .identity),
        (["gzip;q=9,*;q=0.1"], .gzip), (["identity;q=9,gzip;q=0.1"], .gzip),
        (["a=b,\"\\\",;=,gzip"], .identity), (["a=b,(),;=,gzip"], .gzip),
        (["gz\u{131}p"], .identity), (["gzip\0"], .identity), (["\u{ff}\u{80},gzip"], .gzip),
    ]

    @Test(arguments: rules)
    func `The rules of RFC 9110 hold`(lines: [String], expected: ContentCoding) {
        #expect(ContentCoding.negotiated(acceptEncoding: lines) == expected)
    }

    @Test(arguments: [",", ";", "\"", "\\", "a", "gzip,", "a;q=0.1,", "*;", "gzip;q=\"\\\""])
    func `Eight times the header takes about eight times the time`(piece: String) {
        func cost(_ bytes: Int) -> Double {
            let header = String(repeating: piece, count: bytes / piece.utf8.count)
            return (0..<5).map { _ in
                let start = ThreadTime.seconds
                _ = ContentCoding.negotiated(acceptEncoding: [header])
                return ThreadTime.seconds - start
            }.min() ?? 0
        }
        // Quadratic time would be 64 times as much.
        #expect(cost(160_000) < cost(20_000) * 32)
    }
}
