import ContextMetrics
import Testing

/// As another module sees it.
@Suite struct `Labels as a type` {
    struct Route: LabelSet, Hashable {
        var method: String
        var status: Int

        static let labelNames: [2 of String] = ["method", "status"]
        var labelValues: [2 of String] { [method, String(status)] }
    }

    struct Wide: LabelSet {
        var values: [7 of String] = ["1", "2", "3", "4", "5", "6", "7"]

        static let labelNames: [7 of String] = ["a", "b", "c", "d", "e", "f", "g"]
        var labelValues: [7 of String] { values }
    }

    struct Invalid: LabelSet {
        static let labelNames: [2 of String] = ["a", "a"]
        var labelValues: [2 of String] { ["", ""] }
    }

    enum Breaker: String, CaseIterable { case closed, open }

    let registry = ContextRegistry()

    private func metric(_ family: String, _ labels: KeyValuePairs<String, String>) throws -> MetricValue? {
        try registry.snapshot().first { $0.name.text == family }?[Labels(labels)]
    }

    @Test func `the fields of a structure are the labels`() throws {
        let requests = try registry.counter("http_requests_total", help: "Requests served.", labels: Route.self)
        requests.with(Route(method: "GET", status: 200)).increment()
        requests.with(Route(method: "GET", status: 200)).increment()
        requests.with(Route(method: "GET", status: 404)).increment()
        #expect(try metric("http_requests_total", ["method": "GET", "status": "200"]) == .number(2))
        #expect(try metric("http_requests_total", ["method": "GET", "status": "404"]) == .number(1))
    }

    @Test func `every kind of instrument takes them`() throws {
        let route = Route(method: "PUT", status: 201)
        let labels: KeyValuePairs = ["method": "PUT", "status": "201"]
        let stored: TypedFamily<Gauge<Int>, Route> = try registry.gauge("open", of: Int.self, labels: Route.self)
        stored.with(route).set(5)
        try registry.histogram("seconds", buckets: [1], labels: Route.self).with(route).observe(0.5)
        try registry.summary("bytes", quantiles: [], labels: Route.self).with(route).observe(7)
        try registry.counter("paid_total", of: UInt128.self, decimals: 1, labels: Route.self).with(route).increment(by: 15)
        try registry.stateSet("breaker", of: Breaker.self, labels: Route.self).with(route).set(only: .open)
        try registry.stateSet("feature", states: ["x"], labels: Route.self).with(route).set(only: "x")
        #expect(try metric("open", labels) == .number(5))
        #expect(try metric("seconds", labels) == .histogram(HistogramValue(bounds: [1], counts: [1, 0], sum: 0.5)))
        #expect(try metric("bytes", labels) == .summary(SummaryValue(count: 1, sum: 7)))
        #expect(try metric("paid_total", labels) == .number(1.5))
        #expect(try metric("breaker", labels) == .state("closed", false))
        #expect(try metric("feature", labels) == .state("x", true))
    }

    @Test func `every number of labels finds its series again`() throws {
        struct One: LabelSet {
            static let labelNames: [1 of String] = ["a"]
            var labelValues: [1 of String] { ["1"] }
        }
        struct Three: LabelSet {
            static let labelNames: [3 of String] = ["a", "b", "c"]
            var labelValues: [3 of String] { ["1", "2", "3"] }
        }
        struct Four: LabelSet {
            static let labelNames: [4 of String] = ["a", "b", "c", "d"]
            var labelValues: [4 of String] { ["1", "2", "3", "4"] }
        }
        struct Five: LabelSet {
            static let labelNames: [5 of String] = ["a", "b", "c", "d", "e"]
            var labelValues: [5 of String] { ["1", "2", "3", "4", "5"] }
        }
        struct Six: LabelSet {
            static let labelNames: [6 of String] = ["a", "b", "c", "d", "e", "f"]
            var labelValues: [6 of String] { ["1", "2", "3", "4", "5", "6"] }
        }
        struct None: LabelSet {
            static let labelNames: [0 of String] = []
            var labelValues: [0 of String] { [] }
        }
        func count<L: LabelSet, let N: Int>(_ labels: L) throws where L.Texts == InlineArray<N, String> {
            let family = try registry.counter("labels_\(N)_total", labels: L.self)
            for _ in 0..<2 { family.with(labels).increment() }
            let metrics = try #require(registry.snapshot().first { $0.name.text == "labels_\(N)_total" }).metrics
            #expect(metrics.map(\.value) == [.number(2)])
            #expect(metrics.map { $0.labels.all.map(\.value) } == [(0..<N).map { "\($0 + 1)" }])
            #expect(family.remove(labels))
            #expect(!family.remove(labels))
        }
        try count(None())
        try count(One())
        try count(Route(method: "1", status: 2))
        try count(Three())
        try count(Four())
        try count(Five())
        try count(Six())
        try count(Wide())
    }

    @Test func `series are removed by their labels, and all at once`() throws {
        let open = try registry.gauge("open", labels: Route.self)
        let (a, b) = (Route(method: "GET", status: 200), Route(method: "GET", status: 500))
        open.with(a).set(1)
        open.with(b).set(2)
        #expect(open.remove(a))
        #expect(try metric("open", ["method": "GET", "status": "200"]) == nil)
        #expect(try metric("open", ["method": "GET", "status": "500"]) == .number(2))
        open.removeAll()
        #expect(try metric("open", ["method": "GET", "status": "500"]) == nil)
    }

    @Test func `beyond the limit it is the one series for all others that counts`() throws {
        let requests = try registry.counter("requests_total", labels: Route.self, limit: 1)
        for status in [200, 404, 500] { requests.with(Route(method: "GET", status: status)).increment() }
        #expect(requests.refused == 2)
        #expect(try metric("requests_total", ["method": "overflow", "status": "overflow"]) == .number(2))
    }

    @Test func `names that can't be are refused at registration`() {
        #expect(throws: RegistrationError.invalidDescriptor(.duplicateLabel("a"))) {
            try registry.counter("requests_total", labels: Invalid.self)
        }
    }
}
