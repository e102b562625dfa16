import Testing

@testable import ContextMetrics

@Suite struct `Tokens of a rate limit` {
    private func at(_ seconds: Double) -> MonotonicInstant { MonotonicInstant(nanoseconds: UInt64(seconds * 1e9)) }

    /// How many runs begin of those that are asked for at these seconds.
    private func begun(_ limit: RateLimit, at seconds: [Double]) -> [Double] {
        var bucket = TokenBucket(limit)
        return seconds.filter { second in
            let may = bucket.hasToken(at: at(second))
            if may { bucket.take() }
            return may
        }
    }

    @Test func `it is full at first, and fills with time up to the burst`() {
        let limit = RateLimit(perSecond: 2, burst: 3)
        #expect(begun(limit, at: [0, 0, 0, 0, 0.4, 0.5, 0.5, 1]) == [0, 0, 0, 0.5, 1])
        #expect(begun(limit, at: [0, 0, 0, 100, 100, 100, 100]) == [0, 0, 0, 100, 100, 100])
    }

    @Test(arguments: [0.1, 1, 3, 7, 1000])
    func `asked evenly at its rate, every run begins`(rate: Double) {
        let seconds = (0..<1000).map { Double($0) / rate }
        #expect(begun(RateLimit(perSecond: rate), at: seconds).count == 1000)
    }

    @Test func `a token that wasn't used after all is there again, and no more than the burst`() {
        var bucket = TokenBucket(RateLimit(perSecond: 1, burst: 2))
        #expect(bucket.hasToken(at: at(0)) == true)
        for _ in 0..<2 { bucket.take() }
        #expect(bucket.hasToken(at: at(0)) == false)
        for _ in 0..<5 { bucket.giveBack() }
        for _ in 0..<2 {
            #expect(bucket.hasToken(at: at(0)) == true)
            bucket.take()
        }
        #expect(bucket.hasToken(at: at(0)) == false)
    }

    @Test func `a look takes nothing`() {
        var bucket = TokenBucket(RateLimit(perSecond: 1))
        for _ in 0..<10 { #expect(bucket.hasToken(at: at(0)) == true) }
        bucket.take()
        #expect(bucket.hasToken(at: at(0)) == false)
    }

    @Test func `time that goes backward gives and takes nothing`() {
        #expect(begun(RateLimit(perSecond: 1), at: [10, 5, 10.5, 11]) == [10, 11])
    }

    @Test func `the time between runs is that of the rate, whatever that is`() {
        #expect(TokenBucket(RateLimit(perSecond: 4)).interval == .milliseconds(250))
        #expect(TokenBucket(RateLimit(perSecond: .leastNonzeroMagnitude)).interval > .seconds(86_400))
    }
}
