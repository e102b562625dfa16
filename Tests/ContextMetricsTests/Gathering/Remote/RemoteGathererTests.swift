import Testing

@testable import ContextMetrics
@testable import ContextMetricsTesting

@Suite(.timeLimit(.minutes(15))) struct `A gatherer of other programs' metrics` {
    let timer = ManualTimer()
    let engine: GatherEngine

    init() { engine = GatherEngine(timer: timer) }

    private func gatherer(
        bodyLimit: Int = 64 << 20, selfMetrics: Bool = false, _ get: @escaping FakeTransport.Get
    ) -> RemoteGatherer {
        RemoteGatherer(transport: FakeTransport(get), engine: engine, bodyLimit: bodyLimit, includesSelfMetrics: selfMetrics)
    }

    private func context(_ budget: Duration = .seconds(10)) -> GatherContext {
        GatherContext(deadline: timer.now().advanced(by: budget), traceID: TraceID("t"))
    }

    /// The result of one target that answers so.
    private func result(
        of answer: String, type: String? = "text/plain; version=0.0.4", status: Int = 200, labels: KeyValuePairs<String, String> = [:]
    ) async throws -> GatherResult {
        let remote = gatherer { _, into in
            try into.begin(status: status, contentType: type, contentEncoding: nil)
            try into.read(Array(answer.utf8))
        }
        try remote.add(RemoteTarget("http://target:9100", named: "target", labels: labels))
        return await remote.gather(context())
    }

    private func lines(_ result: GatherResult) -> [String] { result.families.flatMap(\.lines) }

    @Test func `Targets are shown with their labels, each told of by its name`() async throws {
        let remote = gatherer(selfMetrics: true) { request, into in
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
            try into.read("# TYPE jobs_total counter\njobs_total{worker=\"x\"} \(request.url.utf8.count)\n")
        }
        try remote.add(RemoteTarget("http://a:1/metrics", named: "one", labels: ["worker": "1"]))
        try remote.add(RemoteTarget("http://long-name:1/metrics", labels: ["worker": "2"]))
        let result = await remote.gather(context())
        #expect(
            lines(result).filter { $0.hasPrefix("jobs") } == [
                "jobs_total{exported_worker=\"x\",worker=\"1\"} 18.0", "jobs_total{exported_worker=\"x\",worker=\"2\"} 26.0",
            ])
        #expect(result.outcomes == ["one": .success, "http://long-name:1/metrics": .success])
        #expect(result.success("one") == 1)
        #expect(remote.catalog == GatherCatalog(collectors: ["one", "http://long-name:1/metrics"], names: nil))
        #expect(remote.remove(named: "one") && !remote.remove(named: "one"))
        #expect(await remote.gather(context()).outcomes == ["http://long-name:1/metrics": .success])
    }

    @Test func `OpenMetrics and text are read with types, units, exemplars, times and quoted names`() async throws {
        let text = """
            # TYPE "http.requests" counter
            # HELP "http.requests" Requests.
            {"http.requests_total","größe"="x"} 3 # {trace_id="t"} 1 5
            {"http.requests_created","größe"="x"} 100
            # TYPE wait_seconds histogram
            # UNIT wait_seconds seconds
            wait_seconds_bucket{le="1"} 1
            wait_seconds_bucket{le="+Inf"} 2
            wait_seconds_sum 3
            wait_seconds_count 2
            # TYPE mode stateset
            mode{mode="on"} 1
            mode{mode="off"} 0
            # EOF

            """
        let families = try MetricFamily.families(in: text, as: .openMetrics)
        let result = try await result(of: text, type: "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(result.outcome(of: "target") == .success)
        #expect(Set(result.families) == Set(families))
        // It throws where what is exposed would be invalid.
        _ = try result.lint()
    }

    @Test func `Samples of a family may have different labels, as those of targets may`() async throws {
        let result = try await result(of: "# TYPE x gauge\nx 1\nx{a=\"1\"} 2\nx{a=\"1\",b=\"2\"} 3\nx{b=\"2\"} 4\nx{a=\"\"} 5\n")
        // The last is the first once more.
        #expect(lines(result) == ["x{} 1.0", "x{a=\"1\"} 2.0", "x{a=\"1\",b=\"2\"} 3.0", "x{b=\"2\"} 4.0"])
        #expect(result.merged().conflicts.map(\.samples) == [1])
    }

    @Test(
        arguments: [
            (10.0, "9.500", 9.75), (2, "1.800", 1.9), (0.1, "0.090", 0.095), (0.0015, "0.001", nil), (0.0011, nil, nil),
            (1_000_000, "86399.500", 86_399.75),
        ] as [(Double, String?, Double?)])
    func `What is left of the time is passed on, less a margin`(budget: Double, header: String?, timeout: Double?) async throws {
        let requests = Locked<[RemoteRequest]>([])
        let remote = gatherer { request, into in
            requests.withLock { $0.append(request) }
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
        }
        try remote.add(RemoteTarget("http://target/metrics?a=b", named: "target"))
        let result = await remote.gather(context(.nanoseconds(Int64(budget * 1e9))))
        #expect(result.outcome(of: "target") == (header == nil ? .timeout : .success))
        let request = requests.withLock { $0.first }
        #expect(request?.headers.first { $0.name == "x-prometheus-scrape-timeout-seconds" }?.value == header)
        if let timeout { #expect(request?.timeout == .nanoseconds(Int64(timeout * 1e9))) }
        if let request {
            #expect(request.url == "http://target/metrics?a=b")
            #expect(request.headers.first { $0.name == "x-trace-id" }?.value == "t")
            #expect(request.headers.first { $0.name == "accept" }?.value.contains("application/openmetrics-text;version=1.0.0") == true)
        }
    }

    @Test(
        arguments: [
            ("x 1\n", nil, 200, "content_type"), ("x 1\n", "text/html", 200, "content_type"), ("x 1\n", "", 200, "content_type"),
            ("x 1\n", "application/json", 200, "content_type"), ("x 1\n", "text/plain", 500, "status_500"),
            ("", "text/plain", 302, "status_302"), ("<html>\n", "text/plain", 200, "malformed"), ("x 1", "text/plain", 200, "malformed"),
            ("# TYPE x gauge\nx 1\n", "application/openmetrics-text", 200, "malformed"), ("x \u{ff}\n", "text/plain", 200, "malformed"),
        ] as [(String, String?, Int, String)])
    func `What a target answers wrongly is its outcome, by class`(answer: String, type: String?, status: Int, name: String) async throws {
        let result = try await result(of: answer, type: type, status: status)
        #expect(result.ending == .complete)
        #expect(result.outcome(of: "target") == .error)
        #expect((result.reports.first?.error as? RemoteFailure)?.name == name)
        #expect(result.families.isEmpty)
    }

    @Test func `An answer beyond the limit isn't read on`() async throws {
        let pieces = Locked(0)
        let remote = gatherer(bodyLimit: 1_000) { _, into in
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
            for number in 0..<1_000_000 {
                pieces.withLock { $0 += 1 }
                try into.read("x{i=\"\(number)\"} 1\n")
            }
        }
        try remote.add(RemoteTarget("http://target", named: "target"))
        let result = await remote.gather(context())
        #expect(result.outcome(of: "target") == .overflow)
        #expect(result.families.isEmpty)
        #expect(pieces.withLock { $0 } < 100)
    }

    @Test func `The caps of its policy are a target's as well`() async throws {
        let remote = gatherer { _, into in
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
            try into.read("a 1\nb 2\nc 3\n")
        }
        try remote.add(RemoteTarget("http://target", named: "target"), policy: .init(caps: .init(samples: 2)))
        #expect(await remote.gather(context()).outcome(of: "target") == .overflow)
    }

    @Test func `Compressed answers are read, however they are cut; a bomb is too large`() async throws {
        let text = (0..<5_000).map { "x{i=\"\($0)\"} \($0)\n" }.joined()
        let compressed = try #require(EncodedExposition.compressed([Array(text.utf8)], level: 6)).flatMap(\.self)
        let remote = gatherer(bodyLimit: 200_000) { request, into in
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: request.url.hasSuffix("x") ? "x-gzip" : "GZIP")
            if request.url.hasSuffix("half") { return try into.read(Array(compressed.prefix(1_000))) }
            if request.url.hasSuffix("junk") { return try into.read(Array(text.utf8)) }
            if request.url.hasSuffix("bomb") {
                let bomb = EncodedExposition.compressed([Array(repeating: UInt8(ascii: "\n"), count: 20_000_000)], level: 6)
                return try into.read((bomb ?? []).flatMap(\.self))
            }
            for byte in compressed { try into.read([byte]) }
        }
        for path in ["/", "/x", "/half", "/junk", "/bomb"] { try remote.add(RemoteTarget("http://target" + path, named: path)) }
        let result = await remote.gather(context())
        #expect(result.outcomes == ["/": .success, "/x": .success, "/half": .error, "/junk": .error, "/bomb": .overflow])
        #expect(result.families.first?.metrics.count == 5_000)
        let failures = result.reports.compactMap { ($0.error as? RemoteFailure)?.name }
        #expect(failures == ["content_encoding", "content_encoding", "too_large"])
    }

    @Test func `An answer of more samples than the caps allow isn't read on`() async throws {
        let pieces = Locked(0)
        let remote = gatherer { _, into in
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
            for number in 0..<1_000 {
                try into.read(Array("x{i=\"\(number)\"} 1\n".utf8))
                pieces.withLock { $0 = number }
            }
        }
        try remote.add(RemoteTarget("http://target", named: "target"), policy: CollectorPolicy(caps: SampleCaps(samples: 100)))
        let result = await remote.gather(context())
        #expect(result.outcomes == ["target": .overflow])
        #expect((result.reports.first?.error as? RemoteFailure)?.name == "too_many")
        #expect(pieces.withLock { $0 } == 99)
    }

    @Test(arguments: ["br", "gzip, gzip", "nonsense"]) func `A coding that wasn't asked for is refused`(coding: String) async throws {
        let remote = gatherer { _, into in try into.begin(status: 200, contentType: "text/plain", contentEncoding: coding) }
        try remote.add(RemoteTarget("http://target", named: "target"))
        #expect(((await remote.gather(context())).reports.first?.error as? RemoteFailure)?.name == "content_encoding")
    }

    @Test func `A target that never answers is left at the deadline, and costs no other one`() async throws {
        let (asked, gate) = (Signal(), Signal())
        let remote = gatherer { request, into in
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
            if request.url.hasSuffix("deaf") {
                asked.send()
                await gate.wait()
            }
            try into.read("x{url=\"\(request.url)\"} 1\n")
        }
        try remote.add(RemoteTarget("http://target/deaf", named: "deaf"))
        try remote.add(RemoteTarget("http://target/quick", named: "quick"))
        async let first = remote.gather(context(.seconds(1)))
        await asked.wait()
        timer.advance(by: .seconds(1))
        #expect(await first.outcomes == ["deaf": .timeout, "quick": .success])
        #expect(await first.families.first?.metrics.count == 1)
        #expect(await remote.gather(context()).outcomes == ["deaf": .stillRunning, "quick": .success])
        gate.send()
        while await remote.gather(context()).outcome(of: "deaf") != .success { await Task.yield() }
    }

    @Test func `What a transport throws is a lost connection, a timeout of its own a timeout`() async throws {
        struct Refused: Error {}
        let remote = gatherer { request, _ in
            if request.url.hasSuffix("late") { throw RemoteFailure.timeout }
            throw Refused()
        }
        try remote.add(RemoteTarget("http://target/late", named: "late"))
        try remote.add(RemoteTarget("http://target/refused", named: "refused"))
        let result = await remote.gather(context())
        #expect(result.outcomes == ["late": .timeout, "refused": .error])
        #expect(result.reports.compactMap { ($0.error as? RemoteFailure)?.name } == ["timeout", "connection"])
    }

    @Test func `A transport that swallows what the answer throws, or tells things in a wrong order, brings nothing`() async throws {
        let remote = gatherer { request, into in
            switch request.url.last {
            case "1": try? into.begin(status: 404, contentType: "text/plain", contentEncoding: nil)
            case "2": try? into.read("x 1\n")
            case "3": break
            default:
                try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
                try? into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
                try? into.read("x 1\n")
            }
        }
        for number in 1...4 { try remote.add(RemoteTarget("http://target/\(number)", named: "\(number)")) }
        let result = await remote.gather(context())
        #expect(result.reports.map { ($0.error as? RemoteFailure)?.name } == ["status_404", "transport", "transport", "transport"])
        #expect(result.families.isEmpty)
    }

    @Test func `Scrapes that overlap ask a target once`() async throws {
        let requests = Locked(0)
        let (asked, gate) = (Signal(), Signal())
        let remote = gatherer { _, into in
            requests.withLock { $0 += 1 }
            asked.send()
            await gate.wait()
            try into.begin(status: 200, contentType: "text/plain", contentEncoding: nil)
        }
        try remote.add(RemoteTarget("http://target", named: "target"))
        let handler = ScrapeHandler(remote, engine: engine)
        async let first = handler.scrape()
        await asked.wait()
        async let second = handler.scrape()
        await wait { remote.registry.contents.entries.first?.waiting == 2 }
        gate.send()
        #expect(await [first, second].map(\.status) == [200, 200])
        #expect(requests.withLock { $0 } == 1)
    }

    @Test(arguments: [
        "", "target", "ftp://target", "http://", "http://:80", "http://target:0", "http://target:65536", "http://target:x",
        "http://user@target", "http://tar get", "http://[::1", "http://[::1]x", "http://größe", "http:/target", "https:target",
        "http://target:+80", "http://target:-1", "http://target:", "http://tar[get", "http://tar|get", "http://[[::1]",
    ])
    func `What is no URL is thrown`(url: String) {
        #expect(throws: RemoteTarget.Invalid.self) { try RemoteTarget(url) }
    }

    @Test func `A URL has a host, a port and a path`() throws {
        func parts(_ url: String) throws -> [String] {
            let endpoint = try HTTPEndpoint(url)
            return [endpoint.host, "\(endpoint.port)", endpoint.authority, endpoint.path, "\(endpoint.isSecure)"]
        }
        #expect(try parts("http://a") == ["a", "80", "a", "/metrics", "false"])
        #expect(try parts("HTTPS://a:9?x=y#z") == ["a", "9", "a:9", "/metrics?x=y", "true"])
        #expect(try parts("https://[::1]/m") == ["::1", "443", "[::1]", "/m", "true"])
    }
}

/// A transport that is a closure.
private struct FakeTransport: RemoteTransport {
    typealias Get = @Sendable (RemoteRequest, RemoteAnswer) async throws -> Void
    private let body: Get

    init(_ body: @escaping Get) { self.body = body }

    nonisolated(nonsending) func get(_ request: RemoteRequest, into answer: RemoteAnswer) async throws { try await body(request, answer) }
}

extension RemoteAnswer {
    fileprivate func read(_ text: String) throws { try read(Array(text.utf8)) }
}
