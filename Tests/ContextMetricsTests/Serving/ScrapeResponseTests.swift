import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeResponseTests {
    static let text = "text/plain; version=0.0.4; charset=utf-8"
    static let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"
    static let unescaped = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
    /// What Prometheus 3 sends.
    static let prometheus = """
        application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,\
        text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2
        """

    let registry = ContextRegistry(options: .init(includesSelfMetrics: false), engine: GatherEngine(timer: ManualTimer()))
    let handler: ScrapeHandler

    init() throws {
        try registry.register(InstantCollector(TestSamples(count: 3)))
        handler = ScrapeHandler(registry, options: .init(includesHandlerMetrics: false))
    }

    @Test(arguments: [
        ([], text), (["*/*"], text), ([""], text), (["image/png"], text), ([prometheus], unescaped),
        (["application/openmetrics-text"], openMetrics), (["text/plain", "application/openmetrics-text;q=0.9"], text),
        (["text/plain;q=0.1", "application/openmetrics-text;q=0.9"], openMetrics), (["\u{0}\"\\,;;=,,"], text),
    ])
    func `The body is of the format that the headers say`(accept: [String], contentType: String) async {
        let response = await handler.scrape(["accept": accept])
        #expect(response.status == 200)
        #expect(response[header: "content-type"] == contentType)
        #expect(response[header: "vary"] == "Accept, Accept-Encoding")
        #expect(response[header: "cache-control"] == "no-store")
        #expect(response.text.hasSuffix("# EOF\n") == contentType.hasPrefix("application/openmetrics-text"))
        let expected = (0..<3).map { (#"test_value{collector="test",i="\#($0)"}"#, "\($0)") }
        #expect(response.samples == Dictionary(uniqueKeysWithValues: expected))
    }

    @Test(arguments: [[], [prometheus]])
    func `G14: HEAD has the headers of GET, and no body`(accept: [String]) async {
        let get = await handler.scrape(["accept": accept])
        let head = await handler.scrape(["accept": accept], method: "HEAD")
        #expect(head.status == 200)
        #expect(head.headers.map { "\($0.name): \($0.value)" } == get.headers.map { "\($0.name): \($0.value)" })
        #expect(head.body.count == 0)
        #expect(head.body.bytes.isEmpty)
        #expect(get.body.bytes.count > 0)
    }

    @Test(arguments: ["limit", "strict", "large", "shutdown"])
    func `G14: HEAD has no body where it fails either`(fault: String) async throws {
        if fault == "strict" { try registry.register(ThrowingCollector(), named: "bad") }
        if fault == "shutdown" { await registry.shutdown(within: .zero) }
        let handler = ScrapeHandler(
            registry,
            options: .init(
                maxConcurrentScrapes: fault == "limit" ? 0 : nil, errorPolicy: .strict, maxResponseBytes: fault == "large" ? 10 : 1 << 20))
        let head = await handler.scrape(method: "HEAD")
        let get = await handler.scrape()
        #expect(head.status == get.status)
        #expect(head.status >= 500)
        #expect(head.body.count == 0)
        #expect(head.headers.map { "\($0.name): \($0.value)" } == get.headers.map { "\($0.name): \($0.value)" })
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "get", "", "GET ", "\u{0}", "G\u{c9}T"])
    func `G14: other methods get 405 and are told which are allowed`(method: String) async {
        let response = await handler.scrape(method: method)
        #expect(response.status == 405)
        #expect(response[header: "allow"] == "GET, HEAD")
        #expect(response[header: "content-length"] == String(response.body.bytes.count))
    }

    @Test(arguments: [0, 1, 1000, 6000])
    func `G15: the length of a 200 is that of its body, and all of it is there`(count: Int) async throws {
        try registry.register(InstantCollector(TestSamples(family: "many", count: count)), named: "many")
        for accept in [[], [ScrapeResponseTests.openMetrics]] {
            let response = await handler.scrape(["accept": accept])
            #expect(response.status == 200)
            #expect(response[header: "content-length"] == String(response.body.bytes.count))
            #expect(response.body.bytes.count == response.body.count)
            #expect(response.body.blocks.allSatisfy { !$0.isEmpty })
            #expect(response.samples.count == count + 3)
        }
    }

    @Test func `G15: a body over the limit is a 500 with the reason, never a part`() async throws {
        let size = await handler.scrape().body.bytes.count
        for limit in [-1, 0, 1, size - 1] {
            let events = EventLog()
            let options = ScrapeHandler.Options(maxResponseBytes: limit, includesHandlerMetrics: false, onEvent: events.note)
            let small = ScrapeHandler(registry, options: options)
            let response = await small.scrape()
            #expect(response.status == 500)
            #expect(response.text == "The metrics are longer than the limit of \(limit) bytes for a response.\n")
            #expect(response[header: "content-length"] == String(response.body.bytes.count))
            await events.waitUntilTold(1)
            #expect(events.texts == ["too large \(limit)"])
        }
        let enough = ScrapeHandler(registry, options: .init(maxResponseBytes: size, includesHandlerMetrics: false))
        #expect(await enough.scrape().body.bytes.count == size)
    }

    @Test func `G12: the order in which collectors end never shows`() async throws {
        var bodies: [String] = []
        for first in ["a", "b"] {
            let registry = ContextRegistry(options: .init(includesSelfMetrics: false), engine: registry.engine)
            var collectors: [String: NotingCollector] = [:]
            for name in ["b", "a"] {
                let collector = NotingCollector(TestSamples(collector: name), waits: true)
                try registry.register(collector, named: name)
                collectors[name] = collector
            }
            let handler = ScrapeHandler(registry, options: .init(includesHandlerMetrics: false))
            async let response = handler.scrape()
            for collector in collectors.values { await collector.waitUntilStarted() }
            collectors[first]?.finish()
            await wait { collectors[first]?.endedRuns == 1 }
            for collector in collectors.values { collector.finish() }
            bodies.append(await response.text)
        }
        #expect(bodies[0] == bodies[1])
        #expect(bodies[0].split(separator: "\n").dropFirst(2).first == #"test_value{collector="b",i="0"} 0"#)
    }
}
