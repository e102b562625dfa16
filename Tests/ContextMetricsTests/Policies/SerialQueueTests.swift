import Testing

@testable import ContextMetrics

@Suite struct `Turns` {
    @Test func `one goes on at a time, in the order of asking`() {
        var queue = SerialQueue<Int>(bound: 1)
        #expect([queue.enter(1), queue.enter(2), queue.enter(3)] == [true, false, false])
        #expect(queue.isFull)
        #expect([queue.leave(), queue.leave(), queue.leave()] == [2, 3, nil])
        #expect(!queue.isFull)
        #expect(queue.enter(4) == true)
    }

    @Test func `so many go on at once as there may`() {
        var queue = SerialQueue<Int>(bound: 2)
        #expect([queue.enter(1), queue.enter(2), queue.enter(3)] == [true, true, false])
        #expect(queue.busy == 2)
        #expect(queue.leave() == 3)
        #expect(queue.busy == 2)
    }

    @Test func `a smaller bound holds as soon as turns end`() {
        var queue = SerialQueue<Int>(bound: 3)
        for turn in 1...3 { _ = queue.enter(turn) }
        _ = queue.enter(4)
        queue.limit(to: 1)
        #expect([queue.leave(), queue.leave()] == [nil, nil])
        #expect(queue.busy == 1)
        #expect(queue.leave() == 4)
        queue.limit(to: 5)
        #expect(queue.bound == 1)
    }

    @Test func `turns that nobody waits for any more are taken out`() {
        var queue = SerialQueue<Int>(bound: 1)
        for turn in 1...4 { _ = queue.enter(turn) }
        #expect(queue.withdraw { $0.isMultiple(of: 2) } == [2, 4])
        #expect(queue.leave() == 3)
        #expect(queue.withdraw { _ in true }.isEmpty)
    }

    @Test(arguments: [0, -1, Int.min]) func `a bound that lets nobody in lets one in`(bound: Int) {
        var queue = SerialQueue<Int>(bound: bound)
        #expect([queue.enter(1), queue.enter(2)] == [true, false])
    }
}
