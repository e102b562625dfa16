import Testing

@testable import ContextMetrics

@Suite struct `Buckets of a histogram` {
    let registry = ContextRegistry()

    private func bounds(_ buckets: Buckets) throws -> [Double] {
        try ContextRegistry().histogram("size", help: "Size.", buckets: buckets).value.bounds
    }

    @Test func `linear, exponential and explicit bounds are what they say`() throws {
        #expect(try bounds(.linear(start: -10, width: 5, count: 4)) == [-10, -5, 0, 5])
        #expect(try bounds(.exponential(start: 1, factor: 4, count: 4)) == [1, 4, 16, 64])
        #expect(try bounds([0.5, 2]) == [0.5, 2])
        #expect(try bounds(.explicit([3])) == [3])
    }

    @Test func `the standard bounds are those of the official clients`() throws {
        let histogram = try registry.histogram("wait_seconds", help: "Wait.", unit: .seconds)
        #expect(histogram.value.bounds == [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])
    }

    @Test func `a bound at infinity is the bucket that is there anyway`() throws {
        #expect(try bounds([1, .infinity]) == [1])
        #expect(try bounds([.infinity]) == [])
    }

    @Test func `no bounds leave a count and a sum`() throws {
        let histogram = try registry.histogram("size", help: "Size.", buckets: [])
        histogram.observe(7)
        #expect(histogram.value.counts == [1])
    }

    @Test(arguments: [
        [2, 1], [1, 1], [0.0, -0.0], [1, .nan], [.nan], [-.infinity, 0], [.infinity, 1], [1, .infinity, .infinity],
    ])
    func `bounds that are not ascending finite numbers are refused`(bounds: [Double]) {
        let error = #expect(throws: RegistrationError.self) {
            try registry.histogram("size", help: "Size.", buckets: .explicit(bounds))
        }
        guard case .invalidDescriptor(.buckets(let given)) = error else {
            Issue.record("\(String(describing: error)) doesn't name the bounds")
            return
        }
        #expect(given.map(\.bitPattern) == bounds.map(\.bitPattern))
    }

    @Test(arguments: [
        Buckets.linear(start: 0, width: 0, count: 2), .linear(start: 0, width: -1, count: 2), .linear(start: .nan, width: 1, count: 1),
        .linear(start: 1e300, width: 1, count: 2), .exponential(start: 0, factor: 2, count: 2),
        .exponential(start: 1, factor: 1, count: 2), .exponential(start: 1, factor: 1e200, count: 4),
        .exponential(start: 1, factor: -2, count: 3),
    ])
    func `a rule that makes no ascending bounds is refused`(buckets: Buckets) {
        #expect(throws: RegistrationError.self) { try registry.histogram("size", help: "Size.", buckets: buckets) }
    }

    @Test(arguments: [0, -1, .min, 1_001, .max])
    func `a number of bounds that can't be is refused at once`(count: Int) {
        #expect(throws: RegistrationError.invalidDescriptor(.bucketCount(count, limit: 1_000))) {
            try registry.histogram("size", help: "Size.", buckets: .linear(start: 0, width: 1, count: count))
        }
        #expect(throws: RegistrationError.invalidDescriptor(.bucketCount(count, limit: 1_000))) {
            try registry.histogram("size", help: "Size.", buckets: .exponential(start: 1, factor: 1.01, count: count))
        }
    }

    @Test func `the limit holds for explicit bounds as well`() throws {
        #expect(try bounds(.explicit((0..<1_000).map(Double.init))).count == 1_000)
        #expect(throws: RegistrationError.invalidDescriptor(.bucketCount(1_001, limit: 1_000))) {
            try bounds(.explicit((0...1_000).map(Double.init)))
        }
    }
}
