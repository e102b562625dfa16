import Testing

@testable import ContextMetrics

@Suite struct `State of a circuit breaker` {
    private let policy = CircuitBreaker(failures: 3, window: .seconds(60), pause: .seconds(30))

    private func at(_ seconds: Double) -> MonotonicInstant { MonotonicInstant(nanoseconds: UInt64(seconds * 1e9)) }

    /// One that has failed as often as it takes, the last time after 2 seconds.
    private var opened: BreakerState {
        var state = BreakerState(policy)
        for second in 0..<3 { state.fail(1, at: at(Double(second))) }
        return state
    }

    @Test func `it opens with the last of so many failures within the window`() {
        var state = BreakerState(policy)
        state.fail(1, at: at(0))
        state.fail(1, at: at(30))
        #expect(state.admits(at: at(59)))
        state.fail(1, at: at(60))
        #expect(!state.admits(at: at(60)))
        #expect(state.phase(at: at(60)) == .open)
        #expect(state.isOpen)
    }

    @Test func `failures longer ago than the window don't count`() {
        var state = BreakerState(policy)
        state.fail(1, at: at(0))
        state.fail(1, at: at(30))
        state.fail(1, at: at(60.1))
        #expect(state.phase(at: at(60.1)) == .closed)
        state.fail(1, at: at(70))
        #expect(state.phase(at: at(70)) == .open)
    }

    @Test func `successes in between don't take failures back`() {
        var state = BreakerState(policy)
        for second in 0..<3 {
            state.begin(1)
            state.succeed(1)
            state.begin(1)
            state.fail(1, at: at(Double(second)))
        }
        #expect(state.phase(at: at(3)) == .open)
    }

    @Test func `after the pause one run may try, and no other beside it`() {
        var state = opened
        #expect(!state.admits(at: at(31.9)))
        #expect(state.phase(at: at(32)) == .halfOpen)
        #expect(state.admits(at: at(32)))
        state.begin(1)
        #expect(!state.admits(at: at(33)))
    }

    @Test func `a trial that succeeds closes it, and forgets all failures`() {
        var state = opened
        state.begin(1)
        state.succeed(1)
        #expect(state.phase(at: at(40)) == .closed)
        #expect(!state.isOpen)
        state.fail(1, at: at(41))
        state.fail(1, at: at(42))
        #expect(state.admits(at: at(42)))
    }

    @Test func `a trial that fails opens it for another pause`() {
        var state = opened
        state.begin(1)
        state.fail(1, at: at(41))
        #expect(!state.admits(at: at(70.9)))
        #expect(state.admits(at: at(71)))
    }

    @Test func `a trial whose clients have left decides nothing, and another may try`() {
        var state = opened
        state.begin(1)
        state.endUndecided(1)
        #expect(state.isOpen)
        #expect(state.admits(at: at(40)))
    }

    @Test func `runs of before it opened say nothing any more`() {
        var state = opened
        state.succeed(1)
        #expect(!state.admits(at: at(10)))
        state.fail(1, at: at(31))
        #expect(state.admits(at: at(32)))
    }

    @Test func `of several runs under way only the one that was begun to try decides`() {
        var state = opened
        state.begin(7)
        state.succeed(6)
        #expect(state.isOpen)
        state.fail(6, at: at(40))
        state.fail(nil, at: at(40))
        state.endUndecided(6)
        #expect(state.phase(at: at(40)) == .halfOpen)
        #expect(!state.admits(at: at(40)))
        state.succeed(7)
        #expect(!state.isOpen)
        // It has closed: who comes too late decides nothing.
        state.endUndecided(7)
        state.succeed(7)
        #expect(state.admits(at: at(40)))
    }

    @Test func `numbers as large as they come don't overflow`() {
        var state = BreakerState(CircuitBreaker(failures: .max, window: .seconds(Int64.max), pause: .seconds(Int64.max)))
        for _ in 0..<100 { state.fail(1, at: .distantFuture) }
        #expect(state.admits(at: .distantFuture))
        var open = BreakerState(CircuitBreaker(failures: 1, window: .seconds(1), pause: .seconds(Int64.max)))
        open.fail(1, at: at(1))
        #expect(!open.admits(at: at(1e9)))
    }
}
