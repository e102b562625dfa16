import ContextMetricsTesting
import Synchronization
import TestSupport
import Testing

@testable import ContextMetrics

@Suite(.timeLimit(.minutes(15)), .enabled(if: Judge.gzip.isRequired)) struct CompressedResponseTests {
    static let gzip = ["accept-encoding": ["gzip"]]

    let timer = TickingTimer()
    let registry: ContextRegistry
    let noting = NotingCollector()

    init() {
        registry = ContextRegistry(options: .init(includesSelfMetrics: false), engine: GatherEngine(timer: timer))
    }

    private func handler(_ compression: ScrapeHandler.Options.Compression = .gzip(level: 1), limit: Int = 1 << 30) -> ScrapeHandler {
        ScrapeHandler(registry, options: .init(maxResponseBytes: limit, compression: compression, includesHandlerMetrics: false))
    }

    private func addSeries(_ count: Int) throws {
        let gauges = try registry.gauge("a_gauge_with_a_name", labels: "number")
        for index in 0..<count { gauges.with("number \(index)").set(Double(index * 7919 % 1_000_003) / 8) }
    }

    private func lines(_ response: ScrapeResponse) -> [String] { response.headers.map { "\($0.name): \($0.value)" } }

    @Test(arguments: [100, 2_000, 20_000], ["text/plain", "application/openmetrics-text", "application/json"])
    func `Who asks for it gets the same body compressed`(series: Int, accept: String) async throws {
        try addSeries(series)
        let handler = handler()
        let plain = await handler.scrape(["accept": [accept]])
        let response = await handler.scrape(["accept": [accept], "accept-encoding": ["gzip"]])
        #expect(response.status == 200)
        #expect(response[header: "content-encoding"] == "gzip")
        #expect(plain[header: "content-encoding"] == nil)
        #expect(response[header: "content-type"] == plain[header: "content-type"])
        #expect(try Judge.decompressed(response.body.bytes) == plain.body.bytes)
        #expect(response.body.bytes.count < plain.body.bytes.count / 3)
        // A length where there was one.
        #expect(response.body.count == (plain.body.count == nil ? nil : response.body.bytes.count))
        #expect(response[header: "content-length"] == response.body.count.map(String.init))
        #expect((response.body.count == nil) == (series == 20_000))
        for answer in [plain, response] { #expect(answer[header: "vary"] == "Accept, Accept-Encoding") }
        let head = await handler.scrape(["accept": [accept], "accept-encoding": ["gzip"]], method: "HEAD")
        #expect(lines(head) == lines(response))
        #expect(head.body.count == 0)
    }

    @Test(arguments: [[], ["identity"], ["br"], ["gzip;q=0"], ["identity;q=0"], ["gzip;q=2"]])
    func `Who doesn't gets plain bytes, never a 406`(lines: [String]) async throws {
        try addSeries(100)
        let response = await handler().scrape(["accept-encoding": lines])
        #expect(response.status == 200)
        #expect(response[header: "content-encoding"] == nil)
        #expect(response.samples.count == 100)
    }

    @Test func `A body of less than a KiB is not compressed, which its headers tell`() async throws {
        try registry.gauge("a", help: "Short.").set(1)
        let response = await handler().scrape(Self.gzip)
        #expect(response[header: "content-encoding"] == nil)
        #expect(response[header: "content-length"] == String(response.body.bytes.count))
        #expect(response[header: "vary"] == "Accept, Accept-Encoding")
        #expect(response.text.hasPrefix("# "))
    }

    @Test func `Without compression the answer doesn't depend on the header, and says so`() async throws {
        try addSeries(100)
        let response = await handler(.none).scrape(Self.gzip)
        #expect(response[header: "content-encoding"] == nil)
        #expect(response[header: "vary"] == "Accept")
    }

    @Test func `A level is taken for the nearest that there is`() async throws {
        #expect(ScrapeHandler.Options().compression == .gzip(level: 1))
        try addSeries(2_000)
        var sizes: [Int: Int] = [:]
        for level in [Int.min, 0, 1, 6, 9, 10, .max] { sizes[level] = await handler(.gzip(level: level)).scrape(Self.gzip).body.count }
        #expect(sizes[.min] == sizes[1] && sizes[0] == sizes[1] && sizes[10] == sizes[9] && sizes[.max] == sizes[9])
        #expect(Set([1, 6, 9].map { sizes[$0] }).count == 3)
    }

    @Test(arguments: [2_000, 20_000])
    func `G16: The limit is about the bytes before they are compressed`(series: Int) async throws {
        try addSeries(series)
        let size = await handler().scrape().body.bytes.count
        for headers in [[:], Self.gzip] {
            #expect(await handler(limit: size - 20_000).scrape(headers).status == 500)
            #expect(await handler(limit: size + 1_000).scrape(headers).status == 200)
        }
    }

    @Test func `Errors are plain text`() async throws {
        try addSeries(100)
        let response = await handler(limit: 10).scrape(Self.gzip)
        #expect(response.status == 500)
        #expect(response[header: "content-encoding"] == nil)
        #expect(response.text.hasPrefix("The metrics are longer"))
    }

    @Test func `The bytes of a long body are counted as they are sent`() async throws {
        try addSeries(20_000)
        let handler = ScrapeHandler(registry)
        let response = await handler.scrape(Self.gzip)
        let bytes = HandlerMetrics.of(registry).responseBytes
        #expect(bytes.value == 0)
        let count = response.body.bytes.count
        #expect(bytes.value == UInt64(count))
    }

    // MARK: Time

    /// The budget of the next scrape, in tenths of a second.
    private func budget(_ handler: ScrapeHandler, _ headers: [String: [String]] = [:]) async -> Double {
        let start = timer.now()
        _ = await handler.scrape(headers.merging(["x-prometheus-scrape-timeout-seconds": ["10"]]) { $1 }, receivedAt: start)
        return ((noting.context?.deadline).map { start.duration(to: $0).seconds * 10 } ?? 0).rounded()
    }

    @Test func `What it takes to make a long body while it is read is taken off the next budget, up to half of it`() async throws {
        try addSeries(20_000)
        try registry.register(noting, named: "noting")
        let handler = handler()
        #expect(await budget(handler, Self.gzip) == 95)
        let response = await handler.scrape(Self.gzip)
        // 0.4 s for each block.
        timer.tick(by: .milliseconds(400))
        var reader = response.body.makeReader()
        var blocks = 0
        while let _ = reader.withNextBlock({ $0.count }) { blocks += 1 }
        timer.tick(by: .zero)
        #expect(blocks > 1)
        let expected = (100 - Double(blocks) * 4 * 1.25).rounded()
        #expect(await budget(handler, Self.gzip) == max(50, expected))
        // Who takes plain bytes isn't given less time for that.
        #expect(await budget(handler) == 95)
    }

    @Test func `That counts although its reader gives up, and what the reader takes in between doesn't`() async throws {
        try addSeries(20_000)
        try registry.register(noting, named: "noting")
        let handler = handler()
        let response = await handler.scrape(Self.gzip)
        var reader = response.body.makeReader()
        timer.tick(by: .milliseconds(1_200))
        _ = reader.withNextBlock { $0.count }
        timer.tick(by: .zero)
        timer.manual.advance(by: .seconds(60))
        #expect(await budget(handler, Self.gzip) == 85)
    }

    @Test func `JSON, which people read, leaves the time of scrapes alone`() async throws {
        try addSeries(20_000)
        try registry.register(noting, named: "noting")
        let handler = handler()
        let response = await handler.scrape(["accept": ["application/json"]])
        timer.tick(by: .seconds(1))
        _ = response.body.bytes
        timer.tick(by: .zero)
        #expect(await budget(handler) == 95)
    }

    @Test func `What has passed of an encoding only raises what is expected`() {
        let time = EncodingTime()
        time.note(.seconds(4))
        time.noteAtLeast(.seconds(2))
        #expect(time.expected == .seconds(5))
        time.noteAtLeast(.seconds(8))
        #expect(time.expected == .seconds(10))
    }
}

/// A timer that goes on by as much whenever somebody asks for the time, where a test wants that.
final class TickingTimer: DeadlineTimer {
    let manual = ManualTimer()
    private let tick = Locked(Duration.zero)

    func tick(by duration: Duration) { tick.withLock { $0 = duration } }

    func now() -> MonotonicInstant {
        let tick = tick.withLock { $0 }
        if tick > .zero { manual.advance(by: tick) }
        return manual.now()
    }

    func set(_ alarm: Alarm, at instant: MonotonicInstant?) { manual.set(alarm, at: instant) }
}
