import ContextMetrics
import Testing

/// The call sites that documentation shows, as another module sees them.
@Suite struct `Call sites of instruments` {
    struct Server: Sendable {
        let requests: CounterFamily<Double, 2>
        let sent: Counter<UInt64>
        let open: Gauge<Double>
        let queued: GaugeFamily<Int, 1>
        let latency: HistogramFamily<1>

        init(_ registry: ContextRegistry) throws {
            requests = try registry.counter("http_requests_total", help: "Requests served.", labels: "method", "status")
            sent = try registry.counter("http_sent_bytes_total", help: "Bytes sent.", unit: .bytes, of: UInt64.self)
            open = try registry.gauge("connections_open", help: "Open connections.")
            queued = try registry.gauge("jobs_queued", help: "Jobs waiting.", of: Int.self, labels: "queue")
            latency = try registry.histogram(
                "http_request_duration_seconds", help: "Time to answer.", unit: .seconds,
                buckets: .exponential(start: 0.001, factor: 2, count: 12), labels: "route")
        }
    }

    @Test func `instruments can be stored with their types and shared with tasks`() async throws {
        let server = try Server(ContextRegistry())
        await withTaskGroup { group in
            for _ in 0..<10 {
                group.addTask {
                    await server.open.track {
                        await server.latency.with("/users").time { await Task.yield() }
                        server.requests.with("GET", "200").increment()
                        server.sent.increment(by: 512)
                        server.queued.with("mail").increment()
                    }
                }
            }
        }
        #expect(server.requests.with("GET", "200").value == 10)
        #expect(server.sent.value == 5_120)
        #expect(server.open.value == 0)
        #expect(server.queued.with("mail").value == 10)
        #expect(server.latency.with("/users").value.count == 10)
    }

    @Test func `an error of a body keeps its type`() {
        struct Failure: Error {}
        func body() throws(Failure) {
            let registry = ContextRegistry()
            guard let gauge = try? registry.gauge("busy"), let histogram = try? registry.histogram("wait_seconds") else { return }
            try gauge.track { () throws(Failure) in try histogram.time { () throws(Failure) in throw Failure() } }
        }
        #expect(throws: Failure.self) { try body() }
    }

    @Test func `an update may come with an exemplar`() async throws {
        let server = try Server(ContextRegistry())
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        server.requests.with("GET", "200").increment(exemplar: ["trace_id": trace])
        server.sent.increment(by: 512, exemplar: ["trace_id": trace])
        server.latency.with("/users").observe(0.2, exemplar: ["trace_id": trace])
        server.latency.with("/users").observe(.milliseconds(200), exemplar: ["trace_id": trace], at: 1_700_000_000)
        let sum = server.latency.with("/users").time(exemplar: ["trace_id": trace]) { 1 + 1 }
        await server.latency.with("/users").time(exemplar: ["trace_id": trace]) { await Task.yield() }
        #expect(sum == 2 && server.latency.droppedExemplars == 0)
        #expect(server.latency.with("/users").value.count == 4)
    }

    @Test func `labels that are known only at run time are given as an array`() throws {
        let names = ["region", "zone"].filter { !$0.isEmpty }
        let family = try ContextRegistry().counter("x_total", help: "", labels: names)
        try family.with(["eu", "1"]).increment()
        #expect(throws: LabelCountMismatch.self) { try family.with(["eu"]) }
        #expect(try family.with(["eu", "1"]).value == 1)
    }
}
