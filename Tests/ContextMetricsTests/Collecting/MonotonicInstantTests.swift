import Testing

@testable import ContextMetrics

@Suite struct `Instants` {
    private let start = MonotonicInstant(nanoseconds: 1_000)

    @Test func `instants move both ways`() {
        #expect(start.advanced(by: .nanoseconds(500)).nanoseconds == 1_500)
        #expect(start.advanced(by: .nanoseconds(-500)).nanoseconds == 500)
        #expect(start.duration(to: MonotonicInstant(nanoseconds: 3_000)) == .nanoseconds(2_000))
        #expect(start.duration(to: MonotonicInstant(nanoseconds: 0)) == .nanoseconds(-1_000))
    }

    @Test(
        arguments: [
            .seconds(Int64.max), .seconds(Int64.max) * 10, .milliseconds(Int64.max), Duration(attoseconds: .max),
        ] as [Duration])
    func `G22: durations beyond what an instant holds lead to its end`(duration: Duration) {
        #expect(start.advanced(by: duration).nanoseconds >= UInt64(Int64.max))
        #expect(MonotonicInstant.distantFuture.advanced(by: duration) == .distantFuture)
        #expect(start.advanced(by: .zero - duration) == MonotonicInstant(nanoseconds: 0))
    }

    @Test(arguments: [.seconds(Int64.min), .seconds(Int64.min) * 10, Duration(attoseconds: .min)] as [Duration])
    func `G22: durations before the beginning lead to it`(duration: Duration) {
        #expect(start.advanced(by: duration) == MonotonicInstant(nanoseconds: 0))
        #expect(duration.clampedNanoseconds < 0)
    }

    @Test func `the distance to the end of time saturates`() {
        let all = MonotonicInstant(nanoseconds: 0).duration(to: .distantFuture)
        #expect(all == .nanoseconds(Int64.max))
        #expect(MonotonicInstant.distantFuture.duration(to: MonotonicInstant(nanoseconds: 0)) == .nanoseconds(-Int64.max))
    }

    @Test(
        arguments: [
            (Duration.zero, 0), (.nanoseconds(1), 1), (.nanoseconds(-1), -1), (.seconds(3), 3_000_000_000),
            (Duration(attoseconds: 1_999_999_999), 1), (.nanoseconds(Int64.max), .max),
        ] as [(Duration, Int64)])
    func `durations count in whole nanoseconds`(duration: Duration, nanoseconds: Int64) {
        #expect(duration.clampedNanoseconds == nanoseconds)
    }

    @Test func `seconds of any duration are a number`() {
        #expect(Duration.milliseconds(1_500).seconds == 1.5)
        #expect(Duration.milliseconds(-1_500).seconds == -1.5)
        #expect((Duration.seconds(Int64.max) * 10).seconds > 9e19)
    }

    @Test func `the system's clock doesn't go back`() {
        var last = MonotonicInstant.now
        for _ in 0..<1000 {
            let now = MonotonicInstant.now
            #expect(now >= last)
            last = now
        }
    }
}
