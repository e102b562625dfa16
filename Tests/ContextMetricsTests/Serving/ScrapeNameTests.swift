import ContextMetrics
import ContextMetricsTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ScrapeNameTests {
    let registry = ContextRegistry(options: .init(includesSelfMetrics: false), engine: GatherEngine(timer: ManualTimer()))

    @Test(arguments: [
        ("text/plain", "text/plain; version=0.0.4; charset=utf-8", #"http_size{l_n="1"} 1"#),
        ("text/plain;escaping=allow-utf-8", "text/plain; version=0.0.4; charset=utf-8", #"http_size{l_n="1"} 1"#),
        ("text/plain;version=0.0.4;escaping=dots", "text/plain; version=0.0.4; charset=utf-8", #"http_dot_size{l_dot_n="1"} 1"#),
        (
            "text/plain;version=1.0.0;escaping=allow-utf-8", "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
            #"{"http.size","l.n"="1"} 1"#
        ),
        ("text/plain;version=1.0.0", "text/plain; version=1.0.0; charset=utf-8; escaping=underscores", #"http_size{l_n="1"} 1"#),
        (
            "application/openmetrics-text;escaping=allow-utf-8",
            "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8", #"{"http.size","l.n"="1"} 1"#
        ),
        (
            "application/openmetrics-text;version=1.0.0;escaping=values",
            "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=values", #"U__http_2e_size{U__l_2e_n="1"} 1"#
        ),
        (
            "application/openmetrics-text;version=0.0.1", "application/openmetrics-text; version=0.0.1; charset=utf-8",
            #"http_size{l_n="1"} 1"#
        ),
    ])
    func `Names are shown as the request asks, and the response says how`(accept: String, contentType: String, line: String) async throws {
        try registry.gauge("http.size", labels: "l.n").with("1").set(1)
        let response = await ScrapeHandler(registry, options: .init(includesHandlerMetrics: false)).scrape(["accept": [accept]])
        #expect(response.status == 200)
        #expect(response[header: "content-type"] == contentType)
        #expect(response.text.split(separator: "\n").filter { !$0.hasPrefix("#") } == [Substring(line)])
    }

    @Test func `A name that collides is counted and told, and its samples are there`() async throws {
        let events = EventLog()
        let handler = ScrapeHandler(registry, options: .init(onEvent: events.note))
        try registry.gauge("a_b").set(1)
        try registry.register("c", describing: GaugeDescriptor("a.b")) { $0.sample(GaugeDescriptor("a.b"), value: 2) }
        let first = await handler.scrape()
        #expect(first.samples["a_b"] == "1")
        #expect(first.samples["U__a_2e_b"] == "2")
        let unescaped = await handler.scrape(["accept": ["application/openmetrics-text;escaping=allow-utf-8"]])
        #expect(unescaped.text.contains("\n{\"a.b\"} 2\n"))
        #expect(await handler.scrape().samples["metrics_handler_name_collisions_total"] == "2")
        await events.waitUntilTold(1)
        let told = events.events.compactMap { event in if case .nameCollision(let collision) = event.kind { collision } else { nil } }
        #expect(told.first?.family.text == "a.b")
        #expect(told.first?.shown == "U__a_2e_b")
    }

    @Test func `A family that finds no name is left out, and is a failure where everything has to be there`() async throws {
        for name in ["a.b", "a_b", "U__a_2e_b"] { try registry.gauge(name).set(1) }
        let response = await ScrapeHandler(registry, options: .init(includesHandlerMetrics: false)).scrape()
        #expect(response.status == 200)
        #expect(Set(response.samples.keys) == ["a_b", "U__a_2e_b"])
        let strict = ScrapeHandler(registry, options: .init(errorPolicy: .strict, includesHandlerMetrics: false))
        let failed = await strict.scrape()
        #expect(failed.status == 500)
        #expect(failed.text == "Not all metrics could be gathered.\nfamily a.b: its name is another's, escaped as a_b\n")
        #expect(await strict.scrape(["accept": ["text/plain;version=1.0.0;escaping=allow-utf-8"]]).status == 200)
    }

    @Test(arguments: [(["image/png"], false), (["text/plain;q=0"], false), (["*/*"], true), ([], true), ([""], true)])
    func `A request that accepts nothing gets text, or 406 where that is asked for`(accept: [String], isAcceptable: Bool) async throws {
        try registry.gauge("a").set(1)
        let lenient = await ScrapeHandler(registry, options: .init(includesHandlerMetrics: false)).scrape(["accept": accept])
        #expect(lenient.status == 200)
        #expect(lenient[header: "content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let handler = ScrapeHandler(registry, options: .init(refusesUnacceptable: true))
        let strict = await handler.scrape(["accept": accept])
        #expect(strict.status == (isAcceptable ? 200 : 406))
        #expect(strict[header: "vary"]?.hasPrefix("Accept") == true)
        #expect(await handler.scrape().samples["metrics_handler_requests_total{code=\"406\"}"] == (isAcceptable ? nil : "1"))
    }
}
