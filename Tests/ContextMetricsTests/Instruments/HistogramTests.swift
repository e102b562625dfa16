import Testing

@testable import ContextMetrics

@Suite struct `Histograms` {
    let registry = ContextRegistry()
    struct Failure: Error {}

    @Test func `an observation falls into the first bucket whose bound it doesn't exceed`() throws {
        let histogram = try registry.histogram("size", help: "Size.", buckets: [1, 2, 4])
        for value in [-3, 0, 1, 1.5, 2, 4, 4.000001, 1e300] { histogram.observe(value) }
        #expect(histogram.value.counts == [3, 2, 1, 2])
        #expect(histogram.value.cumulativeCounts == [3, 5, 6, 8])
        #expect(histogram.value.count == 8)
        #expect(histogram.value.bounds == [1, 2, 4])
    }

    @Test(arguments: 0...40)
    func `every number of buckets is searched rightly`(count: Int) throws {
        let bounds = (0..<count).map { Double($0) * 10 }
        let histogram = try registry.histogram("size", help: "Size.", buckets: .explicit(bounds))
        for bound in bounds {
            histogram.observe(bound)
            histogram.observe(bound.nextUp)
        }
        var expected = Array(repeating: UInt64(2), count: count + 1)
        expected[count] = 1
        expected[0] = 1
        #expect(histogram.value.counts == (count == 0 ? [0] : expected))
    }

    @Test(arguments: [Double.nan, .signalingNaN, .infinity, -.infinity])
    func `an observation that is no finite number is dropped and counted`(value: Double) throws {
        let histogram = try registry.histogram("size", help: "Size.", buckets: [1])
        histogram.observe(0.5)
        histogram.observe(value)
        #expect(histogram.value.counts == [1, 0])
        #expect(histogram.value.sum == 0.5)
        #expect(histogram.dropped == 1)
    }

    @Test func `a sum that overflows is infinite and never NaN`() throws {
        let histogram = try registry.histogram("size", help: "Size.", buckets: [])
        for _ in 0..<2 { histogram.observe(.greatestFiniteMagnitude) }
        for _ in 0..<2 { histogram.observe(-.greatestFiniteMagnitude) }
        #expect(histogram.value.sum == .infinity)
        #expect(histogram.value.count == 4)
    }

    @Test func `a duration is observed in seconds`() throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", unit: .seconds, buckets: [0.1, 1])
        histogram.observe(.milliseconds(250))
        histogram.observe(Duration.seconds(2))
        #expect(histogram.value.counts == [0, 1, 1])
        #expect(histogram.value.sum == 2.25)
    }

    @Test func `a timed body is observed once and its result passed on`() throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", unit: .seconds)
        let result = histogram.time { 42 }
        #expect(result == 42)
        #expect(histogram.value.count == 1)
        #expect(histogram.value.sum >= 0)
    }

    @Test func `a timed body that throws is observed as well`() throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", unit: .seconds)
        #expect(throws: Failure.self) { try histogram.time { throw Failure() } }
        #expect(histogram.value.count == 1)
    }

    @Test func `the time that an asynchronous body waits counts`() async throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", unit: .seconds, buckets: [0.02, 600])
        try await histogram.time { try await Task.sleep(for: .milliseconds(25)) }
        #expect(histogram.value.counts == [0, 1, 0])
        #expect(histogram.value.sum >= 0.025)
    }

    @Test func `a synchronous body needs no await in asynchronous code`() async throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", unit: .seconds)
        histogram.time {}
        #expect(histogram.value.count == 1)
    }
}
