import Testing

@testable import ContextMetrics

/// What no instrument may be spoiled by: after any of these it goes on, and its neighbours don't notice.
@Suite struct `Bad values` {
    let registry = ContextRegistry()

    private static let doubles: [Double] = [
        .nan, -.nan, .signalingNaN, .infinity, -.infinity, -1, -.leastNonzeroMagnitude, -0.0, .greatestFiniteMagnitude,
        -.greatestFiniteMagnitude,
    ]
    private static let durations: [Duration] = [
        .zero, .nanoseconds(-1), .seconds(Int64.max), .seconds(Int64.min), .seconds(Int64.max) + .seconds(Int64.max),
        .seconds(Int64.min) + .seconds(Int64.min),
    ]

    @Test(arguments: doubles) func `leave a counter counting, and never less than before`(value: Double) throws {
        let family = try registry.counter("jobs_total", labels: "queue")
        family.with("a").increment(by: 2)
        family.with("b").increment(by: 3)
        family.with("a").increment(by: value)
        #expect(family.with("a").value >= 2)
        #expect(family.with("a").value.isFinite)
        let before = family.with("a").value
        family.with("a").increment()
        #expect(family.with("a").value >= before)
        #expect(family.with("b").value == 3)
        #expect(family.dropped == (value.isFinite && value >= 0 ? 0 : 1))
    }

    @Test(arguments: doubles) func `are what a gauge of doubles holds, until the next`(value: Double) throws {
        let gauge = try registry.gauge("level")
        gauge.set(value)
        #expect(gauge.value.bitPattern == value.bitPattern || (gauge.value.isNaN && value.isNaN))
        gauge.decrement(by: value)
        gauge.increment(by: value)
        gauge.set(4)
        gauge.increment()
        #expect(gauge.value == 5)
        #expect(gauge.dropped == 0)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max]) func `leave an integer gauge at a value that it can hold`(value: Int64) throws {
        let gauge = try registry.gauge("level", of: Int64.self)
        gauge.set(.max)
        gauge.increment(by: value)
        gauge.decrement(by: value)
        gauge.set(.min)
        gauge.increment(by: value)
        gauge.decrement(by: value)
        let (_, up) = Int64.max.addingReportingOverflow(value)
        let (_, down) = Int64.min.subtractingReportingOverflow(value)
        let (_, upFromLeast) = Int64.min.addingReportingOverflow(value)
        let (_, downFromMost) = Int64.max.subtractingReportingOverflow(value)
        // An addition that was dropped isn't taken away again.
        if !up, !down, !upFromLeast, !downFromMost { #expect(gauge.value == .min && gauge.dropped == 0) }
        #expect((gauge.dropped > 0) == (up || down || upFromLeast || downFromMost))
        gauge.set(1)
        #expect(gauge.value == 1)
    }

    @Test(arguments: doubles) func `leave a histogram and a summary that agree with themselves`(value: Double) throws {
        let histogram = try registry.histogram("size", buckets: [0, 1])
        let summary = try registry.summary("length", quantiles: [0, 0.5, 1])
        for value in [0.5, value, 0.5] {
            histogram.observe(value)
            summary.observe(value)
        }
        let kept: UInt64 = value.isFinite ? 3 : 2
        #expect(histogram.value.count == kept)
        #expect(summary.value.count == kept)
        #expect(!histogram.value.sum.isNaN && !summary.value.sum.isNaN)
        #expect(histogram.dropped == Int(3 - kept))
        #expect(summary.dropped == Int(3 - kept))
        #expect(summary.value.quantiles.allSatisfy { $0.value.isFinite })
        #expect(summary.value.quantiles.map(\.value) == summary.value.quantiles.map(\.value).sorted())
    }

    @Test(arguments: durations) func `of time are observed as the seconds that they are`(duration: Duration) throws {
        let histogram = try registry.histogram("wait_seconds", buckets: [])
        let summary = try registry.summary("rest_seconds", quantiles: [1])
        histogram.observe(duration)
        summary.observe(duration)
        #expect(histogram.value.sum == duration / .seconds(1))
        #expect(summary.value.sum == duration / .seconds(1))
    }

    @Test(arguments: ["", "\0", "\n\"\\", "\u{10ffff}", String(repeating: "x", count: 100_000)])
    func `of labels are kept as they are`(value: String) throws {
        try registry.info("build_info", labels: ["version": value])
        try registry.stateSet("state", states: [value], labels: "host").with(value).set(only: value)
        try registry.counter("paid_total", of: UInt128.self, labels: "to").with(value).increment()
        let families = registry.snapshot()
        #expect(families.map { $0.metrics.first?.labels.all.first?.value } == [value, value, value])
        #expect(families.last?.metrics.first?.value == .state(value, true))
    }
}
