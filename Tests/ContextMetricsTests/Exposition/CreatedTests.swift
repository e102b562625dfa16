import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ContextMetrics

@Suite struct `When series began` {
    /// A clock that moves when the test says so.
    fileprivate final class Time: Sendable {
        let seconds = Atomic<UInt64>(1_700_000_000)
    }

    fileprivate static func registry(_ time: Time, includesCreated: Bool = true) -> ContextRegistry {
        ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: includesCreated),
            clock: WallClock { Double(time.seconds.load(ordering: .relaxed)) + 0.125 })
    }

    private static func fill(_ registry: ContextRegistry, _ time: Time) throws {
        let jobs = try registry.counter("jobs_total", constantLabels: ["x": "1"], labels: "queue")
        let wait = try registry.histogram("wait", buckets: [1], labels: "queue")
        jobs.with("a").increment(by: 3)
        wait.with("a").observe(2)
        time.seconds.add(10, ordering: .relaxed)
        jobs.with("b").increment(by: 0.5)
        wait.with("b").observe(0.5)
        try registry.counter("exact_total", of: UInt64.self).increment()
        try registry.counter("paid_total", of: UInt128.self).increment()
        try registry.summary("size", quantiles: []).observe(1)
        try registry.histogram("signed", buckets: [-1]).observe(-1)
        try registry.counter("plain").increment()
        try registry.gauge("level").set(1)
        try registry.info("build_info", labels: ["v": "1"])
        try registry.stateSet("state", states: ["on"]).set("on", to: true)
    }

    private func lines(_ families: ExposedFamilies, _ format: ExpositionFormat = .openMetrics) -> [String] {
        exposition(families, as: format).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0) }
    }

    @Test func `stands behind the other lines of each counter, histogram and summary in OpenMetrics`() throws {
        let time = Time()
        let registry = Self.registry(time)
        try Self.fill(registry, time)
        let expected = """
            build_info{v="1"} 1
            exact_total 1
            exact_created 1700000010.125
            jobs_total{x="1",queue="a"} 3
            jobs_created{x="1",queue="a"} 1700000000.125
            jobs_total{x="1",queue="b"} 0.5
            jobs_created{x="1",queue="b"} 1700000010.125
            level 1
            paid_total 1
            paid_created 1700000010.125
            plain 1
            signed_bucket{le="-1.0"} 1
            signed_bucket{le="+Inf"} 1
            signed_created 1700000010.125
            size_sum 1
            size_count 1
            size_created 1700000010.125
            state{state="on"} 1
            wait_bucket{queue="a",le="1.0"} 0
            wait_bucket{queue="a",le="+Inf"} 1
            wait_sum{queue="a"} 2
            wait_count{queue="a"} 1
            wait_created{queue="a"} 1700000000.125
            wait_bucket{queue="b",le="1.0"} 1
            wait_bucket{queue="b",le="+Inf"} 1
            wait_sum{queue="b"} 0.5
            wait_count{queue="b"} 1
            wait_created{queue="b"} 1700000010.125
            """
        #expect(lines(registry.instruments) == expected.split(separator: "\n").map { String($0) })
        #expect(lines(ExposedFamilies(samples: registry.instruments.sealed)) == lines(registry.instruments))
        #expect(!exposition(registry.instruments, as: .text).contains("_created"))
        // From here on it stands behind an exemplar, too.
        try registry.counter("more_total").increment(exemplar: [:])
        #expect(lines(registry.instruments).contains("more_total 1 # {} 1 1700000010.125"))
        #expect(lines(registry.instruments).contains("more_created 1700000010.125"))
    }

    @Test func `is not kept unless it is asked for`() throws {
        let time = Time()
        let registry = Self.registry(time, includesCreated: false)
        try Self.fill(registry, time)
        #expect(!exposition(registry.instruments, as: .openMetrics).contains("_created"))
        #expect(registry.snapshot().flatMap(\.metrics).allSatisfy { $0.created == nil })
        #expect(registry.contents.instruments.entries.allSatisfy { !$0.core.keepsCreated && $0.core.view(ofBlock: 0).created.isEmpty })
    }

    @Test func `is among families as values`() throws {
        let time = Time()
        let registry = Self.registry(time)
        try Self.fill(registry, time)
        let created = Dictionary(uniqueKeysWithValues: registry.snapshot().map { ($0.name.text, $0.metrics.map(\.created)) })
        #expect(created["jobs_total"] == [1_700_000_000.125, 1_700_000_010.125])
        #expect(created["size"] == [1_700_000_010.125])
        for name in ["plain", "level", "state", "build_info"] { #expect(created[name] == [nil]) }
    }

    @Test func `is that of the new series where one was removed`() throws {
        let time = Time()
        let registry = Self.registry(time)
        let jobs = try registry.counter("jobs_total", labels: "id")
        for id in ["a", "b", "c"] { jobs.with(id).increment() }
        time.seconds.add(5, ordering: .relaxed)
        jobs.remove("a")
        #expect(
            lines(registry.instruments).filter { $0.hasPrefix("jobs_created") }.map { $0.suffix(14) } == [
                "1700000000.125", "1700000000.125",
            ])
        jobs.with("d").increment()
        let created = lines(registry.instruments).filter { $0.hasPrefix("jobs_created") }
        #expect(created[0] == #"jobs_created{id="d"} 1700000005.125"#)
        #expect(created[1...] == [#"jobs_created{id="b"} 1700000000.125"#, #"jobs_created{id="c"} 1700000000.125"#])
    }

    @Test func `is left out where the clock told no time`() throws {
        let registry = ContextRegistry(
            options: .init(includesSelfMetrics: false, includesCreated: true), clock: WallClock { .infinity })
        try registry.counter("jobs_total").increment()
        try registry.histogram("wait", buckets: []).observe(1)
        try registry.summary("size", quantiles: []).observe(1)
        let expected = ["jobs_total 1", "size_sum 1", "size_count 1", "wait_bucket{le=\"+Inf\"} 1", "wait_sum 1", "wait_count 1"]
        #expect(lines(registry.instruments) == expected)
    }

    @Test func `is within the bound of its family's text`() throws {
        let registry = Self.registry(Time())
        try registry.counter("jobs_total", labels: "id").with(String(repeating: "\"", count: 1_000)).increment()
        let families = registry.instruments.sealed
        #expect(families.reduce(16) { $0 + $1.mostBytes } > exposition(families, as: .openMetrics).utf8.count)
    }

    @Test func `belongs to the names that no other family may use, asked for or not`() throws {
        let registry = ContextRegistry()
        _ = try registry.counter("jobs_total")
        #expect(throws: RegistrationError.suffixCollision("jobs_created", other: "jobs_total", sample: "jobs_created")) {
            try registry.gauge("jobs_created")
        }
    }

    @Test(.enabled(if: Judge.prometheusClient.isRequired)) func `is read by prometheus-client`() throws {
        let time = Time()
        let registry = Self.registry(time)
        try Self.fill(registry, time)
        let read = try #require(try Judge.read([exposition(registry.instruments, as: .openMetrics)], as: .openMetrics).first)
        #expect(read.error == nil)
        #expect(Set(read.samples) == Set(registry.snapshot().flatMap { $0.exposed(as: .openMetrics) }))
        #expect(read.samples.filter { $0.name.hasSuffix("_created") }.count == 8)
    }
}

extension `When series began` {
    /// Several blocks of a thousand, cut into blocks of an exposition, places used again.
    @Test func `is kept with the lines of large families as it would be rendered anew`() throws {
        let time = Time()
        let registry = Self.registry(time)
        let jobs = try registry.counter("jobs_total", help: "Jobs.", labels: "id")
        let sent = try registry.counter("sent_total", of: UInt64.self, labels: "id")
        let wait = try registry.histogram("wait", buckets: [-1, 1], labels: "id")
        let size = try registry.histogram("size", buckets: [0, 1], labels: "id")
        for index in 0..<2_500 {
            time.seconds.add(1, ordering: .relaxed)
            jobs.with("\(index)").increment(by: Double(index) / 4)
            sent.with("\(index)").increment(by: 1 << 60)
            wait.with("\(index)").observe(Double(index % 3))
            // A negative sum has no line.
            size.with("\(index)").observe(Double(index % 3) - 1)
        }
        for index in stride(from: 0, to: 2_500, by: 3) {
            jobs.remove("\(index)")
            size.remove("\(index)")
        }
        for index in 0..<100 { jobs.with("new \(index)").increment() }
        for format in ExpositionFormat.allCases {
            let kept = exposition(registry.instruments, as: format)
            #expect(kept == exposition(ExposedFamilies(samples: registry.instruments.sealed), as: format))
            #expect(kept.split(separator: "_created{").count - 1 == (format == .openMetrics ? 2 * 2_500 + 2 * 1_666 + 100 : 0))
        }
    }
}
